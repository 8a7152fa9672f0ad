/**
 * Restrictions: the use cases of {@link io.github.communities.restriction.Restrictions}. Those about types of resources
 * are enforced by {@code authorization}, where resources are made, copied and attached.
 */
@NullMarked
package io.github.communities.core.restriction;

import org.jspecify.annotations.NullMarked;
