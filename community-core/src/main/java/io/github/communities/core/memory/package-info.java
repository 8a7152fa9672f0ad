/**
 * The store that keeps everything in memory: {@link io.github.communities.core.memory.InMemoryCommunityStore}. For
 * tests and trials: nothing of it outlives the process.
 *
 * <p>What an organization holds is one immutable value ({@code Contents}, of {@code Table}s of {@code OrderedMap}s). A
 * reader keeps the value it began with, a writer makes a new one, and to commit is to set one field.
 */
@NullMarked
package io.github.communities.core.memory;

import org.jspecify.annotations.NullMarked;
