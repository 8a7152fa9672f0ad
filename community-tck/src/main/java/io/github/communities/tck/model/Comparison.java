package io.github.communities.tck.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.Page;
import io.github.communities.PageRequest;
import io.github.communities.Permission;
import io.github.communities.ResourceAt;
import io.github.communities.Scope;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.Target;
import io.github.communities.access.AccessView;
import io.github.communities.access.Authorization;
import io.github.communities.access.Operation;
import io.github.communities.access.OperationRequest;
import io.github.communities.community.Community;
import io.github.communities.community.CommunityFilter;
import io.github.communities.decision.Decision;
import io.github.communities.error.Forbidden;
import io.github.communities.error.Unmet;
import io.github.communities.invitation.Invitation;
import io.github.communities.member.Member;
import io.github.communities.organization.OrganizationOverview;
import io.github.communities.organization.OrganizationUser;
import io.github.communities.project.Project;
import io.github.communities.project.Resource;
import io.github.communities.tck.fixture.Pages;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All that a node answers, beside all that the model says. */
final class Comparison {
    private static final long PER_HOUR = 5;
    private static final long UNITS = 6;

    private final Model model;
    private final World world;
    private final Communities node;

    Comparison(Model model, Communities node) {
        this.model = model;
        this.world = model.world;
        this.node = node;
    }

    static Caller as(Subject principal) {
        return Caller.of(World.ACME, principal);
    }

    /**
     * All permissions of everyone everywhere, asked in one call of each of some views.
     *
     * @param views give the view of a caller, by the words for how it is come by
     */
    static void permissions(Model model, Map<String, Function<Caller, AccessView>> views) {
        List<Target> targets = targets(model).toList();
        for (Subject principal : Programs.PRINCIPALS) {
            Map<Target, Set<Permission>> expected = new HashMap<>();
            targets.forEach(target -> expected.put(target, permissions(model, principal, target)));
            views.forEach((words, view) -> assertEquals(
                    expected,
                    view.apply(as(principal)).permissions(targets, Permission.STANDARD),
                    () -> "permissions of " + principal + ", " + words));
        }
    }

    static Stream<Target> targets(Model model) {
        return Stream.concat(
                model.scopes().stream(), model.world.things.stream().map(thing -> thing.id));
    }

    static Set<Permission> permissions(Model model, Subject principal, Target target) {
        return target instanceof Scope scope
                ? model.world.permissions(principal, scope)
                : model.world.things.stream()
                        .filter(thing -> thing.id.equals(target))
                        .findFirst()
                        .map(thing -> model.world.permissions(principal, thing.work.id))
                        .orElse(Set.of());
    }

    /** Everything else, and the permissions one by one. */
    void everything() {
        for (Subject principal : Programs.PRINCIPALS) {
            AccessView view = node.access().of(as(principal));
            decisions(principal, view);
            sharedResources(principal, view);
            if (world.belongs(principal)) {
                organization(principal);
                world.livingTeams().forEach(team -> community(principal, team));
                world.livingWorks().forEach(work -> project(principal, work));
                members(principal);
            }
        }
        overview();
    }

    private void overview() {
        OrganizationOverview overview = node.host().overview(World.ACME);
        assertEquals(world.belonging.stream().filter(Subject::isUser).count(), overview.users(), "users");
        assertEquals(
                world.livingTeams().filter(team -> !team.isDefault).count(), overview.communities(), "communities");
        assertEquals(world.orphaned().size(), overview.orphaned(), "orphaned communities");
        assertEquals(world.livingWorks().count(), overview.projects(), "projects");
        assertEquals(
                world.unexpired()
                        .filter(binding -> world.exists(binding.scope()))
                        .count(),
                overview.bindings(),
                "bindings in force");
    }

    // Decisions.

    private void decisions(Subject principal, AccessView view) {
        targets(model).forEach(target -> {
            Set<Permission> expected = permissions(model, principal, target);
            assertEquals(
                    expected,
                    new TreeSet<>(view.permissions(target)),
                    () -> "permissions of " + principal + " at " + target);
            List<Scope> upwards = upwards(target);
            List<World.Held> held = world.held(principal, upwards);
            // What is not there is not remembered: each question about it is one to the store, whatever the permission.
            for (Permission permission : upwards.isEmpty() ? Permission.STANDARD.subList(0, 1) : Permission.STANDARD) {
                Supplier<String> question = () -> principal + ", " + permission + " at " + target;
                assertEquals(expected.contains(permission), view.can(permission, target), question);
                explained(view.explain(permission, target), upwards, held, expected.contains(permission));
            }
        });
    }

    /** An explanation names every path that leads to a grant, or the nearest grant that is missing (ACC-2, ACC-3). */
    private void explained(Decision decision, List<Scope> upwards, List<World.Held> held, boolean permitted) {
        Supplier<String> question = () -> decision.text();
        Permission permission = decision.permission();
        assertEquals(permitted, decision.allowed(), question);
        if (permitted) {
            assertEquals(
                    held.stream()
                            .filter(one -> !one.isBelonging()
                                    && world.table.permissions(one.role()).contains(permission))
                            .collect(Collectors.toSet()),
                    Model.sources(decision.sources()),
                    question);
        } else if (!world.belongs(decision.principal())) {
            assertEquals(Decision.Reason.NOT_OF_THE_ORGANIZATION, decision.reason(), question);
        } else if (upwards.isEmpty()) {
            assertEquals(Decision.Reason.NO_SUCH_TARGET, decision.reason(), question);
        }
    }

    private List<Scope> upwards(Target target) {
        return target instanceof Scope scope
                ? world.upwards(scope)
                : world.things.stream()
                        .filter(thing -> thing.id.equals(target))
                        .findFirst()
                        .map(thing -> world.upwards(thing.work.id))
                        .orElse(List.of());
    }

    /** What one may do with what is published and attached there, and with what is not (SHR-4). */
    private void sharedResources(Subject principal, AccessView view) {
        List<ResourceAt> places = world.livingThings()
                .flatMap(thing -> Stream.concat(
                                world.livingTeams().<Scope>map(team -> team.id),
                                world.livingWorks().<Scope>map(work -> work.id))
                        .map(place -> new ResourceAt(thing.id, place)))
                .toList();
        Map<ResourceAt, Set<Permission>> expected = new HashMap<>();
        places.forEach(at -> expected.put(
                at,
                model.sharing.permissions(principal, world.thing(at.resource()).orElseThrow(), at.place())));
        assertEquals(
                expected,
                view.permissions(places, Permission.STANDARD),
                () -> "permissions of " + principal + " for resources in places");
    }

    // Lists.

    private void organization(Subject principal) {
        Caller caller = as(principal);
        Set<CommunityId> visible = world.livingTeams()
                .filter(team -> world.may(principal, Permission.COMMUNITY_VIEW, team.id))
                .map(team -> team.id)
                .collect(Collectors.toSet());
        List<Community> listed = Pages.all(3, page -> node.list(caller, CommunityFilter.all(), page));
        assertEquals(
                visible,
                listed.stream().map(Community::id).collect(Collectors.toSet()),
                () -> "what " + principal + " may view");
        listed.forEach(community ->
                model.communities.compare(world.team(community.id()).orElseThrow(), community));
        listed(
                principal,
                Permission.ORGANIZATION_APPOINT_ADMINISTRATORS,
                World.ACME,
                page -> node.orphaned(caller, page),
                Community::id,
                world.orphaned(),
                "orphaned communities");
        listed(
                principal,
                Permission.ORGANIZATION_VIEW,
                World.ACME,
                page -> node.organizations().users(caller, page),
                OrganizationUser::subject,
                world.belonging.stream().filter(Subject::isPrincipal).collect(Collectors.toSet()),
                "users");
        if (principal.isUser()) {
            invitations(
                    Pages.all(3, page -> node.invitations().mine(caller, page)),
                    world.invitations.stream()
                            .filter(pending -> pending.recipient.equals(Optional.of(principal)))
                            .filter(world::isAlive)
                            .toList(),
                    "invitations of " + principal);
        }
    }

    private void community(Subject principal, World.Team team) {
        Caller caller = as(principal);
        if (world.may(principal, Permission.COMMUNITY_VIEW, team.id)) {
            assertEquals(team.account, node.billing().linked(caller, team.id), "account that is linked");
            Model.RESTRICTIONS
                    .keySet()
                    .forEach(name -> assertEquals(
                            CommunityModel.restriction(team, name),
                            node.restrictions().get(caller, team.id, name),
                            "restriction"));
            Set<World.Work> visible = world.livingWorks()
                    .filter(work -> work.team == team && world.may(principal, Permission.PROJECT_VIEW, work.id))
                    .collect(Collectors.toSet());
            List<Project> listed = Pages.all(3, page -> node.projects().list(caller, team.id, page));
            assertEquals(
                    visible.stream().map(work -> work.id).collect(Collectors.toSet()),
                    listed.stream().map(Project::id).collect(Collectors.toSet()),
                    () -> "projects of " + team.name + " that " + principal + " may view");
            listed.forEach(
                    project -> model.projects.compare(world.work(project.id()).orElseThrow(), project));
        }
        listed(
                principal,
                Permission.COMMUNITY_VIEW,
                team.id,
                page -> node.sharing().published(caller, team.id, page),
                publication -> publication.resource().id(),
                world.publications.stream()
                        .filter(published -> published.team() == team)
                        .map(published -> published.thing().id)
                        .collect(Collectors.toSet()),
                "what is published in " + team.name);
        List<World.Pending> pending = world.invitations.stream()
                .filter(invitation -> invitation.team == team && world.isAlive(invitation))
                .toList();
        if (model.invitations.manages(principal, team.id)) {
            invitations(
                    Pages.all(3, page -> node.invitations().pending(caller, team.id, page)),
                    pending,
                    "pending invitations of " + team.name);
        } else {
            assertThrows(Forbidden.class, () -> node.invitations().pending(caller, team.id, PageRequest.first(3)));
        }
    }

    private void invitations(List<Invitation> listed, List<World.Pending> pending, String what) {
        assertEquals(
                pending.stream().map(invitation -> invitation.id).collect(Collectors.toSet()),
                listed.stream().map(Invitation::id).collect(Collectors.toSet()),
                what);
        listed.forEach(invitation -> model.invitations.compare(
                model.invitations.alive(invitation.id()).orElseThrow(), invitation));
    }

    private void project(Subject principal, World.Work work) {
        Caller caller = as(principal);
        List<Resource> resources = listed(
                principal,
                Permission.PROJECT_VIEW,
                work.id,
                page -> node.resources().list(caller, work.id, page),
                Resource::id,
                world.things.stream()
                        .filter(thing -> thing.work == work)
                        .map(thing -> thing.id)
                        .collect(Collectors.toSet()),
                "resources of " + work.name);
        resources.forEach(
                resource -> model.projects.compare(world.thing(resource.id()).orElseThrow(), resource));
        listed(
                principal,
                Permission.PROJECT_VIEW,
                work.id,
                page -> node.sharing().attached(caller, work.id, page),
                attachment -> attachment.resource().id(),
                world.attachments.stream()
                        .filter(attached -> attached.work() == work)
                        .map(attached -> attached.thing().id)
                        .collect(Collectors.toSet()),
                "what is attached to " + work.name);
        Authorization run = node.access()
                .authorize(
                        caller,
                        OperationRequest.of(Operation.RUN, work.id)
                                .perHour(PER_HOUR)
                                .using(UNITS));
        if (world.may(principal, Permission.PROJECT_RUN, work.id)) {
            assertEquals(
                    model.projects.unmetByRun(work, PER_HOUR, UNITS),
                    run.unmet().stream().map(Unmet::rule).collect(Collectors.toCollection(TreeSet::new)),
                    () -> "what keeps " + principal + " from running in " + work.name);
        } else {
            assertEquals(
                    Set.of("PRJ-3"),
                    Set.copyOf(run.unmet().stream().map(Unmet::rule).toList()),
                    run::text);
        }
    }

    private void members(Subject principal) {
        for (Scope scope : model.scopes()) {
            if (!world.exists(scope)) {
                continue;
            }
            List<Member> members = listed(
                    principal,
                    viewing(scope.kind()),
                    scope,
                    page -> node.members().list(as(principal), scope, page),
                    Member::subject,
                    world.bound(scope),
                    "members of " + scope);
            members.stream().filter(member -> member.subject().isPrincipal()).forEach(member -> {
                assertEquals(
                        world.told(member.subject(), scope),
                        Model.sources(member.sources()),
                        () -> "sources of " + member.subject() + " at " + scope);
            });
        }
    }

    private static Permission viewing(ScopeKind kind) {
        return switch (kind) {
            case ORGANIZATION -> Permission.ORGANIZATION_VIEW;
            case COMMUNITY -> Permission.COMMUNITY_VIEW;
            case PROJECT -> Permission.PROJECT_VIEW;
        };
    }

    /** A list is what the model says for whoever may have it, and is refused to everyone else. */
    private <T> List<T> listed(
            Subject principal,
            Permission permission,
            Scope scope,
            Function<PageRequest, Page<T>> list,
            Function<T, ?> id,
            Set<?> expected,
            String what) {
        if (!world.may(principal, permission, scope)) {
            assertThrows(Forbidden.class, () -> list.apply(PageRequest.first(3)), () -> what + ", for " + principal);
            return List.of();
        }
        List<T> items = Pages.all(3, list);
        assertEquals(expected, items.stream().map(id).collect(Collectors.toSet()), () -> what + ", for " + principal);
        assertEquals(expected.size(), items.size(), () -> what + " once each, for " + principal);
        return items;
    }
}
