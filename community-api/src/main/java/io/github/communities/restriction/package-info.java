/**
 * What a community forbids itself: {@link io.github.communities.restriction.Restrictions} sets values by name (RST).
 * The names, their types and what they mean are the policy's catalog; those about types of resources are enforced here,
 * the others the host asks for.
 */
@NullMarked
package io.github.communities.restriction;

import org.jspecify.annotations.NullMarked;
