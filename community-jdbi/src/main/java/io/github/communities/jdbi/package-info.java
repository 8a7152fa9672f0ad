/**
 * The store on H2, PostgreSQL and MariaDB. Hosts make its tables with {@link
 * io.github.communities.jdbi.CommunitySchema} and open it with {@link io.github.communities.jdbi.JdbiCommunityStore};
 * {@link io.github.communities.jdbi.JdbiTransaction} lets it join a transaction of theirs, and {@link
 * io.github.communities.jdbi.AccessPredicates} filters their own queries.
 *
 * <p>For whoever changes the store: {@code WorkRunner} runs a work once, {@code Database} says on which connection and
 * in whose transaction, {@code Attempts} when it is run again (after what {@code Dialect.isRetryable} says, for as long
 * as {@code JdbiCommunityStore.PATIENCE}), and {@code Failure} what it means that it failed. {@code table} knows the
 * columns of each kind of record, {@code dialect} what differs between databases.
 */
@NullMarked
package io.github.communities.jdbi;

import org.jspecify.annotations.NullMarked;
