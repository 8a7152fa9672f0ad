package io.github.communities.tck.model;

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
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One organization as the rules describe it, in plain collections that are searched from end to end. Every command has
 * a method in one of the parts that says what may become of it and what it then does; nothing here is shared with the
 * engine but the values that hosts see.
 */
public final class Model {
    public static final OrganizationId ACME = World.ACME;

    /** How many numbers there are for things of a kind: the last never was, the one before is gone if any is. */
    public static final int NUMBERS = 8;

    private static final CommunityId NO_COMMUNITY = CommunityId.of(ACME, "never");
    private static final ProjectId NO_PROJECT = ProjectId.of(ACME, "never");
    private static final ResourceId NO_RESOURCE = ResourceId.of(ACME, "never");
    private static final InvitationId NO_INVITATION = InvitationId.of(ACME, "never");

    static final String ONLY_TYPES = "resources.onlyTypes";
    static final String NO_TYPES = "resources.noTypes";

    /** The names that programs use, each with the key under which it is unique (COM-2). */
    static final Map<String, String> NAMES = Map.of(
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

    /** The catalog of restrictions of the ready policies, with what is in force unless it is set (RST-1). */
    static final Map<String, RestrictionValue> RESTRICTIONS =
            Map.of(ONLY_TYPES, RestrictionValue.of(List.of()), NO_TYPES, RestrictionValue.of(List.of()));

    /** The form of a secret's name (RES-1); of the others, what programs use is allowed for all. */
    private static final Pattern SECRET = Pattern.compile("[A-Za-z][-A-Za-z0-9]{0,61}[A-Za-z0-9]");

    private static final List<String> TYPES = List.of("dataset", "secret", "node");

    final World world;
    final CommunityModel communities;
    final ProjectModel projects;
    final MemberModel members;
    final OrganizationModel organization;
    final InvitationModel invitations;
    final SharingModel sharing;
    final Giving giving;

    public Model(RoleTable table, Instant now) {
        world = new World(table, now);
        communities = new CommunityModel(world);
        projects = new ProjectModel(world, communities);
        members = new MemberModel(world);
        organization = new OrganizationModel(world, members);
        invitations = new InvitationModel(world);
        sharing = new SharingModel(world);
        giving = new Giving(world);
    }

    public RoleTable table() {
        return world.table;
    }

    Instant now() {
        return world.now;
    }

    /** Time has passed, and another command follows. */
    public void advanceTo(Instant instant) {
        world.now = instant;
        world.moment++;
    }

    static String key(String name) {
        return Optional.ofNullable(NAMES.get(name)).orElseThrow();
    }

    /** Whether a resource of a type can have a name. */
    static boolean isNamed(String type, String name) {
        return TYPES.contains(type)
                && (!type.equals("secret") || SECRET.matcher(name).matches());
    }

    /** Whoever has a permission at a scope. */
    Predicate<Subject> permitted(Permission permission, Scope scope) {
        return subject -> world.may(subject, permission, scope);
    }

    /** Whoever has a permission in the project of a resource. */
    Predicate<Subject> permitted(Permission permission, ResourceId resource) {
        return subject -> world.thing(resource)
                .filter(thing -> world.may(subject, permission, thing.work.id))
                .isPresent();
    }

    // What a number stands for.

    CommunityId community(int number) {
        return pick(
                number,
                world.livingTeams().map(team -> team.id).toList(),
                world.teams.stream()
                        .filter(team -> world.team(team.id).isEmpty())
                        .map(team -> team.id)
                        .toList(),
                NO_COMMUNITY);
    }

    ProjectId project(int number) {
        return pick(
                number,
                world.livingWorks().map(work -> work.id).toList(),
                world.works.stream()
                        .filter(work -> world.work(work.id).isEmpty())
                        .map(work -> work.id)
                        .toList(),
                NO_PROJECT);
    }

    ResourceId resource(int number) {
        return pick(
                number,
                world.livingThings().map(thing -> thing.id).toList(),
                world.things.stream()
                        .filter(thing -> world.thing(thing.id).isEmpty())
                        .map(thing -> thing.id)
                        .toList(),
                NO_RESOURCE);
    }

    InvitationId invitation(int number) {
        return pick(
                number,
                world.invitations.stream()
                        .filter(world::isAlive)
                        .map(pending -> pending.id)
                        .toList(),
                world.invitations.stream()
                        .filter(pending -> !world.isAlive(pending))
                        .map(pending -> pending.id)
                        .toList(),
                NO_INVITATION);
    }

    private static <T> T pick(int number, List<T> there, List<T> gone, T never) {
        if (number >= NUMBERS - 1) {
            return never;
        }
        List<T> from = number == NUMBERS - 2 || there.isEmpty() ? gone : there;
        return from.isEmpty() ? never : from.get(number % from.size());
    }

    /** The token of a link. */
    Optional<InvitationToken> token(InvitationId id) {
        return world.invitations.stream()
                .filter(pending -> pending.id.equals(id))
                .findFirst()
                .flatMap(pending -> pending.token);
    }

    /** One of those who can do something, if anyone can: the choice falls on another for another number. */
    Optional<Subject> anyone(int number, Predicate<Subject> able) {
        List<Subject> all = world.belonging.stream()
                .filter(subject -> subject.isPrincipal() && able.test(subject))
                .sorted(Comparator.comparing(Subject::toString))
                .toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(number % all.size()));
    }

    /** What is bound where to whom. */
    record Bound(Scope scope, Subject subject, Role role) {}

    /** The binding in force of a number. */
    Bound bound(int number) {
        List<World.Binding> all = world.unexpired()
                .filter(binding -> world.exists(binding.scope()))
                .toList();
        if (all.isEmpty()) {
            return new Bound(NO_PROJECT, Subject.allUsers(), Role.PROJECT_VIEWER);
        }
        World.Binding chosen = all.get(number % all.size());
        return new Bound(chosen.scope(), chosen.subject(), chosen.role());
    }

    /** Everything that is bound to or belongs to the organization itself, and what is not there. */
    List<Scope> scopes() {
        return Stream.of(
                        Stream.<Scope>of(ACME, NO_COMMUNITY, NO_PROJECT),
                        world.teams.stream().<Scope>map(team -> team.id),
                        world.works.stream().<Scope>map(work -> work.id))
                .flatMap(scope -> scope)
                .toList();
    }

    /** The sources of roles that the engine tells, as the model has them, but for that a user belongs. */
    static Set<World.Held> sources(Collection<RoleSource> told) {
        return told.stream()
                .map(source -> new World.Held(
                        source.role(),
                        source.expiresAt().orElse(World.NEVER),
                        source.scope(),
                        source.kind(),
                        source.boundTo(),
                        source.inheritedFrom()))
                .filter(held -> !held.isBelonging())
                .collect(Collectors.toSet());
    }
}
