/**
 * Roles as data. Who wants to know who may do what reads {@code Policy.standard()}; who wants it otherwise starts from
 * it with a {@link io.github.communities.policy.PolicyBuilder}, which refuses what contradicts itself and names every
 * fault (POL).
 */
@NullMarked
package io.github.communities.policy;

import org.jspecify.annotations.NullMarked;
