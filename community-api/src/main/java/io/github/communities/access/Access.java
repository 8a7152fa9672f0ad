package io.github.communities.access;

import io.github.communities.Caller;
import io.github.communities.Permission;
import io.github.communities.Target;
import java.util.Set;

/**
 * Questions about access, answered from roles alone (ACC-1, ACC-2). Deny unless granted; a target that does not exist
 * grants nothing to anyone. Whoever asks more than once in a request takes a view. Thread-safe.
 *
 * <p>Every method may throw {@link io.github.communities.error.Unavailable} if the store can't be asked: access fails
 * closed.
 */
public interface Access {
    /**
     * The view of one caller: it answers any number of questions from one consistent revision (ACC-4). It takes one
     * statement to load, whatever the caller may do.
     */
    AccessView of(Caller caller);

    /** Whether the caller has a permission at a target. */
    boolean can(Caller caller, Permission permission, Target target);

    /**
     * Returns if the caller has a permission at a target.
     *
     * @throws io.github.communities.error.Forbidden with the decision, if not (ACC-8)
     * @throws io.github.communities.error.NotFound if the target does not exist for the caller (ACC-8)
     */
    void require(Caller caller, Permission permission, Target target);

    /** The decision with every path that grants it, or what is missing; it always agrees with {@link #can} (ACC-3). */
    Decision explain(Caller caller, Permission permission, Target target);

    /** All permissions the caller has at a target. */
    Set<Permission> permissions(Caller caller, Target target);
}
