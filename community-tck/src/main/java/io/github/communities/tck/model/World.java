package io.github.communities.tck.model;

import io.github.communities.BillingAccountId;
import io.github.communities.CommunityId;
import io.github.communities.InvitationId;
import io.github.communities.OrganizationId;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.ResourceId;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.decision.RoleSource;
import io.github.communities.invitation.InvitationToken;
import io.github.communities.restriction.RestrictionValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What there is in one organization, in plain collections, and who holds what there: what all parts of the model stand
 * on. Nothing here says what may be done.
 */
final class World {
    static final OrganizationId ACME = OrganizationId.of("acme");
    static final Instant NEVER = Instant.MAX;

    final RoleTable table;
    Instant now;
    /** Counts the commands, so that it can be said which of two things was done later. */
    int moment;

    String name = "";
    final Set<Subject> belonging = new HashSet<>();
    final Map<Subject, Set<Subject>> groups = new HashMap<>();
    final Set<Subject> signedIn = new HashSet<>();
    /** Who was removed from where, or left, and was not bound there since (DEF-4). */
    final Set<Departure> out = new HashSet<>();
    /** Who ever was, since they came to the organization. */
    final Set<Departure> onceOut = new HashSet<>();
    /** When they last were (INV-4). */
    final Map<Departure, Integer> departures = new HashMap<>();

    final List<Team> teams = new ArrayList<>();
    final List<Work> works = new ArrayList<>();
    final List<Thing> things = new ArrayList<>();
    final List<Pending> invitations = new ArrayList<>();
    final Set<Published> publications = new LinkedHashSet<>();
    final Set<Attached> attachments = new LinkedHashSet<>();
    final Accounts accounts = new Accounts();
    List<Binding> bindings = new ArrayList<>();

    World(RoleTable table, Instant now) {
        this.table = table;
        this.now = now;
    }

    /** A community. */
    static final class Team {
        final CommunityId id;
        final boolean isDefault;
        final Optional<String> zone;
        final Map<String, RestrictionValue> restrictions = new TreeMap<>();
        String name;
        String description = "";
        boolean generatedName;
        Optional<BillingAccountId> account = Optional.empty();
        Optional<Instant> deleted = Optional.empty();
        boolean purged;
        int lastInvitation = -1;

        Team(CommunityId id, String name, boolean isDefault, Optional<String> zone) {
            this.id = id;
            this.name = name;
            this.isDefault = isDefault;
            this.generatedName = isDefault;
            this.zone = zone;
        }
    }

    /** A project. */
    static final class Work {
        final ProjectId id;
        final Team team;
        final Set<String> reports = new HashSet<>();
        String name;
        Optional<Long> perHour = Optional.empty();
        Optional<Long> perExecution = Optional.empty();
        Optional<Long> balance = Optional.empty();
        Optional<Instant> deleted = Optional.empty();
        boolean purged;

        Work(ProjectId id, Team team, String name) {
            this.id = id;
            this.team = team;
            this.name = name;
        }
    }

    /** A resource. */
    static final class Thing {
        final ResourceId id;
        final Work work;
        final String type;
        String name;
        String description;

        Thing(ResourceId id, Work work, String type, String name, String description) {
            this.id = id;
            this.work = work;
            this.type = type;
            this.name = name;
            this.description = description;
        }
    }

    /** An invitation; one that ends is taken away, and kept among the ended. */
    static final class Pending {
        final InvitationId id;
        final Team team;
        final Role role;
        final Optional<Subject> recipient;
        Optional<InvitationToken> token;
        Optional<InvitationToken> tokenBefore;
        Subject inviter;
        Instant made;
        int moment;
        Instant end;
        Optional<Integer> usesLeft;
        boolean ended;

        Pending(InvitationId id, Team team, Role role, Optional<Subject> recipient, Subject inviter) {
            this.id = id;
            this.team = team;
            this.role = role;
            this.recipient = recipient;
            this.inviter = inviter;
            this.token = Optional.empty();
            this.tokenBefore = Optional.empty();
            this.made = Instant.EPOCH;
            this.end = NEVER;
            this.usesLeft = Optional.empty();
        }
    }

    /** A resource in a community. */
    record Published(Thing thing, Team team) {}

    /** A resource of another project in a project. */
    record Attached(Thing thing, Work work) {}

    /** What is bound, until an instant, perhaps {@link #NEVER}. */
    record Binding(Scope scope, Subject subject, Role role, Instant end) {}

    /** That a user has gone from a community. */
    record Departure(Scope community, Subject user) {}

    /** A role that is held, until an instant, and how it comes. */
    record Held(
            Role role, Instant end, Scope scope, RoleSource.Kind kind, Subject boundTo, Optional<Role> inheritedFrom) {
        /** Whether it is what every user has (ORG-3), and not what follows from that. */
        boolean isBelonging() {
            return kind == RoleSource.Kind.BELONGING && inheritedFrom.isEmpty();
        }
    }

    // What there is.

    boolean belongs(Subject subject) {
        return belonging.contains(subject);
    }

    Optional<Team> anyTeam(Scope id) {
        return teams.stream().filter(team -> team.id.equals(id) && !team.purged).findFirst();
    }

    Optional<Team> team(Scope id) {
        return anyTeam(id).filter(team -> team.deleted.isEmpty());
    }

    Optional<Work> anyWork(Scope id) {
        return works.stream()
                .filter(work -> work.id.equals(id) && !work.purged && !work.team.purged)
                .findFirst();
    }

    Optional<Work> work(Scope id) {
        return anyWork(id).filter(work -> work.deleted.isEmpty() && work.team.deleted.isEmpty());
    }

    Optional<Thing> thing(ResourceId id) {
        return things.stream()
                .filter(thing -> thing.id.equals(id) && work(thing.work.id).isPresent())
                .findFirst();
    }

    Stream<Team> livingTeams() {
        return teams.stream().filter(team -> team(team.id).isPresent());
    }

    Stream<Work> livingWorks() {
        return works.stream().filter(work -> work(work.id).isPresent());
    }

    Stream<Thing> livingThings() {
        return things.stream().filter(thing -> work(thing.work.id).isPresent());
    }

    /** Whether an invitation can still be accepted, by somebody at least. */
    boolean isAlive(Pending pending) {
        return !pending.ended
                && pending.end.isAfter(now)
                && team(pending.team.id).isPresent();
    }

    Team defaultTeam() {
        return teams.get(0);
    }

    boolean isDefault(Scope scope) {
        return !teams.isEmpty() && defaultTeam().id.equals(scope);
    }

    /** A scope and all above it; nothing for what does not exist (ACC-1). */
    List<Scope> upwards(Scope scope) {
        if (scope.equals(ACME)) {
            return List.of(ACME);
        }
        return team(scope)
                .map(team -> List.<Scope>of(team.id, ACME))
                .or(() -> work(scope).map(World::upwards))
                .orElse(List.of());
    }

    /** A project and all above it, whether or not it exists. */
    static List<Scope> upwards(Work work) {
        return List.of(work.id, work.team.id, ACME);
    }

    /** As {@link #upwards(Scope)}, of deleted projects too. */
    List<Scope> anyUpwards(Scope scope) {
        return anyWork(scope).map(World::upwards).orElseGet(() -> upwards(scope));
    }

    boolean exists(Scope scope) {
        return !upwards(scope).isEmpty();
    }

    // Who holds what.

    /** A principal, the groups they are in, and the system group if they are a user. */
    Set<Subject> identities(Subject principal) {
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

    Stream<Binding> unexpired() {
        return bindings.stream().filter(binding -> binding.end().isAfter(now));
    }

    /** All roles that a principal holds at a scope: own, groups', inherited, from above (ACC-1, ORG-3, DEF-7). */
    List<Held> held(Subject principal, Scope scope) {
        return held(principal, upwards(scope));
    }

    List<Held> held(Subject principal, List<Scope> upwards) {
        Set<Subject> identities = identities(principal);
        List<Held> held = new ArrayList<>();
        unexpired().filter(binding -> identities.contains(binding.subject())).forEach(binding -> {
            RoleSource.Kind kind = kind(principal, binding.subject());
            if (upwards.contains(binding.scope())) {
                held.add(new Held(
                        binding.role(), binding.end(), binding.scope(), kind, binding.subject(), Optional.empty()));
            }
            if (binding.scope().equals(ACME)) {
                inherited(binding.role(), upwards)
                        .ifPresent(at -> held.add(new Held(
                                table.administrator(),
                                binding.end(),
                                at,
                                kind,
                                binding.subject(),
                                Optional.of(binding.role()))));
            }
        });
        if (belongs(principal) && principal.isUser() && !upwards.isEmpty()) {
            held.add(new Held(table.member(), NEVER, ACME, RoleSource.Kind.BELONGING, principal, Optional.empty()));
            inherited(table.member(), upwards)
                    .ifPresent(at -> held.add(new Held(
                            table.administrator(),
                            NEVER,
                            at,
                            RoleSource.Kind.BELONGING,
                            principal,
                            Optional.of(table.member()))));
        }
        return held;
    }

    private static RoleSource.Kind kind(Subject principal, Subject boundTo) {
        if (boundTo.equals(principal)) {
            return RoleSource.Kind.OWN;
        }
        return boundTo.equals(Subject.allUsers()) ? RoleSource.Kind.ALL_USERS : RoleSource.Kind.GROUP;
    }

    /** Where the administration follows from an organization role on the way up, if it does (DEF-7). */
    private Optional<Scope> inherited(Role role, List<Scope> upwards) {
        Set<RoleTable.Follows> follows = table.follows(role);
        return teams.stream()
                .filter(team -> upwards.contains(team.id))
                .filter(team ->
                        follows.contains(team.isDefault ? RoleTable.Follows.DEFAULT : RoleTable.Follows.STANDARD))
                // That of standard communities is one role for all of them.
                .<Scope>map(team -> team.isDefault ? team.id : ACME)
                .findFirst();
    }

    /**
     * What is told of a principal's roles at a scope: those that permit something there. Whether belonging to the
     * organization is told among them is left open.
     */
    Set<Held> told(Subject principal, Scope scope) {
        return held(principal, scope).stream()
                .filter(held -> !held.isBelonging())
                .filter(held -> table.permissions(held.role()).stream()
                        .anyMatch(permission -> permission.level().compareTo(scope.kind()) >= 0))
                .collect(Collectors.toSet());
    }

    /** All that a principal may do at a scope. */
    Set<Permission> permissions(Subject principal, Scope scope) {
        return permitted(held(principal, scope));
    }

    Set<Permission> permitted(List<Held> held) {
        return held.stream()
                .flatMap(each -> table.permissions(each.role()).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    boolean may(Subject principal, Permission permission, Scope scope) {
        return permissions(principal, scope).contains(permission);
    }

    /** Until when what a principal does by virtue of these permissions lasts at most (MEM-8). */
    Instant limit(Subject principal, Set<Permission> permissions, Scope scope) {
        Instant limit = NEVER;
        for (Permission permission : permissions) {
            limit = earlier(
                    limit,
                    latest(
                            held(principal, scope),
                            held -> table.permissions(held.role()).contains(permission)));
        }
        return limit;
    }

    static Instant latest(List<Held> held, Predicate<Held> what) {
        return held.stream().filter(what).map(Held::end).max(Instant::compareTo).orElseThrow();
    }

    static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    Set<Subject> administrators(Scope community, boolean permanent) {
        Set<Subject> administrators = new HashSet<>();
        unexpired()
                .filter(binding -> binding.scope().equals(community)
                        && table.isOrIncludes(binding.role(), table.administrator())
                        && (!permanent || binding.end().equals(NEVER)))
                .forEach(binding -> {
                    administrators.add(binding.subject());
                    administrators.addAll(groups.getOrDefault(binding.subject(), Set.of()));
                });
        administrators.removeIf(subject -> !subject.isPrincipal() || !belongs(subject));
        return administrators;
    }

    /** The standard communities that nobody administers (MEM-6). */
    Set<CommunityId> orphaned() {
        return livingTeams()
                .filter(team -> !team.isDefault)
                .filter(team -> administrators(team.id, false).isEmpty())
                .map(team -> team.id)
                .collect(Collectors.toSet());
    }

    /** Who is bound at a scope. */
    Set<Subject> bound(Scope scope) {
        return unexpired()
                .filter(binding -> binding.scope().equals(scope))
                .map(Binding::subject)
                .collect(Collectors.toSet());
    }

    boolean isMember(Subject subject, Scope community) {
        Set<Subject> bound = bound(community);
        return bound.contains(subject)
                || (subject.isUser()
                        && groups.entrySet().stream()
                                .anyMatch(group -> bound.contains(group.getKey())
                                        && group.getValue().contains(subject)));
    }

    Optional<Binding> binding(Scope scope, Subject subject, Role role) {
        return unexpired()
                .filter(binding -> binding.scope().equals(scope)
                        && binding.subject().equals(subject)
                        && binding.role().equals(role))
                .findFirst();
    }

    // What changes.

    void bind(Scope scope, Subject subject, Role role, Instant end) {
        unbind(scope, subject, role);
        bindings.add(new Binding(scope, subject, role, end));
        out.remove(new Departure(scope, subject));
    }

    void unbind(Scope scope, Subject subject, Role role) {
        bindings.removeIf(binding -> binding.scope().equals(scope)
                && binding.subject().equals(subject)
                && binding.role().equals(role));
    }

    /** A user has gone from a community, with what was sent to them (MEM-7, DEF-4, INV-4). */
    void depart(Scope community, Subject user) {
        Departure departure = new Departure(community, user);
        out.add(departure);
        onceOut.add(departure);
        departures.put(departure, moment);
        endInvitations(pending -> pending.team.id.equals(community) && pending.recipient.equals(Optional.of(user)));
    }

    /** What brings back all that members and roles are about. */
    Runnable asItIs() {
        List<Binding> bindingsNow = new ArrayList<>(bindings);
        Set<Departure> outNow = new HashSet<>(out);
        Set<Departure> onceOutNow = new HashSet<>(onceOut);
        Map<Departure, Integer> departuresNow = new HashMap<>(departures);
        List<Pending> pendingNow =
                invitations.stream().filter(pending -> !pending.ended).toList();
        return () -> {
            bindings = bindingsNow;
            out.clear();
            out.addAll(outNow);
            onceOut.clear();
            onceOut.addAll(onceOutNow);
            departures.clear();
            departures.putAll(departuresNow);
            pendingNow.forEach(pending -> pending.ended = false);
        };
    }

    /** Ends all that a subject has (ORG-4, ORG-8). */
    void forget(Subject subject) {
        belonging.remove(subject);
        groups.remove(subject);
        groups.values().forEach(members -> members.remove(subject));
        bindings.removeIf(binding -> binding.subject().equals(subject));
        if (subject.isUser()) {
            signedIn.remove(subject);
            out.removeIf(departure -> departure.user().equals(subject));
            onceOut.removeIf(departure -> departure.user().equals(subject));
            teams.forEach(team -> departures.put(new Departure(team.id, subject), moment));
            endInvitations(pending -> pending.recipient.equals(Optional.of(subject)));
        }
    }

    void endInvitations(Predicate<Pending> which) {
        invitations.stream().filter(which).forEach(pending -> pending.ended = true);
    }

    /** Takes a resource out of a community, and out of all its projects (SHR-5). */
    void withdraw(Predicate<Published> which) {
        List<Published> gone = publications.stream().filter(which).toList();
        publications.removeAll(gone);
        attachments.removeIf(attached -> gone.contains(new Published(attached.thing(), attached.work().team)));
    }
}
