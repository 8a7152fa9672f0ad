/** The store on SQL databases, tested: the suites of the kit on H2, and what is special to SQL. */
@NullMarked
package io.github.communities.jdbi;

import org.jspecify.annotations.NullMarked;
