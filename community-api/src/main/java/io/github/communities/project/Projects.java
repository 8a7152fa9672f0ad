package io.github.communities.project;

import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.Page;
import io.github.communities.PageRequest;
import io.github.communities.ProjectId;
import io.github.communities.Written;

/** The projects of communities. A project belongs to one community for good. Thread-safe. */
public interface Projects {
    /**
     * Creates a project, of which the caller becomes {@code projects.admin} (PRJ-1). Needs {@code project.create} at
     * the community.
     *
     * @throws io.github.communities.error.Refused if the name is taken in the community (PRJ-1), or it has as many
     *     projects as the policy allows (LIM-1)
     */
    Written<Project> create(Caller caller, CommunityId community, NewProject project);

    /** The project of that id. Needs {@code project.view} there (PRJ-2). */
    Project get(Caller caller, ProjectId id);

    /** The projects of a community that the caller may view, sorted by name without regard to case (PRJ-2). */
    Page<Project> list(Caller caller, CommunityId community, PageRequest page);

    /**
     * Changes name, description or labels. Needs {@code project.update} there (PRJ-2).
     *
     * @param version the {@link Project#version()} the caller has seen
     * @throws io.github.communities.error.Stale if it has changed since (COM-4)
     * @throws io.github.communities.error.Refused if the name is taken in the community (PRJ-1)
     */
    Written<Project> update(Caller caller, ProjectId id, ProjectUpdate update, long version);

    /**
     * Deletes a project; from then on it does not exist for anyone. For the policy's retention time it can be restored
     * (PRJ-5). Needs {@code project.delete} there (PRJ-2).
     *
     * @throws io.github.communities.error.Refused if a resource of it is published or attached elsewhere (PRJ-5)
     */
    Written<Project> delete(Caller caller, ProjectId id);

    /**
     * Restores a deleted project with its resources, participants and roles, what was attached to it as far as that is
     * still published, and the balance that use reported meanwhile has left (PRJ-5). For whoever still has {@code
     * project.manageAccess} there. Restoring what exists changes nothing.
     *
     * @throws io.github.communities.error.Refused if the retention time is over (PRJ-5)
     */
    Written<Project> restore(Caller caller, ProjectId id);

    /**
     * Changes the limits of a project (PRJ-4). Needs {@code project.limit} there. Its balance is not touched, and
     * neither changing that nor reported use makes a version stale.
     *
     * @param version the {@link Project#version()} the caller has seen
     * @throws io.github.communities.error.Stale if it has changed since (COM-4)
     */
    Written<Project> limit(Caller caller, ProjectId id, LimitsUpdate update, long version);

    /**
     * Adds to the unit balance of a project, whatever it is by now (PRJ-4). Needs {@code project.limit} there. Whoever
     * does not hear what came of it does not repeat it, but looks at the balance, or uses {@link #setBalance}.
     *
     * @param units how many units, 0 or more
     * @throws io.github.communities.error.Refused if the project has no balance, so that it is not limited by one and
     *     nothing can be added, or would have one of more than {@link Long#MAX_VALUE}
     */
    Written<Project> addToBalance(Caller caller, ProjectId id, long units);

    /**
     * Gives a project a unit balance, another one, or none any more (PRJ-4). Needs {@code project.limit} there.
     *
     * @throws io.github.communities.error.Stale if the balance is not the one that was seen, be it through reported use
     *     or through others who changed it
     */
    Written<Project> setBalance(Caller caller, ProjectId id, BalanceUpdate update);
}
