package io.github.communities.access;

import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.Page;
import io.github.communities.PageRequest;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.ResourceId;
import io.github.communities.Revision;
import io.github.communities.Target;
import io.github.communities.decision.Decision;
import io.github.communities.decision.Names;
import java.util.Collection;
import java.util.Set;

/**
 * Questions about access, answered from roles alone (ACC-1, ACC-2). Deny unless granted; a target that does not exist
 * grants nothing to anyone. Whoever asks more than once in a request takes a view. Thread-safe.
 *
 * <p>Whoever does not belong to an organization is answered as if it were not registered (ACC-8): questions that are
 * answered from roles alone with no, as of no revision, and all others with {@link
 * io.github.communities.error.NotFound}.
 *
 * <p>Every method may throw {@link io.github.communities.error.Unavailable} if the store can't be asked, or takes
 * longer than the staleness bound however often it is asked: access fails closed (CON-3).
 */
public interface Access {
    /**
     * The view of one caller: it answers any number of questions from one consistent revision (ACC-4). It takes one
     * statement to load, whatever the caller may do, and none if the engine remembers them. Its age counts from before the
     * store was asked.
     */
    AccessView of(Caller caller);

    /**
     * The view of one caller, which sees every write up to a revision, on whichever node that was written (CON-2): a
     * host hands on the revision that a write returned, and whoever is given it sees that write. Where the engine has
     * not come to it, it asks what was changed. To a caller who does not belong to the organization it is as if that did
     * not exist, whatever revision they name (ACC-8).
     *
     * @param atLeast the revision that {@link io.github.communities.Written#revision()} gave, or a view
     * @throws io.github.communities.error.Unavailable by CON-2 if the store has not come to that revision: it is a copy
     *     that lags behind, in which case trying again helps, or the revision is of another organization, or of a
     *     history that a restored backup does not have
     */
    AccessView of(Caller caller, Revision atLeast);

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

    /**
     * Whether an operation may be done now: its permissions and every other condition, billing, zone, restriction,
     * limit and kind among them (ACC-7). The library's own operations are judged by the same code; hosts ask before
     * they run something. A target that does not exist is answered with what is unmet, not with an exception. The
     * host's {@link io.github.communities.spi.BillingAccounts} are asked only for a caller who has all permissions that
     * it takes.
     *
     * @throws io.github.communities.error.InvalidInput if the target has not the shape that the operation names (ACC-7)
     * @throws io.github.communities.error.NotFound if the caller does not belong to the organization (ACC-8)
     */
    Authorization authorize(Caller caller, OperationRequest request);

    /** {@link #authorize(Caller, OperationRequest)} for an operation without more to say. */
    default Authorization authorize(Caller caller, Operation operation, Target target) {
        return authorize(caller, OperationRequest.of(operation, target));
    }

    /**
     * Who has a permission at a target, groups expanded, sorted by kind and id (ACC-5). Needs {@code
     * organization.view}, {@code community.view} or {@code project.view} there.
     */
    Page<Holder> holders(Caller caller, Permission permission, Target target, PageRequest page);

    /** The communities at which the caller has a permission, sorted by name (ACC-5). */
    Page<CommunityId> communities(Caller caller, Permission permission, PageRequest page);

    /** The projects at which the caller has a permission, community by community, sorted by name (ACC-5). */
    Page<ProjectId> projects(Caller caller, Permission permission, PageRequest page);

    /** The resources at whose project the caller has a permission, project by project (ACC-5). */
    Page<ResourceId> resources(Caller caller, Permission permission, PageRequest page);

    /** The scopes that the caller reaches with a permission, as a filter for the host's own queries (ACC-6). */
    AccessFilter filter(Caller caller, Permission permission);

    /**
     * The names of those of some targets that the caller may view now, to tell a decision, an authorization or a refusal
     * to a person, as in {@code decision.text(access.names(caller, decision.targets()))}. It may be about somebody else,
     * and about places that the caller may not view: these have no name here, nor has what does not exist or is of
     * another organization. A resource has its name for who may view it in its own project, and, asked about in a place,
     * for who may view it there, published or attached (SHR-3, SHR-4). All are as of one revision, which may be a later
     * one than the decision's. It takes one read of the store, however many the targets.
     *
     * <p>Whoever does not belong to the organization gets no names, as if it were not registered (ACC-8).
     *
     * @param targets any number of them
     */
    Names names(Caller caller, Collection<? extends Target> targets);
}
