/**
 * What differs from database to database, and nowhere else: {@link io.github.communities.jdbi.dialect.Dialect} says
 * what is asked of one, and a class for each database answers. For whoever brings another database, or meets a setting
 * that must be refused.
 *
 * <p>Two questions about a failure have two places: whether the library runs the call again, as after a lock timeout,
 * is {@code Dialect.isRetryable}, for which the class of each database has its codes, besides the serialization
 * failures and deadlocks of {@code Dialect.isRolledBack}; what a host is told of it afterwards, by {@code
 * Unavailable.retryable}, is {@link io.github.communities.jdbi.dialect.TransientFailures}.
 */
@NullMarked
package io.github.communities.jdbi.dialect;

import org.jspecify.annotations.NullMarked;
