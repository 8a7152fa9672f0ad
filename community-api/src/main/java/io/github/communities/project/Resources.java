package io.github.communities.project;

import io.github.communities.Caller;
import io.github.communities.Page;
import io.github.communities.PageRequest;
import io.github.communities.ProjectId;
import io.github.communities.ResourceId;
import io.github.communities.Written;

/**
 * The resources of projects. A resource belongs to one project for good and is changed only through it (RES-3). What
 * makes it, its content or a secret's value, never comes into the library (RES-2). Thread-safe.
 */
public interface Resources {
    /**
     * Creates a resource. Needs {@code resource.create} at the project (RES-1).
     *
     * @throws io.github.communities.error.InvalidInput if the policy does not know the type, or the name has not the
     *     form that it gives for the type (RES-1)
     * @throws io.github.communities.error.Refused naming all that is unmet: billing (BIL-1), a restriction of the
     *     community (RST-2), a name that is taken (RES-1), a cap (LIM-1)
     */
    Written<Resource> create(Caller caller, ProjectId project, NewResource resource);

    /** The resource of that id. Needs {@code project.view} at its project. */
    Resource get(Caller caller, ResourceId id);

    /** The resources of a project, sorted by type and name. Needs {@code project.view} there. */
    Page<Resource> list(Caller caller, ProjectId project, PageRequest page);

    /**
     * Changes name, description or labels. Needs {@code resource.update} at its project.
     *
     * @param version the {@link Resource#version()} the caller has seen
     * @throws io.github.communities.error.Stale if it has changed since (COM-4)
     * @throws io.github.communities.error.Refused if the name is taken (RES-1)
     */
    Written<Resource> update(Caller caller, ResourceId id, ResourceUpdate update, long version);

    /**
     * Deletes a resource for good. Needs {@code resource.delete} at its project.
     *
     * @throws io.github.communities.error.Refused if it is published or attached elsewhere, saying where (RES-4)
     */
    Written<Resource> delete(Caller caller, ResourceId id);

    /**
     * Makes a new, independent resource of the same type and description in a project (RES-3). Needs {@code
     * resource.use} at the source's own project and what {@link #create} needs at the target; into another community
     * also {@code resource.share} at the source's project. The copy has no labels of its own.
     *
     * @param name the name of the copy
     * @throws io.github.communities.error.Refused as {@link #create}
     */
    Written<Resource> copy(Caller caller, ResourceId source, ProjectId target, String name);
}
