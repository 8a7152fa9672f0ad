/**
 * May this caller do this, here and now? {@link io.github.communities.core.authorization.ResolvedTarget} says what a
 * target is and whether it is there, {@link io.github.communities.core.authorization.OperationAuthorizer} judges the
 * operation by its row of the table and puts together the refusal: permissions first, then every condition, which
 * {@code OperationConditions} has one method each for. All use cases and all questions come through here, so that no
 * two can disagree.
 *
 * <p>The table itself is {@link io.github.communities.access.Operation}; a new condition begins there. Caps are counted
 * in {@link io.github.communities.core.authorization.Capacity}: conditions ask it, and rosters do by themselves; the
 * cap on members is judged at the end of each write, by {@link io.github.communities.core.authorization.MemberCap}.
 */
@NullMarked
package io.github.communities.core.authorization;

import org.jspecify.annotations.NullMarked;
