/**
 * Rosters: rows of any number and in any order, brought in by batches, each row by itself (ORG-6). {@link
 * io.github.communities.core.roster.RosterImport} gathers them, {@code RosterBatch} judges and writes a batch; rows
 * that wait for others are sorted on disk ({@code WaitingRows}).
 */
@NullMarked
package io.github.communities.core.roster;

import org.jspecify.annotations.NullMarked;
