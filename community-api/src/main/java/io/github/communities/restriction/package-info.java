/** What a community forbids itself: restrictions known to the policy (RST-1, RST-2). */
@NullMarked
package io.github.communities.restriction;

import org.jspecify.annotations.NullMarked;
