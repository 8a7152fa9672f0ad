/**
 * The tables: for each kind of record its columns, and how a record is written to them and read from them; internal.
 *
 * <p>{@link io.github.communities.jdbi.table.Tables} has them all. What a store does with records is the same for every
 * kind, so the statements are put together once, from the columns, in {@link io.github.communities.jdbi.table.Table}.
 */
@NullMarked
package io.github.communities.jdbi.table;

import org.jspecify.annotations.NullMarked;
