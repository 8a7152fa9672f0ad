/**
 * Communities: how they are created, found and changed, for {@link io.github.communities.Communities}, and what their
 * names are compared by (COM-2). Others make them by {@link io.github.communities.core.community.CommunityRecords}.
 * What is deleted, and purged, is in {@code deletion}; who is in them, in {@code member}.
 */
@NullMarked
package io.github.communities.core.community;

import org.jspecify.annotations.NullMarked;
