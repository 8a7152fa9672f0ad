/**
 * Who belongs to an organization, as a host's {@link io.github.communities.spi.Directory} says: asked between
 * transactions, with a deadline, and used no longer than the staleness bound (ORG-2, ORG-7). It is read as if it were
 * stored; nothing but the storage is seen from outside.
 */
@NullMarked
package io.github.communities.core.directory;

import org.jspecify.annotations.NullMarked;
