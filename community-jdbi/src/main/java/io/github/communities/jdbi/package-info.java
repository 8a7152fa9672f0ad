/** The store on SQL databases. */
@NullMarked
package io.github.communities.jdbi;

import org.jspecify.annotations.NullMarked;
