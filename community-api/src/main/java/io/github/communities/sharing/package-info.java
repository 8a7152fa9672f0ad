/**
 * Resources beyond their own project: {@link io.github.communities.sharing.Sharing} publishes them in a community and
 * attaches them to its projects, and takes both back (SHR). What attaching permits is asked of a {@link
 * io.github.communities.ResourceAt}, the resource and the place together.
 */
@NullMarked
package io.github.communities.sharing;

import org.jspecify.annotations.NullMarked;
