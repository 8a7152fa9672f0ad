/**
 * Organizations, their communities and projects, and who may do what in them. Hosts begin here: {@link
 * io.github.communities.Communities} is the entry, {@link io.github.communities.Host} what only the embedding
 * application may do, {@link io.github.communities.Caller} on whose behalf everything else is done.
 *
 * <p>Below lie the contexts, each with one service and its values ({@code community}, {@code member}, {@code access},
 * …), {@code policy} with the roles as data, {@code error} with all that is thrown, and {@code spi} with what a host or
 * a store implements.
 */
@NullMarked
package io.github.communities;

import org.jspecify.annotations.NullMarked;
