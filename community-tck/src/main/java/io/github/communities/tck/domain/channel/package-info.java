/** Channels of communities: CHN-1 to CHN-3. */
@NullMarked
package io.github.communities.tck.domain.channel;

import org.jspecify.annotations.NullMarked;
