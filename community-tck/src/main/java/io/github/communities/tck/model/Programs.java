package io.github.communities.tck.model;

import static io.github.communities.ScopeKind.COMMUNITY;
import static io.github.communities.ScopeKind.ORGANIZATION;
import static io.github.communities.ScopeKind.PROJECT;

import io.github.communities.Role;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.tck.model.Command.Numbered;
import io.github.communities.tck.model.Command.Who;
import io.github.communities.tck.model.Model.Step;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/** Random programs. Few people, few names and few places, so that commands meet. */
public final class Programs {
    private static final Subject ANN = Subject.user("ann");
    private static final Subject BOB = Subject.user("bob");
    private static final Subject CAROL = Subject.user("carol");
    private static final Subject DAVE = Subject.federatedUser("dave");
    private static final Subject ROBOT = Subject.serviceAccount("robot");
    private static final Subject CATS = Subject.group("cats");
    private static final Subject DOGS = Subject.group("dogs");

    private static final List<Subject> USERS = List.of(ANN, BOB, CAROL, DAVE);

    /** Whoever can ask for something; the last one belongs nowhere, ever. */
    public static final List<Subject> PRINCIPALS = List.of(ANN, BOB, CAROL, DAVE, ROBOT, Subject.user("stranger"));

    private static final List<Subject> SUBJECTS = List.of(ANN, BOB, CAROL, DAVE, ROBOT, CATS, DOGS, Subject.allUsers());

    /** What every program begins with. */
    public static final List<Command> BEGINNING = List.of(
            new Command.Register("Acme"),
            new Command.Add(ANN, List.of(Role.ORGANIZATION_OWNER)),
            new Command.Add(BOB, List.of()),
            new Command.Add(CAROL, List.of()),
            new Command.Add(DAVE, List.of()),
            new Command.Add(ROBOT, List.of()),
            new Command.AddGroup(CATS),
            new Command.AddToGroup(CATS, CAROL),
            new Command.LogIn(BOB),
            new Command.CreateCommunity(new Who.Certain(BOB), "Cats"),
            new Command.CreateProject(new Who.Certain(BOB), 1, "Dogs"));

    /** Which roles there are, and where they can be bound, is the same in both tables. */
    private static final RoleTable TABLE = RoleTable.standard();

    private static final List<Role> ALL_ROLES = TABLE.roles();

    private Programs() {}

    /** Programs of up to so many commands. */
    public static Arbitrary<List<Command>> of(int length) {
        Arbitrary<Subject> users = Arbitraries.of(USERS);
        Arbitrary<Subject> anyone = Arbitraries.frequency(
                Tuple.of(4, ANN),
                Tuple.of(4, BOB),
                Tuple.of(4, CAROL),
                Tuple.of(2, DAVE),
                Tuple.of(2, ROBOT),
                Tuple.of(1, Subject.user("stranger")));
        // If all were asked for by anyone, little would be permitted.
        Arbitrary<Who> callers = Arbitraries.frequencyOf(
                Tuple.of(1, anyone.map(Who.Certain::new)),
                Tuple.of(
                        2,
                        Combinators.combine(Arbitraries.integers().between(0, 3), anyone)
                                .as(Who.Able::new)));
        Arbitrary<Subject> subjects = Arbitraries.of(SUBJECTS);
        Arbitrary<Subject> principals = Arbitraries.of(ANN, BOB, CAROL, DAVE, ROBOT);
        Arbitrary<Subject> groups = Arbitraries.of(CATS, DOGS);
        Arbitrary<String> names =
                Arbitraries.of(Model.NAMES.keySet().stream().sorted().toList());
        Arbitrary<Integer> numbers = Arbitraries.frequency(
                Tuple.of(5, 0),
                Tuple.of(9, 1),
                Tuple.of(5, 2),
                Tuple.of(3, 3),
                Tuple.of(2, 4),
                Tuple.of(1, Model.NUMBERS - 1));
        Arbitrary<Integer> bindings = Arbitraries.integers().between(0, 19);
        Arbitrary<Boolean> stale = Arbitraries.frequency(Tuple.of(6, false), Tuple.of(1, true));
        Arbitrary<Duration> durations = Arbitraries.of(
                Duration.ofMinutes(30), Duration.ofHours(2), Duration.ofDays(1), Duration.ofDays(3), Duration.ZERO);
        Arbitrary<Numbered> places = Combinators.combine(
                        Arbitraries.frequency(Tuple.of(1, ORGANIZATION), Tuple.of(6, COMMUNITY), Tuple.of(2, PROJECT)),
                        numbers)
                .as(Numbered::new);
        Arbitrary<List<Role>> organizationRoles = Arbitraries.of(
                        Role.ORGANIZATION_ADMIN, Role.ORGANIZATION_OWNER, Role.COMMUNITY_VIEWER, Role.COMMUNITY_ADMIN)
                .list()
                .ofMaxSize(1);
        Arbitrary<Step> steps = Combinators.combine(
                        subjects, Arbitraries.of(rolesAt(COMMUNITY)), Arbitraries.of(true, true, false))
                .as(Step::new);
        return Arbitraries.frequencyOf(
                        Tuple.of(1, Arbitraries.of("Acme", "Initech").map(Command.Register::new)),
                        Tuple.of(
                                3, Combinators.combine(users, organizationRoles).as(Command.Add::new)),
                        Tuple.of(
                                1,
                                Arbitraries.of(List.<Role>of(), List.of(Role.ORGANIZATION_MEMBER))
                                        .map(roles -> new Command.Add(ROBOT, roles))),
                        Tuple.of(
                                2,
                                Combinators.combine(users, Arbitraries.of(rolesAt(ORGANIZATION)))
                                        .as(Command.RevokeRole::new)),
                        Tuple.of(2, users.map(Command.RemoveUser::new)),
                        Tuple.of(1, groups.map(Command.AddGroup::new)),
                        Tuple.of(3, Combinators.combine(groups, principals).as(Command.AddToGroup::new)),
                        Tuple.of(2, Combinators.combine(groups, principals).as(Command.RemoveFromGroup::new)),
                        Tuple.of(4, users.map(Command.LogIn::new)),
                        Tuple.of(3, Combinators.combine(callers, names).as(Command.CreateCommunity::new)),
                        Tuple.of(
                                2,
                                Combinators.combine(
                                                callers,
                                                numbers,
                                                names.optional(),
                                                Arbitraries.of("", "about cats").optional(),
                                                stale)
                                        .as(Command.UpdateCommunity::new)),
                        Tuple.of(1, Combinators.combine(callers, numbers).as(Command.DeleteCommunity::new)),
                        Tuple.of(4, Combinators.combine(callers, numbers, names).as(Command.CreateProject::new)),
                        Tuple.of(
                                1,
                                Combinators.combine(callers, numbers, names, stale)
                                        .as(Command.UpdateProject::new)),
                        Tuple.of(1, Combinators.combine(callers, numbers).as(Command.DeleteProject::new)),
                        Tuple.of(
                                14,
                                Combinators.combine(callers, places, subjects, durations.optional(0.4))
                                        .flatAs((caller, place, subject, lasting) -> rolesFor(place)
                                                .map(role ->
                                                        new Command.Grant(caller, place, subject, role, lasting)))),
                        Tuple.of(
                                4,
                                Combinators.combine(callers, bindings, durations.optional(0.6))
                                        .as(Command.GrantAgain::new)),
                        Tuple.of(5, Combinators.combine(callers, bindings).as(Command.RevokeOne::new)),
                        Tuple.of(3, Combinators.combine(callers, bindings).as(Command.RemoveOne::new)),
                        Tuple.of(
                                3,
                                Combinators.combine(callers, places, subjects)
                                        .flatAs((caller, place, subject) -> rolesFor(place)
                                                .map(role -> new Command.Revoke(caller, place, subject, role)))),
                        Tuple.of(
                                2,
                                Combinators.combine(
                                                callers, places.filter(place -> place.kind() != ORGANIZATION), subjects)
                                        .as(Command.Remove::new)),
                        Tuple.of(3, Combinators.combine(callers, numbers).as(Command.Leave::new)),
                        Tuple.of(
                                3,
                                Combinators.combine(
                                                callers,
                                                numbers,
                                                steps.list().ofMinSize(1).ofMaxSize(4))
                                        .as(Command.Update::new)),
                        Tuple.of(
                                2,
                                Combinators.combine(
                                                callers,
                                                numbers,
                                                steps.map(step -> new Step(step.subject(), step.role(), true))
                                                        .list()
                                                        .ofMaxSize(3),
                                                stale)
                                        .as(Command.Replace::new)),
                        Tuple.of(
                                3,
                                durations.filter(duration -> !duration.isZero()).map(Command.Advance::new)),
                        Tuple.of(3, Arbitraries.create(Command.SwitchNode::new)),
                        Tuple.of(1, Arbitraries.create(Command.Reopen::new)))
                .map(Command.class::cast)
                .list()
                .ofMinSize(1)
                .ofMaxSize(length)
                .withSizeDistribution(RandomDistribution.uniform());
    }

    /** Mostly a role that fits, and of those mostly one that makes an administrator. */
    private static Arbitrary<Role> rolesFor(Numbered place) {
        Role highest = switch (place.kind()) {
            case ORGANIZATION -> Role.ORGANIZATION_ADMIN;
            case COMMUNITY -> Role.COMMUNITY_ADMIN;
            case PROJECT -> Role.PROJECT_ADMIN;
        };
        return Arbitraries.frequencyOf(
                Tuple.of(5, Arbitraries.just(highest)),
                Tuple.of(8, Arbitraries.of(rolesAt(place.kind()))),
                Tuple.of(1, Arbitraries.of(ALL_ROLES)));
    }

    private static List<Role> rolesAt(ScopeKind kind) {
        return TABLE.rolesAt(kind);
    }
}
