/** Where a community talks: links to its communication channels (CHN-1 to CHN-3). */
@NullMarked
package io.github.communities.channel;

import org.jspecify.annotations.NullMarked;
