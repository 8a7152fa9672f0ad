/** What differs from database to database, tested by itself. */
@NullMarked
package io.github.communities.jdbi.dialect;

import org.jspecify.annotations.NullMarked;
