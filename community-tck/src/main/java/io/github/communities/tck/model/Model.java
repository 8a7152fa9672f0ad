package io.github.communities.tck.model;

import static io.github.communities.tck.model.Outcome.ANY;
import static io.github.communities.tck.model.Outcome.Kind.CHANGED;
import static io.github.communities.tck.model.Outcome.Kind.FORBIDDEN;
import static io.github.communities.tck.model.Outcome.Kind.INVALID;
import static io.github.communities.tck.model.Outcome.Kind.NOT_FOUND;
import static io.github.communities.tck.model.Outcome.Kind.REFUSED;
import static io.github.communities.tck.model.Outcome.Kind.STALE;
import static io.github.communities.tck.model.Outcome.Kind.UNCHANGED;

import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.SubjectKind;
import io.github.communities.community.Community;
import io.github.communities.organization.Organization;
import io.github.communities.organization.SignIn;
import io.github.communities.project.Project;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One organization as the rules describe it, in plain collections that are searched from end to end. Every command has
 * a method that says what may become of it and what it then does; nothing here is shared with the engine but the values
 * that hosts see.
 */
public final class Model {
    public static final OrganizationId ACME = OrganizationId.of("acme");

    /** How many numbers there are for communities, and for projects. */
    public static final int NUMBERS = 8;

    private static final CommunityId NO_COMMUNITY = CommunityId.of(ACME, "never");
    private static final ProjectId NO_PROJECT = ProjectId.of(ACME, "never");
    private static final Role ADMINISTRATOR = Role.COMMUNITY_ADMIN;
    private static final Instant NEVER = Instant.MAX;

    /** The names that programs use, each with the key under which it is unique (COM-2). */
    public static final Map<String, String> NAMES = Map.of(
            "Cats", "cats",
            "CATS", "cats",
            "ｃａｔｓ", "cats",
            "Straße", "strasse",
            "STRASSE", "strasse",
            "Acme Team", "acme team",
            "Owls", "owls",
            "Dogs", "dogs",
            ".github", ".github",
            "WG - Docs/Chinese", "wg - docs/chinese");

    private final RoleTable table;
    private Instant now;
    private String name = "";
    private final Set<Subject> belonging = new HashSet<>();
    private final Map<Subject, Set<Subject>> groups = new HashMap<>();
    private final Set<Subject> signedIn = new HashSet<>();
    /** Who was removed from where, or left, and was not bound there since (DEF-4, INV-4). */
    private final Set<Departure> out = new HashSet<>();
    /** Who ever was, or lost their last role there, since they came to the organization. */
    private final Set<Departure> onceOut = new HashSet<>();

    private final List<Team> teams = new ArrayList<>();
    private final List<Work> works = new ArrayList<>();
    private List<Binding> bindings = new ArrayList<>();

    public Model(RoleTable table, Instant now) {
        this.table = table;
        this.now = now;
    }

    /** A community. */
    private static final class Team {
        final CommunityId id;
        final boolean isDefault;
        String name;
        String description = "";
        boolean generatedName;
        boolean deleted;

        Team(CommunityId id, String name, boolean isDefault) {
            this.id = id;
            this.name = name;
            this.isDefault = isDefault;
            this.generatedName = isDefault;
        }
    }

    /** A project. */
    private static final class Work {
        final ProjectId id;
        final Team team;
        String name;
        boolean deleted;

        Work(ProjectId id, Team team, String name) {
            this.id = id;
            this.team = team;
            this.name = name;
        }
    }

    /** What is bound, until an instant, perhaps {@link #NEVER}. */
    private record Binding(Scope scope, Subject subject, Role role, Instant end) {}

    /** That a user has gone from a community. */
    private record Departure(Scope community, Subject user) {}

    /** A role that is held, until an instant. */
    private record Held(Role role, Instant end) {}

    // What there is.

    public RoleTable table() {
        return table;
    }

    public Instant now() {
        return now;
    }

    public void advanceTo(Instant instant) {
        now = instant;
    }

    /** The community of a number, deleted ones among them; the first is the default one, the last number never was. */
    public CommunityId community(int number) {
        return number == NUMBERS - 1 ? NO_COMMUNITY : teams.get(number % teams.size()).id;
    }

    /** As {@link #community}, for projects. */
    public ProjectId project(int number) {
        return number == NUMBERS - 1 || works.isEmpty() ? NO_PROJECT : works.get(number % works.size()).id;
    }

    /** Everything one can ask about, with what is not there. */
    public List<Scope> targets() {
        List<Scope> targets = new ArrayList<>();
        targets.add(ACME);
        teams.forEach(team -> targets.add(team.id));
        targets.add(NO_COMMUNITY);
        works.forEach(work -> targets.add(work.id));
        targets.add(NO_PROJECT);
        return targets;
    }

    public boolean belongs(Subject subject) {
        return belonging.contains(subject);
    }

    private Optional<Team> team(Scope id) {
        return teams.stream()
                .filter(team -> team.id.equals(id) && !team.deleted)
                .findFirst();
    }

    private Optional<Work> work(Scope id) {
        return works.stream()
                .filter(work -> work.id.equals(id) && !work.deleted && !work.team.deleted)
                .findFirst();
    }

    private Team defaultTeam() {
        return teams.get(0);
    }

    private boolean isDefault(Scope scope) {
        return !teams.isEmpty() && defaultTeam().id.equals(scope);
    }

    /** A scope and all above it; nothing for what does not exist (ACC-1). */
    private List<Scope> upwards(Scope scope) {
        if (scope.equals(ACME)) {
            return List.of(ACME);
        }
        return team(scope)
                .map(team -> List.<Scope>of(team.id, ACME))
                .or(() -> work(scope).map(work -> List.of(work.id, work.team.id, ACME)))
                .orElse(List.of());
    }

    private boolean exists(Scope scope) {
        return !upwards(scope).isEmpty();
    }

    // Who may do what.

    /** A principal, the groups they are in, and the system group if they are a user. */
    private Set<Subject> identities(Subject principal) {
        Set<Subject> identities = new HashSet<>();
        if (belongs(principal)) {
            identities.add(principal);
            groups.forEach((group, members) -> {
                if (members.contains(principal)) {
                    identities.add(group);
                }
            });
            if (principal.isUser()) {
                identities.add(Subject.allUsers());
            }
        }
        return identities;
    }

    private Stream<Binding> unexpired() {
        return bindings.stream().filter(binding -> binding.end().isAfter(now));
    }

    /** All roles that a principal holds at a scope: own, groups', inherited, from above (ACC-1, ORG-3, DEF-7). */
    private List<Held> held(Subject principal, Scope scope) {
        Set<Subject> identities = identities(principal);
        List<Scope> upwards = upwards(scope);
        List<Held> held = new ArrayList<>();
        unexpired().filter(binding -> identities.contains(binding.subject())).forEach(binding -> {
            if (upwards.contains(binding.scope())) {
                held.add(new Held(binding.role(), binding.end()));
            }
            if (binding.scope().equals(ACME)
                    && upwards.stream().anyMatch(this::isDefault)
                    && table.administers(binding.role())) {
                held.add(new Held(ADMINISTRATOR, binding.end()));
            }
        });
        if (belongs(principal) && principal.isUser() && !upwards.isEmpty()) {
            held.add(new Held(Role.ORGANIZATION_MEMBER, NEVER));
        }
        return held;
    }

    /** All that a principal may do at a scope. */
    public Set<Permission> permissions(Subject principal, Scope scope) {
        return held(principal, scope).stream()
                .flatMap(held -> table.permissions(held.role()).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Someone who may do something, if anyone may: the choice falls on another for another number. */
    public Optional<Subject> whoMay(Permission permission, Scope scope, int number) {
        List<Subject> able = belonging.stream()
                .filter(subject -> subject.isPrincipal() && may(subject, permission, scope))
                .sorted(Comparator.comparing(Subject::toString))
                .toList();
        return able.isEmpty() ? Optional.empty() : Optional.of(able.get(number % able.size()));
    }

    private boolean may(Subject principal, Permission permission, Scope scope) {
        return permissions(principal, scope).contains(permission);
    }

    /** Until when what a principal does by virtue of these permissions lasts at most (MEM-8). */
    private Instant limit(Subject principal, Set<Permission> permissions, Scope scope) {
        return limit(principal, permissions, scope, table::permissions);
    }

    private Instant limit(
            Subject principal, Set<Permission> permissions, Scope scope, Function<Role, Set<Permission>> what) {
        Instant limit = NEVER;
        for (Permission permission : permissions) {
            Instant latest = held(principal, scope).stream()
                    .filter(held -> what.apply(held.role()).contains(permission))
                    .map(Held::end)
                    .max(Instant::compareTo)
                    .orElseThrow();
            limit = earlier(limit, latest);
        }
        return limit;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private Set<Subject> permanentAdministrators(Scope community) {
        return administrators(community, true);
    }

    private Set<Subject> administrators(Scope community, boolean permanent) {
        Set<Subject> administrators = new HashSet<>();
        unexpired()
                .filter(binding -> binding.scope().equals(community)
                        && table.isOrIncludes(binding.role(), ADMINISTRATOR)
                        && (!permanent || binding.end().equals(NEVER)))
                .forEach(binding -> {
                    administrators.add(binding.subject());
                    administrators.addAll(groups.getOrDefault(binding.subject(), Set.of()));
                });
        administrators.removeIf(subject -> !subject.isPrincipal() || !belongs(subject));
        return administrators;
    }

    /** The standard communities that nobody administers (MEM-6). */
    public Set<CommunityId> orphaned() {
        return teams.stream()
                .filter(team -> !team.deleted && !team.isDefault)
                .filter(team -> administrators(team.id, false).isEmpty())
                .map(team -> team.id)
                .collect(Collectors.toSet());
    }

    public Set<CommunityId> visible(Subject principal) {
        return teams.stream()
                .map(team -> team.id)
                .filter(id -> may(principal, Permission.COMMUNITY_VIEW, id))
                .collect(Collectors.toSet());
    }

    /** What is bound where to whom. */
    public record Bound(Scope scope, Subject subject, Role role) {}

    /** The binding in force of a number. */
    public Bound bound(int number) {
        List<Binding> all =
                unexpired().filter(binding -> exists(binding.scope())).toList();
        if (all.isEmpty()) {
            return new Bound(NO_PROJECT, Subject.allUsers(), Role.PROJECT_VIEWER);
        }
        Binding chosen = all.get(number % all.size());
        return new Bound(chosen.scope(), chosen.subject(), chosen.role());
    }

    /** Who is bound at a scope. */
    public Set<Subject> bound(Scope scope) {
        return unexpired()
                .filter(binding -> binding.scope().equals(scope))
                .map(Binding::subject)
                .collect(Collectors.toSet());
    }

    public long bindingsInForce() {
        return unexpired().filter(binding -> exists(binding.scope())).count();
    }

    public long users() {
        return belonging.stream().filter(Subject::isUser).count();
    }

    public long standardCommunities() {
        return teams.stream().filter(team -> !team.deleted && !team.isDefault).count();
    }

    public long projects() {
        return works.stream().filter(work -> work(work.id).isPresent()).count();
    }

    // What the host does.

    public Expected register(String newName) {
        if (newName.equals(name)) {
            return Expected.unchanged();
        }
        return Expected.nothing().or(Outcome.changed(), value -> {
            name = newName;
            if (teams.isEmpty()) {
                CommunityId id = ((Organization) value).defaultCommunity();
                teams.add(new Team(id, newName + " Team", true));
            } else if (defaultTeam().generatedName) {
                defaultTeam().name = newName + " Team";
            }
        });
    }

    public Expected add(Subject principal, List<Role> roles) {
        List<Role> missing = roles.stream()
                .filter(role -> binding(ACME, principal, role)
                        .filter(binding -> binding.end().equals(NEVER))
                        .isEmpty())
                .toList();
        if (belongs(principal) && missing.isEmpty()) {
            return Expected.unchanged();
        }
        return Expected.changed(() -> {
            belonging.add(principal);
            missing.forEach(role -> bind(ACME, principal, role, NEVER));
        });
    }

    public Expected revokeRole(Subject subject, Role role) {
        if (!belongs(subject)) {
            return Expected.unchanged().or(NOT_FOUND, ANY).or(REFUSED, ANY);
        }
        return revoked(ACME, subject, role);
    }

    public Expected removeUser(Subject user) {
        if (!belongs(user)) {
            return Expected.unchanged().or(NOT_FOUND, ANY);
        }
        return Expected.changed(() -> {
            belonging.remove(user);
            signedIn.remove(user);
            out.removeIf(departure -> departure.user().equals(user));
            onceOut.removeIf(departure -> departure.user().equals(user));
            groups.values().forEach(members -> members.remove(user));
            bindings.removeIf(binding -> binding.subject().equals(user));
        });
    }

    public Expected addGroup(Subject group) {
        return belongs(group)
                ? Expected.unchanged()
                : Expected.changed(() -> {
                    belonging.add(group);
                    groups.put(group, new HashSet<>());
                });
    }

    public Expected addToGroup(Subject group, Subject member) {
        if (!belongs(group) || !belongs(member)) {
            return Expected.only(NOT_FOUND, ANY).or(REFUSED, ANY);
        }
        return members(group).contains(member)
                ? Expected.unchanged()
                : Expected.changed(() -> members(group).add(member));
    }

    public Expected removeFromGroup(Subject group, Subject member) {
        if (!belongs(group) || !belongs(member)) {
            return Expected.unchanged().or(NOT_FOUND, ANY).or(REFUSED, ANY);
        }
        return members(group).contains(member)
                ? Expected.changed(() -> members(group).remove(member))
                : Expected.unchanged();
    }

    private Set<Subject> members(Subject group) {
        return groups.computeIfAbsent(group, none -> new HashSet<>());
    }

    public Expected signIn(Subject user) {
        if (!belongs(user)) {
            return Expected.only(NOT_FOUND, "DEF-5");
        }
        CommunityId team = defaultTeam().id;
        boolean keptOut = out.contains(new Departure(team, user));
        String joined = SignIn.Outcome.JOINED.name();
        String member = SignIn.Outcome.MEMBER.name();
        String outside = SignIn.Outcome.KEPT_OUT.name();
        Runnable join = () -> {
            signedIn.add(user);
            bind(team, user, table.firstSignIn(), NEVER);
        };
        boolean throughOthers = identities(user).stream()
                .anyMatch(identity -> !identity.equals(user) && bound(team).contains(identity));
        if (signedIn.contains(user)) {
            Expected expected = Expected.nothing();
            if (!keptOut || throughOthers) {
                expected.or(UNCHANGED, member);
            }
            if (!bound(team).contains(user)) {
                expected.or(UNCHANGED, outside);
            }
            return expected;
        }
        if (keptOut) {
            Expected expected = Expected.only(UNCHANGED, outside).or(CHANGED, outside);
            return throughOthers ? expected.or(UNCHANGED, member) : expected;
        }
        Expected expected = Expected.nothing().or(new Outcome(CHANGED, joined), value -> join.run());
        if (onceOut.contains(new Departure(team, user))) {
            // Brought back by being added before they ever signed in: the rules don't say what the first sign-in adds.
            for (String detail : List.of(member, outside)) {
                expected.or(UNCHANGED, detail).or(CHANGED, detail);
            }
        }
        return expected;
    }

    // What callers do.

    public Expected createCommunity(Subject caller, String newName) {
        if (!belongs(caller)) {
            return Expected.only(NOT_FOUND, ANY);
        }
        Expected refusals = Expected.nothing();
        if (!may(caller, Permission.COMMUNITY_CREATE, ACME)) {
            return Expected.only(FORBIDDEN, "COM-1");
        }
        if (isTaken(newName, Optional.empty())) {
            refusals.or(REFUSED, "COM-2");
        }
        if (!refusals.isNothing()) {
            return refusals;
        }
        Instant end = limit(caller, Set.of(Permission.COMMUNITY_CREATE), ACME);
        return Expected.nothing().or(Outcome.changed(), value -> {
            Team team = new Team(((Community) value).id(), newName, false);
            teams.add(team);
            bind(team.id, caller, ADMINISTRATOR, end);
        });
    }

    private boolean isTaken(String newName, Optional<Team> self) {
        return teams.stream()
                .filter(team -> !team.generatedName && !self.equals(Optional.of(team)))
                .anyMatch(team -> key(team.name).equals(key(newName)));
    }

    private static String key(String name) {
        return Optional.ofNullable(NAMES.get(name)).orElseThrow();
    }

    public Expected updateCommunity(
            Subject caller, CommunityId id, Optional<String> newName, Optional<String> description, boolean stale) {
        if (!belongs(caller) || !exists(id)) {
            return Expected.only(NOT_FOUND, ANY);
        }
        Team team = team(id).orElseThrow();
        Expected refusals = Expected.nothing();
        if (!may(caller, Permission.COMMUNITY_UPDATE, id)) {
            return Expected.only(FORBIDDEN, "COM-4");
        }
        if (stale) {
            refusals.or(STALE, "COM-4");
        }
        boolean renames = newName.isPresent() && !newName.get().equals(team.name);
        if (renames && isTaken(newName.get(), Optional.of(team))) {
            refusals.or(REFUSED, "COM-2");
        }
        if (!refusals.isNothing()) {
            return refusals;
        }
        if (!renames
                && description.filter(text -> !text.equals(team.description)).isEmpty()) {
            return Expected.unchanged();
        }
        return Expected.changed(() -> {
            if (renames) {
                team.name = newName.get();
                team.generatedName = false;
            }
            description.ifPresent(text -> team.description = text);
        });
    }

    public Expected deleteCommunity(Subject caller, CommunityId id) {
        if (!belongs(caller) || !exists(id)) {
            return Expected.only(NOT_FOUND, ANY);
        }
        Expected refusals = Expected.nothing();
        if (isDefault(id)) {
            refusals.or(REFUSED, "DEF-2");
        }
        if (!may(caller, Permission.COMMUNITY_DELETE, id)) {
            return Expected.only(FORBIDDEN, ANY);
        }
        return refusals.isNothing() ? Expected.changed(() -> team(id).orElseThrow().deleted = true) : refusals;
    }

    public Expected createProject(Subject caller, CommunityId id, String newName) {
        if (!belongs(caller) || !exists(id)) {
            return Expected.only(NOT_FOUND, ANY);
        }
        Team team = team(id).orElseThrow();
        Expected refusals = Expected.nothing();
        if (!may(caller, Permission.PROJECT_CREATE, id)) {
            return Expected.only(FORBIDDEN, "PRJ-1");
        }
        if (isTaken(team, newName, Optional.empty())) {
            refusals.or(REFUSED, "PRJ-1");
        }
        if (!refusals.isNothing()) {
            return refusals;
        }
        Instant end = limit(caller, Set.of(Permission.PROJECT_CREATE), id);
        return Expected.nothing().or(Outcome.changed(), value -> {
            Work work = new Work(((Project) value).id(), team, newName);
            works.add(work);
            bind(work.id, caller, Role.PROJECT_ADMIN, end);
        });
    }

    private boolean isTaken(Team team, String newName, Optional<Work> self) {
        return works.stream()
                .filter(work -> work.team == team && !self.equals(Optional.of(work)))
                .anyMatch(work -> key(work.name).equals(key(newName)));
    }

    public Expected updateProject(Subject caller, ProjectId id, String newName, boolean stale) {
        if (!belongs(caller) || !exists(id)) {
            return Expected.only(NOT_FOUND, ANY);
        }
        Work work = work(id).orElseThrow();
        Expected refusals = Expected.nothing();
        if (!may(caller, Permission.PROJECT_UPDATE, id)) {
            return Expected.only(FORBIDDEN, "PRJ-2");
        }
        if (stale) {
            refusals.or(STALE, "COM-4");
        }
        if (isTaken(work.team, newName, Optional.of(work))) {
            refusals.or(REFUSED, "PRJ-1");
        }
        if (!refusals.isNothing()) {
            return refusals;
        }
        return newName.equals(work.name) ? Expected.unchanged() : Expected.changed(() -> work.name = newName);
    }

    public Expected deleteProject(Subject caller, ProjectId id) {
        if (!belongs(caller) || !exists(id)) {
            return Expected.only(NOT_FOUND, ANY);
        }
        return may(caller, Permission.PROJECT_DELETE, id)
                ? Expected.changed(() -> work(id).orElseThrow().deleted = true)
                : Expected.only(FORBIDDEN, "PRJ-2");
    }

    public Expected grant(Subject caller, Scope scope, Subject subject, Role role, Optional<Instant> until) {
        if (isLeftOpen(subject, role) || (role.equals(Role.ORGANIZATION_OWNER) && until.isPresent())) {
            return Expected.nothing();
        }
        if (!table.canBeBound(role, scope.kind())) {
            return Expected.only(INVALID, "MEM-3");
        }
        if (until.filter(instant -> !instant.isAfter(now)).isPresent()) {
            return Expected.only(INVALID, "MEM-8");
        }
        if (!belongs(caller) || !exists(scope)) {
            return Expected.only(NOT_FOUND, ANY);
        }
        Expected refusals = Expected.nothing();
        boolean asAdministrator = mayGive(caller, scope, role);
        Instant wanted = until.orElse(NEVER);
        boolean shortens = binding(scope, subject, role)
                .filter(binding -> wanted.isBefore(binding.end()))
                .isPresent();
        // Appointing takes nothing away (DEF-9), and an earlier expiry is revoking (MEM-3).
        boolean asAppointer = role.equals(ADMINISTRATOR)
                && !shortens
                && may(caller, Permission.ORGANIZATION_APPOINT_ADMINISTRATORS, ACME)
                && (isDefault(scope) || (orphaned().contains(scope) && subject.isUser()));
        if (!asAdministrator && !asAppointer) {
            refusals.or(FORBIDDEN, may(caller, managing(scope, role), scope) ? "MEM-3" : ANY);
        }
        if (!canBeBound(subject, role)) {
            refusals.or(REFUSED, "MEM-2");
        }
        boolean appointsStranger = isDefault(scope) && role.equals(ADMINISTRATOR) && !isMember(subject, scope);
        // Whether the system group makes members of all users is left open.
        boolean perhaps = appointsStranger && subject.isUser() && bound(scope).contains(Subject.allUsers());
        if (appointsStranger && !perhaps) {
            refusals.or(REFUSED, "DEF-9");
        }
        if (!refusals.isNothing()) {
            return refusals;
        }
        Set<Permission> needed = needed(scope, role);
        Set<Permission> appointing = Set.of(Permission.ORGANIZATION_APPOINT_ADMINISTRATORS);
        Instant limit = asAdministrator ? limit(caller, needed, scope) : limit(caller, appointing, ACME);
        if (asAdministrator && scope.equals(ACME)) {
            limit = earlier(limit, limit(caller, table.effect(role), ACME, table::effect));
        }
        if (asAdministrator && asAppointer && !limit.equals(limit(caller, appointing, ACME))) {
            // Two ways to be permitted, and the rules don't say which of them limits.
            return Expected.nothing();
        }
        Expected granted = granted(scope, subject, role, wanted, shortens ? NEVER : limit);
        return perhaps ? granted.or(REFUSED, "DEF-9") : granted;
    }

    private Expected granted(Scope scope, Subject subject, Role role, Instant wanted, Instant limit) {
        Instant end = earlier(wanted, limit);
        Runnable effect = () -> bind(scope, subject, role, end);
        Optional<Instant> existing = binding(scope, subject, role).map(Binding::end);
        if (existing.equals(Optional.of(end))) {
            return Expected.unchanged();
        }
        boolean takesLast = takesLastAdministrator(scope, effect);
        if (existing.isPresent() && limit.isBefore(wanted) && limit.isBefore(existing.get())) {
            return Expected.unchanged(); // it lasts longer than the caller can give, and nobody asked to take it
        }
        return takesLast ? Expected.only(REFUSED, "MEM-5") : Expected.changed(effect);
    }

    /**
     * Whether the rules say too little of what comes of binding a role: an explicit role that every user has anyway
     * (ORG-3), and who the last owner is when groups own (ORG-5).
     */
    private static boolean isLeftOpen(Subject subject, Role role) {
        return (role.equals(Role.ORGANIZATION_MEMBER) && subject.isUser())
                || (role.equals(Role.ORGANIZATION_OWNER) && !subject.isUser());
    }

    public Expected revoke(Subject caller, Scope scope, Subject subject, Role role) {
        if (isLeftOpen(subject, role)) {
            return Expected.nothing();
        }
        if (!table.canBeBound(role, scope.kind())) {
            // It can't be there to be taken; whether that is told first is left open.
            return Expected.unchanged()
                    .or(INVALID, "MEM-3")
                    .or(NOT_FOUND, ANY)
                    .or(FORBIDDEN, ANY)
                    .or(REFUSED, ANY);
        }
        if (!belongs(caller) || !exists(scope)) {
            return Expected.only(NOT_FOUND, ANY);
        }
        boolean there = binding(scope, subject, role).isPresent();
        boolean ofNobody = !belongs(subject) && subject.kind() != SubjectKind.ALL_USERS;
        Expected refusals = Expected.nothing();
        if (ofNobody) {
            refusals.or(NOT_FOUND, ANY).or(REFUSED, "MEM-2");
        }
        if (!mayGive(caller, scope, role)) {
            boolean manages = may(caller, managing(scope, role), scope);
            refusals.or(FORBIDDEN, manages ? "MEM-3" : ANY);
            return manages && !there ? refusals.orUnchanged() : refusals;
        }
        if (ofNobody) {
            return refusals.orUnchanged();
        }
        if (!there) {
            boolean inherited = isDefault(scope)
                    && role.equals(ADMINISTRATOR)
                    && unexpired()
                            .anyMatch(binding -> binding.scope().equals(ACME)
                                    && identities(subject).contains(binding.subject())
                                    && table.administers(binding.role()));
            if (inherited) {
                return Expected.only(REFUSED, "DEF-8");
            }
            if (isHeldFromAbove(scope, subject, role)) {
                // It is held here, but bound above: not there to be taken, or inherited.
                return Expected.unchanged().or(REFUSED, "DEF-8");
            }
        }
        return revoked(scope, subject, role);
    }

    private boolean isHeldFromAbove(Scope scope, Subject subject, Role role) {
        return upwards(scope).stream()
                .anyMatch(above -> !above.equals(scope)
                        && Stream.concat(Stream.of(subject), identities(subject).stream())
                                .anyMatch(identity ->
                                        binding(above, identity, role).isPresent()));
    }

    private Expected revoked(Scope scope, Subject subject, Role role) {
        if (binding(scope, subject, role).isEmpty()) {
            boolean expired = bindings.stream()
                    .anyMatch(binding -> binding.scope().equals(scope)
                            && binding.subject().equals(subject)
                            && binding.role().equals(role));
            return expired ? Expected.unchanged().orChanged(() -> {}) : Expected.unchanged();
        }
        if (role.equals(Role.ORGANIZATION_OWNER)
                && unexpired().filter(binding -> binding.role().equals(role)).count() == 1) {
            return Expected.only(REFUSED, "ORG-5");
        }
        Runnable effect = () -> take(scope, subject, role);
        return unlessTheLast(scope, effect, Expected.changed(effect));
    }

    public Expected remove(Subject caller, Scope scope, Subject subject) {
        if (scope.equals(ACME)) {
            return Expected.only(INVALID, ANY);
        }
        if (!belongs(caller) || !exists(scope)) {
            return Expected.only(NOT_FOUND, ANY);
        }
        if (!may(caller, managing(scope, Role.PROJECT_VIEWER), scope)) {
            return Expected.only(FORBIDDEN, ANY);
        }
        if (!belongs(subject) && subject.kind() != SubjectKind.ALL_USERS) {
            return Expected.unchanged().or(NOT_FOUND, ANY).or(REFUSED, ANY);
        }
        return removed(scope, subject, true);
    }

    public Expected leave(Subject caller, CommunityId community) {
        return belongs(caller) && exists(community) ? removed(community, caller, false) : Expected.only(NOT_FOUND, ANY);
    }

    private Expected removed(Scope scope, Subject subject, boolean byAnother) {
        Set<Scope> scopes = new HashSet<>(Set.of(scope));
        works.stream().filter(work -> work.team.id.equals(scope)).forEach(work -> scopes.add(work.id));
        boolean departs = team(scope).isPresent() && subject.isUser();
        Departure departure = new Departure(scope, subject);
        Runnable effect = () -> {
            bindings.removeIf(binding ->
                    scopes.contains(binding.scope()) && binding.subject().equals(subject));
            if (departs) {
                out.add(departure);
                onceOut.add(departure);
            }
        };
        List<Binding> own = bindings.stream()
                .filter(binding ->
                        scopes.contains(binding.scope()) && binding.subject().equals(subject))
                .toList();
        boolean something = own.stream().anyMatch(binding -> binding.end().isAfter(now) && exists(binding.scope()));
        // A removal counts though nothing was in force; of leaving, only DEF-4 says that.
        boolean counts = byAnother || (isDefault(scope) && !signedIn.contains(subject));
        if (something || (departs && counts && !onceOut.contains(departure))) {
            return unlessTheLast(scope, effect, Expected.changed(effect));
        }
        boolean perhaps = !own.isEmpty() || (departs && !out.contains(departure));
        return perhaps ? Expected.unchanged().orChanged(effect) : Expected.unchanged();
    }

    /** One addition or removal. */
    public record Step(Subject subject, Role role, boolean addition) {
        @Override
        public String toString() {
            return (addition ? "+" : "-") + subject + " " + role;
        }
    }

    public Expected update(Subject caller, CommunityId community, List<Step> steps, boolean stale) {
        if (steps.stream().anyMatch(step -> !table.canBeBound(step.role(), community.kind()))) {
            return Expected.only(INVALID, "MEM-3");
        }
        if (!belongs(caller) || !exists(community)) {
            return Expected.only(NOT_FOUND, ANY);
        }
        Expected refusals = Expected.nothing();
        if (stale) {
            refusals.or(STALE, "MEM-9");
        }
        for (Step step : steps) {
            if (step.addition() && !canBeBound(step.subject(), step.role())) {
                refusals.or(REFUSED, "MEM-2");
            }
        }
        if (!may(caller, Permission.COMMUNITY_MANAGE_ACCESS, community)) {
            return appointed(caller, community, steps, refusals);
        }
        for (Step step : steps) {
            boolean open = isDefault(community) && step.role().equals(ADMINISTRATOR);
            boolean limited =
                    !limit(caller, needed(community, step.role()), community).equals(NEVER);
            boolean ofNobody = !step.addition()
                    && !belongs(step.subject())
                    && step.subject().kind() != SubjectKind.ALL_USERS;
            boolean fromAbove = !step.addition() && isHeldFromAbove(community, step.subject(), step.role());
            if (open || limited || ofNobody || fromAbove) {
                // DEF-8 and DEF-9 inside a delta, and what limits its parts, are shown by tests of their own.
                return Expected.nothing();
            }
        }
        if (!refusals.isNothing()) {
            return refusals;
        }
        Runnable effect = () -> steps.forEach(step -> {
            if (step.addition()) {
                bind(community, step.subject(), step.role(), NEVER);
            } else {
                take(community, step.subject(), step.role());
            }
        });
        boolean same = tried(effect, this::inForce).equals(inForce());
        boolean onlyRowsGo = bindings.stream()
                .anyMatch(binding ->
                        binding.scope().equals(community) && !binding.end().isAfter(now));
        if (!same) {
            return unlessTheLast(community, effect, Expected.changed(effect));
        }
        return onlyRowsGo ? Expected.unchanged().orChanged(effect) : Expected.unchanged();
    }

    /**
     * A delta of someone who may not manage access: one appointment is left to them where nobody administers (MEM-6).
     */
    private Expected appointed(Subject caller, CommunityId community, List<Step> steps, Expected refusals) {
        boolean onlyAppoints =
                steps.stream().allMatch(step -> step.addition() && step.role().equals(ADMINISTRATOR));
        if (!may(caller, Permission.ORGANIZATION_APPOINT_ADMINISTRATORS, ACME) || !onlyAppoints) {
            return refusals.or(FORBIDDEN, ANY);
        }
        if (isDefault(community)) {
            return Expected.nothing(); // DEF-9 inside a delta is shown by tests of its own
        }
        Set<Subject> appointees = steps.stream().map(Step::subject).collect(Collectors.toSet());
        Subject appointee = steps.get(0).subject();
        if (!orphaned().contains(community) || appointees.size() > 1 || !appointee.isUser()) {
            return refusals.or(FORBIDDEN, ANY);
        }
        Instant end = limit(caller, Set.of(Permission.ORGANIZATION_APPOINT_ADMINISTRATORS), ACME);
        return refusals.isNothing() ? Expected.changed(() -> bind(community, appointee, ADMINISTRATOR, end)) : refusals;
    }

    /** A replacement, which takes managing access, and then comes to the same as some steps. */
    public Expected replace(Subject caller, CommunityId community, List<Step> wanted, boolean stale) {
        boolean manages =
                !belongs(caller) || !exists(community) || may(caller, Permission.COMMUNITY_MANAGE_ACCESS, community);
        boolean invalid = wanted.stream().anyMatch(step -> !table.canBeBound(step.role(), community.kind()));
        return manages || invalid
                ? update(caller, community, replacing(community, wanted), stale)
                : Expected.only(FORBIDDEN, ANY);
    }

    /** A replacement, as the steps that come to the same. */
    private List<Step> replacing(CommunityId community, List<Step> wanted) {
        List<Step> steps = new ArrayList<>();
        wanted.forEach(step -> steps.add(new Step(step.subject(), step.role(), true)));
        unexpired()
                .filter(binding -> binding.scope().equals(community))
                .map(binding -> new Step(binding.subject(), binding.role(), true))
                .filter(step -> !steps.contains(step))
                .toList()
                .forEach(step -> steps.add(new Step(step.subject(), step.role(), false)));
        return steps;
    }

    private Set<Binding> inForce() {
        return unexpired().collect(Collectors.toSet());
    }

    // What the rules ask.

    public static Permission managing(Scope scope, Role role) {
        return switch (scope.kind()) {
            case ORGANIZATION ->
                role.equals(Role.ORGANIZATION_OWNER)
                        ? Permission.ORGANIZATION_MANAGE_OWNERS
                        : Permission.ORGANIZATION_MANAGE_ACCESS;
            case COMMUNITY -> Permission.COMMUNITY_MANAGE_ACCESS;
            case PROJECT -> Permission.PROJECT_MANAGE_ACCESS;
        };
    }

    private Set<Permission> needed(Scope scope, Role role) {
        Set<Permission> needed = new HashSet<>(table.permissions(role));
        needed.add(managing(scope, role));
        return needed;
    }

    /** MEM-1 and MEM-3. */
    private boolean mayGive(Subject caller, Scope scope, Role role) {
        return permissions(caller, scope).containsAll(needed(scope, role))
                && (!scope.equals(ACME)
                        || held(caller, ACME).stream()
                                .flatMap(held -> table.effect(held.role()).stream())
                                .collect(Collectors.toSet())
                                .containsAll(table.effect(role)));
    }

    /** MEM-2. */
    private boolean canBeBound(Subject subject, Role role) {
        if (subject.kind() != SubjectKind.ALL_USERS) {
            return belongs(subject);
        }
        return table.effect(role).stream()
                .noneMatch(permission -> permission.name().endsWith(".manageAccess")
                        || permission.equals(Permission.ORGANIZATION_APPOINT_ADMINISTRATORS)
                        || permission.equals(Permission.ORGANIZATION_MANAGE_OWNERS));
    }

    private boolean isMember(Subject subject, Scope community) {
        Set<Subject> bound = bound(community);
        return bound.contains(subject)
                || (subject.isUser()
                        && groups.entrySet().stream()
                                .anyMatch(group -> bound.contains(group.getKey())
                                        && group.getValue().contains(subject)));
    }

    /** MEM-5. */
    private boolean takesLastAdministrator(Scope scope, Runnable effect) {
        return team(scope).isPresent()
                && !isDefault(scope)
                && !permanentAdministrators(scope).isEmpty()
                && tried(effect, () -> permanentAdministrators(scope)).isEmpty();
    }

    /** What comes of something that takes away, if it leaves an administrator who does not expire, or takes none. */
    private Expected unlessTheLast(Scope scope, Runnable effect, Expected otherwise) {
        if (takesLastAdministrator(scope, effect)) {
            return Expected.only(REFUSED, "MEM-5");
        }
        // Whether the last of those who do expire may be taken is left open.
        boolean takesLastExpiring = team(scope).isPresent()
                && !isDefault(scope)
                && !administrators(scope, false).isEmpty()
                && tried(effect, () -> administrators(scope, false)).isEmpty();
        return takesLastExpiring ? otherwise.or(REFUSED, "MEM-5") : otherwise;
    }

    /** What would be if something were done; it is not. */
    private <T> T tried(Runnable effect, Supplier<T> question) {
        List<Binding> bindingsBefore = new ArrayList<>(bindings);
        Set<Departure> outBefore = new HashSet<>(out);
        Set<Departure> onceOutBefore = new HashSet<>(onceOut);
        effect.run();
        T answer = question.get();
        bindings = bindingsBefore;
        out.clear();
        out.addAll(outBefore);
        onceOut.clear();
        onceOut.addAll(onceOutBefore);
        return answer;
    }

    private Optional<Binding> binding(Scope scope, Subject subject, Role role) {
        return unexpired()
                .filter(binding -> binding.scope().equals(scope)
                        && binding.subject().equals(subject)
                        && binding.role().equals(role))
                .findFirst();
    }

    private void bind(Scope scope, Subject subject, Role role, Instant end) {
        unbind(scope, subject, role);
        bindings.add(new Binding(scope, subject, role, end));
        out.remove(new Departure(scope, subject));
    }

    /** Whether losing the last role is being removed, which a sign-in does not undo (DEF-4), is left open. */
    private void take(Scope scope, Subject subject, Role role) {
        unbind(scope, subject, role);
        if (team(scope).isPresent() && subject.isUser() && !bound(scope).contains(subject)) {
            onceOut.add(new Departure(scope, subject));
        }
    }

    private void unbind(Scope scope, Subject subject, Role role) {
        bindings.removeIf(binding -> binding.scope().equals(scope)
                && binding.subject().equals(subject)
                && binding.role().equals(role));
    }
}
