/**
 * Where a community talks: {@link io.github.communities.channel.Channels} keeps the links to its chats (CHN). Which
 * links are taken is a switch of the policy.
 */
@NullMarked
package io.github.communities.channel;

import org.jspecify.annotations.NullMarked;
