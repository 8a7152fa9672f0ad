/**
 * The engine. Hosts need {@link io.github.communities.core.CommunityEngine} and nothing else of this module but {@link
 * io.github.communities.core.memory.InMemoryCommunityStore}.
 *
 * <p>Whoever changes it finds a use case in the package of its context, in the service that is named after the one it
 * implements; it resolves and authorizes by {@code authorization}, decides by {@code policy}, writes and tells by
 * {@code transaction}. What only the host may do begins in {@code host}.
 */
@NullMarked
package io.github.communities.core;

import org.jspecify.annotations.NullMarked;
