/**
 * Rosters: rows of any number and in any order, brought in by batches, each row by itself (ORG-6). Rows that wait for
 * others are sorted on disk.
 */
@NullMarked
package io.github.communities.core.roster;

import org.jspecify.annotations.NullMarked;
