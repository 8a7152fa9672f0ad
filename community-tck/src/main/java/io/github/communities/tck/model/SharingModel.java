package io.github.communities.tck.model;

import static io.github.communities.tck.model.Outcome.Kind.FORBIDDEN;
import static io.github.communities.tck.model.Outcome.Kind.REFUSED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.communities.CommunityId;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.ResourceId;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.sharing.Attachment;
import io.github.communities.sharing.Publication;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Publishing and attaching: the rules SHR. */
final class SharingModel {
    private final World world;

    SharingModel(World world) {
        this.world = world;
    }

    Expected publish(Subject caller, ResourceId resource, CommunityId community) {
        Optional<World.Thing> thing = world.thing(resource);
        Optional<World.Team> team = world.team(community);
        if (!world.belongs(caller) || thing.isEmpty() || team.isEmpty()) {
            return Expected.notFound();
        }
        if (!mayShare(caller, thing.get()) || !mayPublish(caller, team.get())) {
            return Expected.only(FORBIDDEN, "SHR-1");
        }
        Set<String> unmet = new TreeSet<>();
        if (!thing.get().work.team.zone.equals(team.get().zone)) {
            unmet.add("SHR-2");
        }
        if (!world.table.isShareable(thing.get().type)) {
            unmet.add("SHR-6");
        }
        if (!unmet.isEmpty()) {
            return Expected.unmet(unmet);
        }
        World.Published published = new World.Published(thing.get(), team.get());
        return world.publications.contains(published)
                ? Expected.unchanged(Publication.class, told -> compare(published, told))
                : Expected.changed(Publication.class, told -> {
                    world.publications.add(published);
                    compare(published, told);
                    assertEquals(world.now, told.since(), "since when it is published");
                });
    }

    private static void compare(World.Published published, Publication told) {
        assertEquals(published.thing().id, told.resource().id(), "resource");
        assertEquals(published.team().id, told.community(), "community");
    }

    private boolean mayShare(Subject caller, World.Thing thing) {
        return world.may(caller, Permission.RESOURCE_SHARE, thing.work.id);
    }

    private boolean mayPublish(Subject caller, World.Team team) {
        return world.may(caller, Permission.COMMUNITY_PUBLISH, team.id);
    }

    /** Whether somebody may publish, or withdraw, if all is there. */
    boolean may(Subject caller, ResourceId resource, CommunityId community, boolean both) {
        boolean share =
                world.thing(resource).filter(thing -> mayShare(caller, thing)).isPresent();
        boolean publish =
                world.team(community).filter(team -> mayPublish(caller, team)).isPresent();
        return both ? share && publish : share || publish;
    }

    Expected withdraw(Subject caller, ResourceId resource, CommunityId community) {
        Optional<World.Thing> thing = world.thing(resource);
        Optional<World.Team> team = world.team(community);
        if (!world.belongs(caller) || thing.isEmpty() || team.isEmpty()) {
            return Expected.notFound();
        }
        if (!may(caller, resource, community, false)) {
            return Expected.only(FORBIDDEN, "SHR-5");
        }
        World.Published published = new World.Published(thing.get(), team.get());
        return world.publications.contains(published)
                ? Expected.changed(() -> world.withdraw(published::equals))
                : Expected.unchanged();
    }

    Expected attach(Subject caller, ResourceId resource, ProjectId project) {
        Optional<World.Thing> thing = world.thing(resource);
        Optional<World.Work> work = world.work(project);
        if (!world.belongs(caller) || thing.isEmpty() || work.isEmpty()) {
            return Expected.notFound();
        }
        if (!world.may(caller, Permission.PROJECT_ATTACH, project)) {
            return Expected.only(FORBIDDEN, "SHR-4");
        }
        Set<String> unmet = new TreeSet<>();
        if (!world.publications.contains(new World.Published(thing.get(), work.get().team))) {
            unmet.add("SHR-4");
        }
        if (!CommunityModel.admits(work.get().team, thing.get().type)) {
            unmet.add("RST-2");
        }
        World.Attached attached = new World.Attached(thing.get(), work.get());
        boolean there = world.attachments.contains(attached);
        boolean own = thing.get().work == work.get();
        if (!unmet.isEmpty()) {
            Expected refused = Expected.unmet(unmet);
            // What is attached stays so when its type is restricted later (RST-2): then it is there, and may not come.
            return there
                    ? refused.orUnchanged()
                    : own ? refused.or(REFUSED, "SHR-4").or(REFUSED, "RST-2") : refused;
        }
        if (own) {
            return Expected.only(REFUSED, "SHR-4");
        }
        return there
                ? Expected.unchanged(Attachment.class, told -> compare(attached, told))
                : Expected.changed(Attachment.class, told -> {
                    world.attachments.add(attached);
                    compare(attached, told);
                });
    }

    private static void compare(World.Attached attached, Attachment told) {
        assertEquals(attached.thing().id, told.resource().id(), "resource");
        assertEquals(attached.work().id, told.project(), "project");
    }

    Expected detach(Subject caller, ResourceId resource, ProjectId project) {
        Optional<World.Thing> thing = world.thing(resource);
        Optional<World.Work> work = world.work(project);
        if (!world.belongs(caller) || thing.isEmpty() || work.isEmpty()) {
            return Expected.notFound();
        }
        if (!world.may(caller, Permission.PROJECT_ATTACH, project)) {
            return Expected.only(FORBIDDEN, "SHR-5");
        }
        World.Attached attached = new World.Attached(thing.get(), work.get());
        return world.attachments.contains(attached)
                ? Expected.changed(() -> world.attachments.remove(attached))
                : Expected.unchanged();
    }

    /**
     * All that a principal may do with a resource in a place: in its own project whatever they may do there, and
     * elsewhere of that what sharing grants; where it is not, nothing (SHR-4).
     */
    Set<Permission> permissions(Subject principal, World.Thing thing, Scope place) {
        Set<Permission> permissions = world.permissions(principal, place);
        if (thing.work.id.equals(place)) {
            return permissions;
        }
        boolean published = world.team(place)
                .filter(team -> world.publications.contains(new World.Published(thing, team)))
                .isPresent();
        boolean attached = world.work(place)
                .filter(work -> world.attachments.contains(new World.Attached(thing, work)))
                .isPresent();
        permissions.removeIf(permission -> !(permission.equals(Permission.PROJECT_VIEW) && (published || attached))
                && !(permission.equals(Permission.RESOURCE_USE) && attached));
        return permissions;
    }
}
