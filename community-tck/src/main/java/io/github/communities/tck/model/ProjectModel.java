package io.github.communities.tck.model;

import static io.github.communities.tck.model.Outcome.ANY;
import static io.github.communities.tck.model.Outcome.Kind.FORBIDDEN;
import static io.github.communities.tck.model.Outcome.Kind.INVALID;
import static io.github.communities.tck.model.Outcome.Kind.REFUSED;
import static io.github.communities.tck.model.Outcome.Kind.STALE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.communities.CommunityId;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.ResourceId;
import io.github.communities.Subject;
import io.github.communities.project.Limits;
import io.github.communities.project.NewResource;
import io.github.communities.project.Project;
import io.github.communities.project.Resource;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Projects and their resources: the rules PRJ and RES. */
final class ProjectModel {
    private final World world;
    private final CommunityModel communities;

    ProjectModel(World world, CommunityModel communities) {
        this.world = world;
        this.communities = communities;
    }

    Expected create(Subject caller, CommunityId id, String name) {
        if (!world.belongs(caller) || !world.exists(id)) {
            return Expected.notFound();
        }
        World.Team team = world.team(id).orElseThrow();
        if (!world.may(caller, Permission.PROJECT_CREATE, id)) {
            return Expected.only(FORBIDDEN, "PRJ-1");
        }
        if (isTaken(team, name, Optional.empty())) {
            return Expected.only(REFUSED, "PRJ-1");
        }
        Instant end = world.limit(caller, Set.of(Permission.PROJECT_CREATE), id);
        return Expected.changed(Project.class, project -> {
            World.Work work = new World.Work(project.id(), team, name);
            world.works.add(work);
            world.bind(work.id, caller, world.table.projectCreator(), end);
            compare(work, project);
        });
    }

    /** What the rules say of a project that was read or written. */
    void compare(World.Work work, Project project) {
        assertEquals(work.id, project.id(), "id");
        assertEquals(work.team.id, project.community(), "community");
        assertEquals(work.name, project.name(), "name");
        assertEquals(new Limits(work.perHour, work.perExecution), project.limits(), "limits");
        assertEquals(work.balance, project.unitBalance(), "balance");
    }

    private boolean isTaken(World.Team team, String name, Optional<World.Work> self) {
        return world.works.stream()
                .filter(work -> !work.purged && work.team == team && !self.equals(Optional.of(work)))
                .anyMatch(work -> Model.key(work.name).equals(Model.key(name)));
    }

    Expected update(Subject caller, ProjectId id, String name, boolean stale) {
        if (!world.belongs(caller) || !world.exists(id)) {
            return Expected.notFound();
        }
        World.Work work = world.work(id).orElseThrow();
        if (!world.may(caller, Permission.PROJECT_UPDATE, id)) {
            return Expected.only(FORBIDDEN, "PRJ-2");
        }
        Expected refusals = Expected.nothing();
        if (stale) {
            refusals.or(STALE, "COM-4");
        }
        if (isTaken(work.team, name, Optional.of(work))) {
            refusals.or(REFUSED, "PRJ-1");
        }
        if (!refusals.isNothing()) {
            return refusals;
        }
        return name.equals(work.name)
                ? Expected.unchanged(Project.class, project -> compare(work, project))
                : Expected.changed(Project.class, project -> {
                    work.name = name;
                    compare(work, project);
                });
    }

    Expected delete(Subject caller, ProjectId id) {
        if (!world.belongs(caller) || !world.exists(id)) {
            return Expected.notFound();
        }
        if (!world.may(caller, Permission.PROJECT_DELETE, id)) {
            return Expected.only(FORBIDDEN, "PRJ-2");
        }
        World.Work work = world.work(id).orElseThrow();
        boolean shared = world.publications.stream().anyMatch(published -> published.thing().work == work);
        // The table of operations names RES-4 for it, the rule itself is PRJ-5.
        return shared
                ? Expected.only(REFUSED, "PRJ-5").or(REFUSED, "RES-4")
                : Expected.changed(() -> work.deleted = Optional.of(world.now));
    }

    Expected restore(Subject caller, ProjectId id) {
        Optional<World.Work> known = world.anyWork(id);
        if (!world.belongs(caller)
                || known.filter(work -> work.team.deleted.isEmpty()).isEmpty()) {
            return Expected.notFound();
        }
        World.Work work = known.get();
        if (work.deleted.isEmpty()) {
            Expected same = Expected.unchanged(Project.class, project -> compare(work, project));
            if (mayRestore(caller, work)) {
                return same;
            }
            // Whether those hear that it exists who could not restore it is left open.
            Expected forbidden = Expected.only(FORBIDDEN, ANY);
            return world.may(caller, Permission.PROJECT_VIEW, id) ? forbidden.orUnchanged() : forbidden;
        }
        if (!mayRestore(caller, work)) {
            return Expected.notFound();
        }
        return CommunityModel.withinRetention(
                world, work.deleted.get(), "PRJ-5", Expected.changed(Project.class, project -> {
                    work.deleted = Optional.empty();
                    compare(work, project);
                }));
    }

    boolean mayRestore(Subject caller, World.Work work) {
        return world.permitted(world.held(caller, World.upwards(work))).contains(Permission.PROJECT_MANAGE_ACCESS);
    }

    // Limits.

    Expected limit(Subject caller, ProjectId id, Optional<Long> perHour, Optional<Long> perExecution, boolean stale) {
        Expected refusals = limiting(caller, id);
        if (!refusals.isNothing()) {
            return refusals;
        }
        World.Work work = world.work(id).orElseThrow();
        if (stale) {
            return Expected.only(STALE, "COM-4");
        }
        boolean same = perHour.or(() -> work.perHour).equals(work.perHour)
                && perExecution.or(() -> work.perExecution).equals(work.perExecution);
        return same
                ? Expected.unchanged(Project.class, project -> compare(work, project))
                : Expected.changed(Project.class, project -> {
                    work.perHour = perHour.or(() -> work.perHour);
                    work.perExecution = perExecution.or(() -> work.perExecution);
                    compare(work, project);
                });
    }

    Expected setBalance(Subject caller, ProjectId id, Optional<Long> balance, boolean stale) {
        Expected refusals = limiting(caller, id);
        if (!refusals.isNothing()) {
            return refusals;
        }
        World.Work work = world.work(id).orElseThrow();
        if (stale) {
            return Expected.only(STALE, "PRJ-4");
        }
        return balance(work, balance);
    }

    Expected addToBalance(Subject caller, ProjectId id, long units) {
        Expected refusals = limiting(caller, id);
        if (!refusals.isNothing()) {
            return refusals;
        }
        World.Work work = world.work(id).orElseThrow();
        if (work.balance.isEmpty() || work.balance.get() > Long.MAX_VALUE - units) {
            return Expected.only(REFUSED, "PRJ-4");
        }
        return balance(work, work.balance.map(had -> had + units));
    }

    private Expected balance(World.Work work, Optional<Long> balance) {
        return balance.equals(work.balance)
                ? Expected.unchanged(Project.class, project -> compare(work, project))
                : Expected.changed(Project.class, project -> {
                    work.balance = balance;
                    compare(work, project);
                });
    }

    private Expected limiting(Subject caller, ProjectId id) {
        if (!world.belongs(caller) || !world.exists(id)) {
            return Expected.notFound();
        }
        return world.may(caller, Permission.PROJECT_LIMIT, id) ? Expected.nothing() : Expected.only(FORBIDDEN, "PRJ-4");
    }

    Expected reportUse(ProjectId id, String key, long units) {
        Optional<World.Work> known = world.anyWork(id);
        if (known.isEmpty()) {
            return Expected.notFound();
        }
        World.Work work = known.get();
        if (work.reports.contains(key)) {
            return Expected.unchanged(Optional.class, told -> assertEquals(work.balance, told, "balance"));
        }
        return Expected.changed(Optional.class, told -> {
            work.reports.add(key);
            work.balance = work.balance.map(had -> had - units);
            assertEquals(work.balance, told, "balance");
        });
    }

    /** What keeps a run from being begun by somebody who has the permission (PRJ-3). */
    Set<String> unmetByRun(World.Work work, long unitsPerHour, long units) {
        Set<String> unmet = new TreeSet<>();
        if (!communities.isPaidFor(work.team)) {
            unmet.add("BIL-1");
        }
        if (work.perHour.filter(most -> unitsPerHour > most).isPresent()
                || work.perExecution.filter(most -> units > most).isPresent()
                || work.balance.filter(left -> left <= 0 || units > left).isPresent()) {
            unmet.add("PRJ-4");
        }
        return unmet;
    }

    // Resources.

    Expected createResource(Subject caller, ProjectId id, NewResource resource) {
        if (!Model.isNamed(resource.type(), resource.name())) {
            return Expected.only(INVALID, "RES-1");
        }
        if (!world.belongs(caller) || !world.exists(id)) {
            return Expected.notFound();
        }
        if (!world.may(caller, Permission.RESOURCE_CREATE, id)) {
            return Expected.only(FORBIDDEN, "RES-1");
        }
        return added(caller, world.work(id).orElseThrow(), resource);
    }

    private Expected added(Subject caller, World.Work work, NewResource resource) {
        Set<String> unmet = unmetToAdd(work, resource.type());
        boolean taken = isTaken(work, resource.type(), resource.name(), Optional.empty());
        if (!unmet.isEmpty()) {
            // That a name is taken is a condition of the deed alone, and may be told along with the others.
            Expected refused = Expected.unmet(unmet);
            Set<String> besides = new TreeSet<>(unmet);
            besides.add("RES-1");
            return taken ? refused.or(REFUSED, String.join(Outcome.AND, besides)) : refused;
        }
        if (taken) {
            return Expected.only(REFUSED, "RES-1");
        }
        return Expected.changed(Resource.class, told -> {
            World.Thing thing =
                    new World.Thing(told.id(), work, resource.type(), resource.name(), resource.description());
            world.things.add(thing);
            compare(thing, told);
            assertEquals(Optional.of(caller), told.creator(), "creator");
        });
    }

    private Set<String> unmetToAdd(World.Work work, String type) {
        Set<String> unmet = new TreeSet<>();
        if (!communities.isPaidFor(work.team)) {
            unmet.add("BIL-1");
        }
        if (!CommunityModel.admits(work.team, type)) {
            unmet.add("RST-2");
        }
        return unmet;
    }

    /** What the rules say of a resource that was read or written. */
    void compare(World.Thing thing, Resource resource) {
        assertEquals(thing.id, resource.id(), "id");
        assertEquals(thing.work.id, resource.project(), "project");
        assertEquals(thing.work.team.id, resource.community(), "community");
        assertEquals(thing.type, resource.type(), "type");
        assertEquals(thing.name, resource.name(), "name");
        assertEquals(thing.description, resource.description(), "description");
    }

    private boolean isTaken(World.Work work, String type, String name, Optional<World.Thing> self) {
        return world.things.stream()
                .anyMatch(thing -> thing.work == work
                        && thing.type.equals(type)
                        && thing.name.equals(name)
                        && !self.equals(Optional.of(thing)));
    }

    Expected updateResource(
            Subject caller, ResourceId id, Optional<String> name, Optional<String> description, boolean stale) {
        Optional<World.Thing> known = world.thing(id);
        if (!world.belongs(caller) || known.isEmpty()) {
            return Expected.notFound();
        }
        World.Thing thing = known.get();
        if (!world.may(caller, Permission.RESOURCE_UPDATE, thing.work.id)) {
            return Expected.only(FORBIDDEN, "RES-3");
        }
        Expected refusals = Expected.nothing();
        if (stale) {
            refusals.or(STALE, "COM-4");
        }
        if (name.filter(text -> !Model.isNamed(thing.type, text)).isPresent()) {
            refusals.or(INVALID, "RES-1");
        }
        if (name.filter(text -> isTaken(thing.work, thing.type, text, Optional.of(thing)))
                .isPresent()) {
            refusals.or(REFUSED, "RES-1");
        }
        if (!refusals.isNothing()) {
            return refusals;
        }
        boolean same = name.orElse(thing.name).equals(thing.name)
                && description.orElse(thing.description).equals(thing.description);
        return same
                ? Expected.unchanged(Resource.class, told -> compare(thing, told))
                : Expected.changed(Resource.class, told -> {
                    thing.name = name.orElse(thing.name);
                    thing.description = description.orElse(thing.description);
                    compare(thing, told);
                });
    }

    Expected deleteResource(Subject caller, ResourceId id) {
        Optional<World.Thing> known = world.thing(id);
        if (!world.belongs(caller) || known.isEmpty()) {
            return Expected.notFound();
        }
        World.Thing thing = known.get();
        if (!world.may(caller, Permission.RESOURCE_DELETE, thing.work.id)) {
            return Expected.only(FORBIDDEN, "RES-3");
        }
        return world.publications.stream().anyMatch(published -> published.thing() == thing)
                ? Expected.only(REFUSED, "RES-4")
                : Expected.changed(() -> world.things.remove(thing));
    }

    Expected copy(Subject caller, ResourceId source, ProjectId target, String name) {
        Optional<World.Thing> known = world.thing(source);
        if (!world.belongs(caller) || known.isEmpty() || !world.exists(target)) {
            return Expected.notFound();
        }
        World.Thing thing = known.get();
        World.Work work = world.work(target).orElseThrow();
        if (!mayCopy(caller, thing, work)) {
            return Expected.only(FORBIDDEN, ANY);
        }
        if (Model.isNamed(thing.type, name)) {
            return added(caller, work, new NewResource(thing.type, name, thing.description));
        }
        // Of what type it is, and so which names it may have, is only known where the conditions are judged too.
        Set<String> unmet = unmetToAdd(work, thing.type);
        return unmet.isEmpty()
                ? Expected.only(INVALID, "RES-1")
                : Expected.unmet(unmet).or(INVALID, "RES-1");
    }

    boolean mayCopy(Subject caller, World.Thing thing, World.Work work) {
        return world.may(caller, Permission.RESOURCE_USE, thing.work.id)
                && world.may(caller, Permission.RESOURCE_CREATE, work.id)
                && (thing.work.team == work.team || world.may(caller, Permission.RESOURCE_SHARE, thing.work.id));
    }
}
