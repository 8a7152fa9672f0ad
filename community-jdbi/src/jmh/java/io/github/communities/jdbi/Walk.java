package io.github.communities.jdbi;

import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.Scope;
import io.github.communities.Subject;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Grants in hash maps, as a host would write it by hand, and the walk over three of them that answers a question. */
final class Walk {
    private final Map<Principal, Map<Scope, Set<Permission>>> grants = new HashMap<>();
    private final Map<ProjectId, CommunityId> parents = new HashMap<>();

    private record Principal(OrganizationId organization, Subject subject) {}

    /** A project is in a community. */
    void put(ProjectId project, CommunityId community) {
        parents.put(project, community);
    }

    /** Someone holds permissions at a scope. */
    void hold(Subject subject, Scope scope, Collection<Permission> permissions) {
        grants.computeIfAbsent(new Principal(scope.organization(), subject), none -> new HashMap<>())
                .put(scope, new HashSet<>(permissions));
    }

    /** Everyone who holds something. */
    List<Caller> callers() {
        return grants.keySet().stream()
                .map(principal -> Caller.of(principal.organization(), principal.subject()))
                .toList();
    }

    /** Where all projects are. */
    Map<ProjectId, CommunityId> parents() {
        return Collections.unmodifiableMap(parents);
    }

    /** What a caller holds. */
    Map<Scope, Set<Permission>> held(Caller caller) {
        return grants.getOrDefault(new Principal(caller.organization(), caller.principal()), Map.of());
    }

    /** Whether {@link Questions#ASKED} is held at a project: at it, its community or its organization. */
    boolean can(Map<Scope, Set<Permission>> held, ProjectId project) {
        CommunityId community = parents.get(project);
        return community != null && (has(held, project.organization()) || has(held, community) || has(held, project));
    }

    private static boolean has(Map<Scope, Set<Permission>> held, Scope scope) {
        Set<Permission> permissions = held.get(scope);
        return permissions != null && permissions.contains(Questions.ASKED);
    }
}
