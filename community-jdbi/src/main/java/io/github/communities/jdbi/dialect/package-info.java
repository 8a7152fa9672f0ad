/** What differs from database to database; internal. */
@NullMarked
package io.github.communities.jdbi.dialect;

import org.jspecify.annotations.NullMarked;
