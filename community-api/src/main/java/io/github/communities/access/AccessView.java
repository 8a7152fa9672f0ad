package io.github.communities.access;

import io.github.communities.Permission;
import io.github.communities.Revision;
import io.github.communities.Target;
import io.github.communities.decision.Decision;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * What one caller may do, as of one revision (ACC-4). Meant for one request: past the staleness bound every question
 * throws {@link io.github.communities.error.Stale} until the view is refreshed; so does a question during which the
 * store took longer than the bound (CON-3), and one about a target of which it is not known any more what it led to at
 * that revision. Its age is that of what it was made from, counted from before the store was asked, and measured by the
 * engine's ticker, whatever the wall clock is set to. Expiry of bindings is judged by the wall clock, when asked. With a
 * bound of zero it answers until something is written in the organization. Thread-safe.
 *
 * <p>The first question of any view about a target reads where it belongs, by its key; further ones are answered from
 * memory.
 *
 * <p>A permission that the policy does not know is {@link io.github.communities.error.InvalidInput} (POL-1).
 */
public interface AccessView {
    /** The revision it answers from; {@link Revision#NONE} for who does not belong to the organization (ACC-8). */
    Revision revision();

    /** Whether the caller has a permission at a target. */
    boolean can(Permission permission, Target target);

    /**
     * Returns if the caller has a permission at a target.
     *
     * @throws io.github.communities.error.Forbidden with the decision, if not (ACC-8)
     * @throws io.github.communities.error.NotFound if the target does not exist for the caller (ACC-8)
     */
    void require(Permission permission, Target target);

    /** The decision with every path that grants it, or what is missing; it always agrees with {@link #can} (ACC-3). */
    Decision explain(Permission permission, Target target);

    /** All permissions the caller has at a target; empty if it does not exist. */
    Set<Permission> permissions(Target target);

    /**
     * Many questions at once: which of these permissions the caller has at each of these targets. There is no cap; the
     * targets are read in batches.
     */
    <T extends Target> Map<T, Set<Permission>> permissions(Collection<T> targets, Collection<Permission> permissions);

    /** A view of the same caller as of now. */
    AccessView refresh();
}
