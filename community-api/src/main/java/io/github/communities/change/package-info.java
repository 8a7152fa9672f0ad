/**
 * What writes leave behind: one {@link io.github.communities.change.ChangeRecord} for each that changed something
 * (CHG). Read it by {@link io.github.communities.Host#changes} with a cursor of your own, or be told by a {@link
 * io.github.communities.change.ChangeListener}. What happened is a {@link io.github.communities.change.ChangeKind}, and
 * what it tells besides is listed there.
 */
@NullMarked
package io.github.communities.change;

import org.jspecify.annotations.NullMarked;
