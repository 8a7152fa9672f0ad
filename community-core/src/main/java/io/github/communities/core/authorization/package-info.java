/**
 * May this caller do this, here and now? {@link io.github.communities.core.authorization.ResolvedTarget} says what a
 * target is and whether it is there, {@link io.github.communities.core.authorization.OperationAuthorizer} judges the
 * operation by its row of the table: permissions first, then every condition. All use cases and all questions come
 * through here, so that no two can disagree.
 *
 * <p>The table itself is {@link io.github.communities.access.Operation}; a new condition begins there.
 */
@NullMarked
package io.github.communities.core.authorization;

import org.jspecify.annotations.NullMarked;
