package io.github.communities.tck.model;

import static io.github.communities.tck.model.Outcome.ANY;
import static io.github.communities.tck.model.Outcome.Kind.FORBIDDEN;
import static io.github.communities.tck.model.Outcome.Kind.INVALID;
import static io.github.communities.tck.model.Outcome.Kind.REFUSED;
import static io.github.communities.tck.model.Outcome.Kind.STALE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.communities.BillingAccountId;
import io.github.communities.CommunityId;
import io.github.communities.Permission;
import io.github.communities.Subject;
import io.github.communities.community.Community;
import io.github.communities.restriction.Restriction;
import io.github.communities.restriction.RestrictionValue;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Communities, what is paid and what is restricted there: the rules COM, BIL and RST. */
final class CommunityModel {
    private final World world;

    CommunityModel(World world) {
        this.world = world;
    }

    Expected create(Subject caller, String name, Optional<String> zone) {
        if (!world.belongs(caller)) {
            return Expected.notFound();
        }
        if (!world.may(caller, Permission.COMMUNITY_CREATE, World.ACME)) {
            return Expected.only(FORBIDDEN, "COM-1");
        }
        if (isTaken(name, Optional.empty())) {
            return Expected.only(REFUSED, "COM-2");
        }
        Instant end = world.limit(caller, Set.of(Permission.COMMUNITY_CREATE), World.ACME);
        return Expected.changed(Community.class, community -> {
            World.Team team = new World.Team(community.id(), name, false, zone);
            world.teams.add(team);
            world.bind(team.id, caller, world.table.administrator(), end);
            compare(team, community);
            assertEquals(Optional.of(caller), community.creator(), "creator");
        });
    }

    /** What the rules say of a community that was read or written. */
    void compare(World.Team team, Community community) {
        assertEquals(team.id, community.id(), "id");
        assertEquals(team.name, community.name(), "name");
        assertEquals(team.description, community.description(), "description");
        assertEquals(team.zone, community.zone(), "zone");
    }

    private boolean isTaken(String name, Optional<World.Team> self) {
        return world.teams.stream()
                .filter(team -> !team.purged && !team.generatedName && !self.equals(Optional.of(team)))
                .anyMatch(team -> Model.key(team.name).equals(Model.key(name)));
    }

    Expected update(
            Subject caller, CommunityId id, Optional<String> name, Optional<String> description, boolean stale) {
        if (!world.belongs(caller) || !world.exists(id)) {
            return Expected.notFound();
        }
        World.Team team = world.team(id).orElseThrow();
        if (!world.may(caller, Permission.COMMUNITY_UPDATE, id)) {
            return Expected.only(FORBIDDEN, "COM-4");
        }
        Expected refusals = Expected.nothing();
        if (stale) {
            refusals.or(STALE, "COM-4");
        }
        boolean renames = name.isPresent() && !name.get().equals(team.name);
        if (renames && isTaken(name.get(), Optional.of(team))) {
            refusals.or(REFUSED, "COM-2");
        }
        if (!refusals.isNothing()) {
            return refusals;
        }
        if (!renames
                && description.filter(text -> !text.equals(team.description)).isEmpty()) {
            return Expected.unchanged(Community.class, community -> compare(team, community));
        }
        return Expected.changed(Community.class, community -> {
            if (renames) {
                team.name = name.get();
                team.generatedName = false;
            }
            description.ifPresent(text -> team.description = text);
            compare(team, community);
        });
    }

    Expected delete(Subject caller, CommunityId id) {
        if (!world.belongs(caller) || !world.exists(id)) {
            return Expected.notFound();
        }
        if (!world.may(caller, Permission.COMMUNITY_DELETE, id)) {
            return Expected.only(FORBIDDEN, ANY);
        }
        if (world.isDefault(id)) {
            return Expected.only(REFUSED, "DEF-2");
        }
        World.Team team = world.team(id).orElseThrow();
        return Expected.changed(() -> {
            team.deleted = Optional.of(world.now);
            world.endInvitations(pending -> pending.team == team);
            world.withdraw(published -> published.team() == team || published.thing().work.team == team);
        });
    }

    Expected restore(Subject caller, CommunityId id) {
        Optional<World.Team> known = world.anyTeam(id);
        if (!world.belongs(caller) || known.isEmpty()) {
            return Expected.notFound();
        }
        World.Team team = known.get();
        if (team.deleted.isEmpty()) {
            return world.may(caller, Permission.COMMUNITY_VIEW, id) || mayRestore(caller, team)
                    ? Expected.unchanged(Community.class, community -> compare(team, community))
                    : Expected.only(FORBIDDEN, ANY);
        }
        if (!mayRestore(caller, team)) {
            return Expected.notFound();
        }
        return withinRetention(world, team.deleted.get(), "COM-6", Expected.changed(Community.class, community -> {
            team.deleted = Optional.empty();
            compare(team, community);
        }));
    }

    boolean mayRestore(Subject caller, World.Team team) {
        Set<Subject> administrators = world.administrators(team.id, false);
        return administrators.isEmpty()
                ? world.may(caller, Permission.ORGANIZATION_APPOINT_ADMINISTRATORS, World.ACME)
                : administrators.contains(caller);
    }

    /** What comes of restoring while the retention time lasts, and from the instant on at which it is over. */
    static Expected withinRetention(World world, Instant deleted, String rule, Expected restored) {
        return isOver(world, deleted) ? Expected.only(REFUSED, rule) : restored;
    }

    private static boolean isOver(World world, Instant deleted) {
        return !world.now.isBefore(deleted.plus(world.table.retention()));
    }

    /** The host purges what nobody can restore any more (COM-6, PRJ-5). */
    Expected purge() {
        boolean due = world.teams.stream().anyMatch(team -> !team.purged && isDue(team.deleted))
                || world.works.stream().anyMatch(work -> !work.purged && !work.team.purged && isDue(work.deleted));
        return due
                ? Expected.changed(() -> {
                    world.teams.forEach(team -> team.purged |= isDue(team.deleted));
                    world.works.forEach(work -> work.purged |= work.team.purged || isDue(work.deleted));
                    world.attachments.removeIf(attached -> attached.work().purged);
                    world.things.removeIf(thing -> thing.work.purged);
                    world.bindings.removeIf(binding -> binding.scope() != World.ACME
                            && world.anyTeam(binding.scope()).isEmpty()
                            && world.anyWork(binding.scope()).isEmpty());
                })
                : Expected.unchanged();
    }

    private boolean isDue(Optional<Instant> deleted) {
        return deleted.filter(at -> isOver(world, at)).isPresent();
    }

    // Billing.

    Expected link(Subject caller, CommunityId id, BillingAccountId account) {
        if (!world.belongs(caller) || !world.exists(id)) {
            return Expected.notFound();
        }
        if (!world.may(caller, Permission.COMMUNITY_LINK_BILLING, id)) {
            return Expected.only(FORBIDDEN, "BIL-2");
        }
        World.Team team = world.team(id).orElseThrow();
        Set<String> unmet = new TreeSet<>();
        if (!world.accounts.mayUse(caller, account)) {
            unmet.add("BIL-2");
        }
        if (!world.accounts.isInGoodStanding(account)) {
            unmet.add("BIL-3");
        }
        boolean linked = team.account.equals(Optional.of(account));
        if (!unmet.isEmpty()) {
            Expected refused = Expected.unmet(unmet);
            // Whether the account that is linked can be linked anew by those who could not link it is left open.
            return linked ? refused.orUnchanged() : refused;
        }
        return linked
                ? Expected.unchanged(BillingAccountId.class, told -> assertEquals(account, told, "account"))
                : Expected.changed(BillingAccountId.class, told -> {
                    team.account = Optional.of(account);
                    assertEquals(account, told, "account");
                });
    }

    /** Whether what is paid for can be begun there (BIL-1). */
    boolean isPaidFor(World.Team team) {
        return !world.table.isBillingRequired()
                || team.account.filter(world.accounts::isInGoodStanding).isPresent();
    }

    // Restrictions.

    Expected restrict(Subject caller, CommunityId id, String name, RestrictionValue value) {
        RestrictionValue usual = Model.RESTRICTIONS.get(name);
        if (usual == null || usual.type() != value.type()) {
            return Expected.only(INVALID, "RST-1");
        }
        if (!world.belongs(caller) || !world.exists(id)) {
            return Expected.notFound();
        }
        if (!world.may(caller, Permission.COMMUNITY_RESTRICT, id)) {
            return Expected.only(FORBIDDEN, "RST-1");
        }
        World.Team team = world.team(id).orElseThrow();
        if (value.equals(team.restrictions.get(name))) {
            return Expected.unchanged(
                    Restriction.class, told -> assertEquals(new Restriction(name, value, true), told, "restriction"));
        }
        return Expected.changed(Restriction.class, told -> {
            team.restrictions.put(name, value);
            assertEquals(new Restriction(name, value, true), told, "restriction");
        });
    }

    Expected unrestrict(Subject caller, CommunityId id, String name) {
        if (!Model.RESTRICTIONS.containsKey(name)) {
            return Expected.only(INVALID, "RST-1");
        }
        if (!world.belongs(caller) || !world.exists(id)) {
            return Expected.notFound();
        }
        if (!world.may(caller, Permission.COMMUNITY_RESTRICT, id)) {
            return Expected.only(FORBIDDEN, "RST-1");
        }
        World.Team team = world.team(id).orElseThrow();
        return team.restrictions.containsKey(name)
                ? Expected.changed(Restriction.class, told -> {
                    team.restrictions.remove(name);
                    assertEquals(restriction(team, name), told, "restriction");
                })
                : Expected.unchanged(
                        Restriction.class, told -> assertEquals(restriction(team, name), told, "restriction"));
    }

    /** What is in force (RST-2). */
    static Restriction restriction(World.Team team, String name) {
        RestrictionValue usual =
                Optional.ofNullable(Model.RESTRICTIONS.get(name)).orElseThrow();
        return new Restriction(name, team.restrictions.getOrDefault(name, usual), team.restrictions.containsKey(name));
    }

    /** Whether resources of a type may come into a community (RST-2). */
    static boolean admits(World.Team team, String type) {
        Set<String> only = types(team, Model.ONLY_TYPES);
        return (only.isEmpty() || only.contains(type))
                && !types(team, Model.NO_TYPES).contains(type);
    }

    private static Set<String> types(World.Team team, String restriction) {
        return restriction(team, restriction).value() instanceof RestrictionValue.Strings strings
                ? new TreeSet<>(strings.values())
                : Set.of();
    }
}
