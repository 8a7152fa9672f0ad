/** What writes leave behind: one {@link io.github.communities.change.ChangeRecord} each (CHG-1). */
@NullMarked
package io.github.communities.change;

import org.jspecify.annotations.NullMarked;
