/**
 * Which role permits what, with the switches and caps in which platforms differ, all as data: {@code Policy.standard()}
 * reads like the table of the documentation. To let somebody do more or less, change a role there, or start from it
 * with a {@link io.github.communities.policy.PolicyBuilder}, which refuses what contradicts itself and names every
 * fault (POL).
 *
 * <p>Which permission an operation takes is said in {@code access}. Caps are {@link io.github.communities.policy.Caps};
 * the engine counts in {@code core.authorization}.
 */
@NullMarked
package io.github.communities.policy;

import org.jspecify.annotations.NullMarked;
