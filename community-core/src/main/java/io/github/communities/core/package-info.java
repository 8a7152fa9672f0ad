/** The engine: {@link io.github.communities.core.CommunityEngine} is the only class a host needs. */
@NullMarked
package io.github.communities.core;

import org.jspecify.annotations.NullMarked;
