/**
 * What differs from database to database, and nowhere else: {@link io.github.communities.jdbi.dialect.Dialect} says
 * what is asked of one, and a class for each database answers. For whoever brings another database, meets a setting
 * that must be refused, or adds a failure that passes by itself to {@link
 * io.github.communities.jdbi.dialect.TransientFailures}.
 */
@NullMarked
package io.github.communities.jdbi.dialect;

import org.jspecify.annotations.NullMarked;
