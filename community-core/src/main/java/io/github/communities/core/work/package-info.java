/**
 * What every use case stands on: {@link io.github.communities.core.work.Transactions} runs it, {@link
 * io.github.communities.core.work.Reading} lets it load and decide, {@link io.github.communities.core.work.Writing} write
 * and tell. Where a host has a directory of its own, {@link io.github.communities.core.work.DirectoryStore} lets it be read as
 * if what it says were stored.
 */
@NullMarked
package io.github.communities.core.work;

import org.jspecify.annotations.NullMarked;
