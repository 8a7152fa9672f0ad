/**
 * What one implements to keep communities in another store. Read {@link io.github.communities.spi.CommunityStore}
 * first: its rules, {@code S-1} to {@code S-26}, are what the published test kit checks.
 *
 * <p>A store knows no domain. It keeps {@link io.github.communities.spi.record.StoredRecord records} of a few {@link
 * io.github.communities.spi.record.RecordKind kinds} under their keys and finds them by key or in the order of a few {@link
 * io.github.communities.spi.record.Index indexes}; everything else is built on that by the engine.
 */
@NullMarked
package io.github.communities.spi;

import org.jspecify.annotations.NullMarked;
