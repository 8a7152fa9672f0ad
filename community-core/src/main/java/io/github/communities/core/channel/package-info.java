/**
 * Channels: the use cases of {@link io.github.communities.channel.Channels}, and which links are taken, judged on the
 * parsed host (CHN-2).
 */
@NullMarked
package io.github.communities.core.channel;

import org.jspecify.annotations.NullMarked;
