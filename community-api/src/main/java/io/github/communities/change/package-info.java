/**
 * What writes leave behind: one {@link io.github.communities.change.ChangeRecord} each (CHG-1). What its changes tell of what
 * they are about, {@link io.github.communities.change.ChangeKind#attributes()} lists.
 */
@NullMarked
package io.github.communities.change;

import org.jspecify.annotations.NullMarked;
