/**
 * What a store keeps: records of a few {@link io.github.communities.spi.record.RecordKind kinds}, found by key or in
 * the order of an {@link io.github.communities.spi.record.Index}. For writers of stores, who need not know what a
 * record means, and for the engine, which does.
 *
 * <p>A new kind or index: CONTRIBUTING says what it takes.
 */
@NullMarked
package io.github.communities.spi.record;

import org.jspecify.annotations.NullMarked;
