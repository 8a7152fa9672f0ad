/**
 * An example host, to read and to run: {@link io.github.communities.jdbi.quickstart.QuickStart} tells its story from
 * top to bottom.
 */
@NullMarked
package io.github.communities.jdbi.quickstart;

import org.jspecify.annotations.NullMarked;
