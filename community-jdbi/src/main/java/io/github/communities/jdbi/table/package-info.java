/**
 * The tables: for each kind of record its columns, and how a record is written to them and read from them. For whoever
 * adds a kind, an index or a column: begin with {@link io.github.communities.jdbi.table.Tables}, which has them all.
 * What a store does with records is the same for every kind, so that the statements are put together once, from the
 * columns, in {@link io.github.communities.jdbi.table.Table}.
 *
 * <p>The scripts that make the tables are resources in {@code io/github/communities/jdbi/schema}: a folder for each
 * database, only ever added to.
 */
@NullMarked
package io.github.communities.jdbi.table;

import org.jspecify.annotations.NullMarked;
