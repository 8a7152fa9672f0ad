package io.github.communities.tck.model;

import static io.github.communities.ScopeKind.COMMUNITY;
import static io.github.communities.ScopeKind.ORGANIZATION;
import static io.github.communities.ScopeKind.PROJECT;

import io.github.communities.BillingAccountId;
import io.github.communities.Role;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.billing.BillingStatus;
import io.github.communities.restriction.RestrictionValue;
import io.github.communities.tck.model.MemberModel.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

    private static final List<String> TYPES = List.of("dataset", "secret", "node");

    private static final Arbitrary<Subject> PEOPLE = Arbitraries.of(USERS);
    /** The groups that there may be. */
    static final List<Subject> ALL_GROUPS = List.of(CATS, DOGS);

    private static final Arbitrary<Subject> GROUPS = Arbitraries.of(ALL_GROUPS);
    private static final Arbitrary<Subject> ANYONE = Arbitraries.frequency(
            Tuple.of(4, ANN),
            Tuple.of(4, BOB),
            Tuple.of(4, CAROL),
            Tuple.of(2, DAVE),
            Tuple.of(2, ROBOT),
            Tuple.of(1, Subject.user("stranger")));

    /** If all were asked for by anyone, little would be permitted. */
    private static final Arbitrary<Who> CALLERS = Arbitraries.frequencyOf(
            Tuple.of(1, ANYONE.map(Who.Certain::new)),
            Tuple.of(
                    5,
                    Combinators.combine(Arbitraries.integers().between(0, 3), ANYONE)
                            .as(Who.Able::new)));

    private static final Arbitrary<String> NAMES =
            Arbitraries.of(Model.NAMES.keySet().stream().sorted().toList());
    private static final Arbitrary<Integer> NUMBERS = Arbitraries.frequency(
            Tuple.of(5, 0),
            Tuple.of(9, 1),
            Tuple.of(5, 2),
            Tuple.of(3, 3),
            Tuple.of(2, 4),
            Tuple.of(1, Model.NUMBERS - 2),
            Tuple.of(1, Model.NUMBERS - 1));

    /** Mostly what is gone. */
    private static final Arbitrary<Integer> GONE =
            Arbitraries.frequency(Tuple.of(1, 1), Tuple.of(9, Model.NUMBERS - 2), Tuple.of(1, Model.NUMBERS - 1));

    private static final Arbitrary<Boolean> STALE = Arbitraries.frequency(Tuple.of(9, false), Tuple.of(1, true));
    private static final Arbitrary<Duration> LASTING = Arbitraries.of(
            Duration.ofMinutes(30), Duration.ofHours(2), Duration.ofDays(1), Duration.ofDays(3), Duration.ZERO);

    private final RoleTable table;

    private Programs(RoleTable table) {
        this.table = table;
    }

    /** What every program begins with: bob, or whoever can, creates a community, links it and starts a project. */
    static List<Command> beginning(RoleTable table, boolean orWhoeverCan) {
        Who bob = orWhoeverCan ? new Who.Able(0, BOB) : new Who.Certain(BOB);
        return List.of(
                new HostCommands.Register("Acme"),
                new HostCommands.Add(ANN, List.of(table.owner())),
                new HostCommands.Add(BOB, List.of()),
                new HostCommands.Add(CAROL, List.of()),
                new HostCommands.Add(DAVE, List.of()),
                new HostCommands.Add(ROBOT, List.of()),
                new HostCommands.AddGroup(CATS),
                new HostCommands.AddToGroup(CATS, CAROL),
                new HostCommands.LogIn(BOB),
                new CommunityCommands.Create(bob, "Cats", Optional.empty()),
                new CommunityCommands.Create(bob, "Straße", Optional.of("eu")),
                new CommunityCommands.Link(bob, 1, Accounts.SHARED),
                new ProjectCommands.Create(bob, 1, "Dogs"),
                new ProjectCommands.CreateResource(bob, 0, "dataset", "alpha"));
    }

    /** Programs of up to so many commands under the ready policies, and those that have the same roles. */
    public static Arbitrary<List<Command>> of(int length) {
        return of(length, RoleTable.standard());
    }

    /** Programs of up to so many commands under a policy. */
    public static Arbitrary<List<Command>> of(int length, RoleTable table) {
        return new Programs(table).upTo(length);
    }

    private Arbitrary<List<Command>> upTo(int length) {
        return Arbitraries.frequencyOf(
                        Tuple.of(17, ofHost()),
                        Tuple.of(19, ofCommunities()),
                        Tuple.of(15, ofProjects()),
                        Tuple.of(18, ofResources()),
                        Tuple.of(30, ofMembers()),
                        Tuple.of(26, ofInvitations()),
                        Tuple.of(
                                3,
                                // A little more than something lasts, so that it does not matter what else takes time.
                                LASTING.filter(time -> !time.isZero())
                                        .map(time -> new Command.Advance(time.plusMinutes(1)))),
                        Tuple.of(3, Arbitraries.create(Command.SwitchNode::new)),
                        Tuple.of(1, Arbitraries.create(Command.Reopen::new)))
                .list()
                .ofMinSize(1)
                .ofMaxSize(length)
                .withSizeDistribution(RandomDistribution.uniform());
    }

    private Arbitrary<Command> ofHost() {
        Arbitrary<List<Role>> organizationRoles = Arbitraries.of(rolesAt(ORGANIZATION))
                .filter(role -> !role.equals(table.member()))
                .list()
                .ofMaxSize(1);
        return Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.of("Acme", "Initech").map(HostCommands.Register::new)),
                Tuple.of(4, Combinators.combine(PEOPLE, organizationRoles).as(HostCommands.Add::new)),
                Tuple.of(
                        1,
                        Arbitraries.of(List.<Role>of(), List.of(table.member()))
                                .map(roles -> new HostCommands.Add(ROBOT, roles))),
                Tuple.of(
                        1,
                        Combinators.combine(PEOPLE, Arbitraries.of(rolesAt(ORGANIZATION)))
                                .as(HostCommands.RevokeRole::new)),
                Tuple.of(2, Arbitraries.of(BOB, CAROL, DAVE, ROBOT, CATS, DOGS).map(HostCommands.TakeOut::new)),
                Tuple.of(1, GROUPS.map(HostCommands.AddGroup::new)),
                Tuple.of(
                        3,
                        Combinators.combine(GROUPS, Arbitraries.of(ANN, BOB, CAROL, DAVE, ROBOT))
                                .as(HostCommands.AddToGroup::new)),
                Tuple.of(
                        1,
                        Combinators.combine(GROUPS, Arbitraries.of(ANN, BOB, CAROL, DAVE, ROBOT))
                                .as(HostCommands.RemoveFromGroup::new)),
                Tuple.of(3, PEOPLE.map(HostCommands.LogIn::new)),
                Tuple.of(1, Arbitraries.create(HostCommands.Purge::new)));
    }

    private Arbitrary<Command> ofCommunities() {
        Arbitrary<BillingAccountId> accounts = Arbitraries.frequency(
                Tuple.of(4, Accounts.SHARED), Tuple.of(2, Accounts.OF_BOB), Tuple.of(1, Accounts.UNKNOWN));
        Arbitrary<RestrictionValue> lists =
                Arbitraries.of(TYPES).list().ofMaxSize(2).uniqueElements().map(RestrictionValue::of);
        Arbitrary<RestrictionValue> values =
                Arbitraries.frequencyOf(Tuple.of(9, lists), Tuple.of(1, Arbitraries.just(RestrictionValue.of(true))));
        Arbitrary<String> restrictions = Arbitraries.frequency(
                Tuple.of(5, Model.ONLY_TYPES), Tuple.of(5, Model.NO_TYPES), Tuple.of(1, "resources.no"));
        return Arbitraries.frequencyOf(
                Tuple.of(
                        4,
                        Combinators.combine(
                                        CALLERS, NAMES, Arbitraries.just("eu").optional(0.3))
                                .as(CommunityCommands.Create::new)),
                Tuple.of(
                        2,
                        Combinators.combine(
                                        CALLERS,
                                        NUMBERS,
                                        NAMES.optional(),
                                        Arbitraries.of("", "about cats").optional(),
                                        STALE)
                                .as(CommunityCommands.Update::new)),
                Tuple.of(2, Combinators.combine(CALLERS, NUMBERS).as(CommunityCommands.Delete::new)),
                Tuple.of(3, Combinators.combine(CALLERS, GONE).as(CommunityCommands.Restore::new)),
                Tuple.of(4, Combinators.combine(CALLERS, NUMBERS, accounts).as(CommunityCommands.Link::new)),
                Tuple.of(
                        1,
                        Combinators.combine(
                                        Arbitraries.of(Accounts.SHARED, Accounts.OF_BOB),
                                        Arbitraries.of(
                                                BillingStatus.ACTIVE,
                                                BillingStatus.TRIAL_ACTIVE,
                                                BillingStatus.SUSPENDED))
                                .as(Command.AccountBecomes::new)),
                Tuple.of(
                        2,
                        Combinators.combine(CALLERS, NUMBERS, restrictions, values)
                                .as(CommunityCommands.Restrict::new)),
                Tuple.of(1, Combinators.combine(CALLERS, NUMBERS, restrictions).as(CommunityCommands.Unrestrict::new)));
    }

    private Arbitrary<Command> ofProjects() {
        Arbitrary<Optional<Long>> units =
                Arbitraries.of(0L, 5L, 20L, Long.MAX_VALUE).optional(0.7);
        return Arbitraries.frequencyOf(
                Tuple.of(6, Combinators.combine(CALLERS, NUMBERS, NAMES).as(ProjectCommands.Create::new)),
                Tuple.of(1, Combinators.combine(CALLERS, NUMBERS, NAMES, STALE).as(ProjectCommands.Update::new)),
                Tuple.of(2, Combinators.combine(CALLERS, NUMBERS).as(ProjectCommands.Delete::new)),
                Tuple.of(3, Combinators.combine(CALLERS, GONE).as(ProjectCommands.Restore::new)),
                Tuple.of(
                        1,
                        Combinators.combine(CALLERS, NUMBERS, units, units, STALE)
                                .as(ProjectCommands.Limit::new)),
                Tuple.of(1, Combinators.combine(CALLERS, NUMBERS, units, STALE).as(ProjectCommands.SetBalance::new)),
                Tuple.of(
                        1,
                        Combinators.combine(CALLERS, NUMBERS, Arbitraries.of(0L, 3L))
                                .as(ProjectCommands.AddToBalance::new)),
                Tuple.of(
                        1,
                        Combinators.combine(NUMBERS, Arbitraries.of("run 1", "run 2", "run 3"), Arbitraries.of(1L, 6L))
                                .as(HostCommands.ReportUse::new)));
    }

    private Arbitrary<Command> ofResources() {
        Arbitrary<String> names = Arbitraries.frequency(
                Tuple.of(5, "alpha"), Tuple.of(5, "beta"), Tuple.of(5, "gamma"), Tuple.of(1, "4 you"));
        Arbitrary<String> types = Arbitraries.frequency(
                Tuple.of(9, "dataset"), Tuple.of(9, "secret"), Tuple.of(9, "node"), Tuple.of(1, "cat"));
        return Arbitraries.frequencyOf(
                Tuple.of(
                        7, Combinators.combine(CALLERS, NUMBERS, types, names).as(ProjectCommands.CreateResource::new)),
                Tuple.of(
                        1,
                        Combinators.combine(
                                        CALLERS,
                                        NUMBERS,
                                        names.optional(),
                                        Arbitraries.of("", "a few cats").optional(),
                                        STALE)
                                .as(ProjectCommands.UpdateResource::new)),
                Tuple.of(1, Combinators.combine(CALLERS, NUMBERS).as(ProjectCommands.DeleteResource::new)),
                Tuple.of(
                        2, Combinators.combine(CALLERS, NUMBERS, NUMBERS, names).as(ProjectCommands.Copy::new)),
                Tuple.of(6, Combinators.combine(CALLERS, NUMBERS, NUMBERS).as(SharingCommands.Publish::new)),
                Tuple.of(1, Combinators.combine(CALLERS, NUMBERS, NUMBERS).as(SharingCommands.Withdraw::new)),
                Tuple.of(2, Combinators.combine(CALLERS, NUMBERS).as(SharingCommands.WithdrawOne::new)),
                Tuple.of(1, Combinators.combine(CALLERS, NUMBERS, NUMBERS).as(SharingCommands.Attach::new)),
                Tuple.of(4, Combinators.combine(CALLERS, NUMBERS, NUMBERS).as(SharingCommands.AttachOne::new)),
                Tuple.of(1, Combinators.combine(CALLERS, NUMBERS, NUMBERS).as(SharingCommands.Detach::new)));
    }

    private Arbitrary<Command> ofMembers() {
        Arbitrary<Integer> bindings = Arbitraries.integers().between(0, 19);
        Arbitrary<Place> places = Combinators.combine(
                        Arbitraries.frequency(Tuple.of(1, ORGANIZATION), Tuple.of(6, COMMUNITY), Tuple.of(2, PROJECT)),
                        NUMBERS)
                .as(Place::new);
        Arbitrary<Subject> subjects = Arbitraries.of(SUBJECTS);
        Arbitrary<Step> steps = Combinators.combine(
                        subjects, Arbitraries.of(rolesAt(COMMUNITY)), Arbitraries.of(true, true, false))
                .as(Step::new);
        Arbitrary<Step> additions = steps.map(step -> new Step(step.subject(), step.role(), true));
        return Arbitraries.frequencyOf(
                Tuple.of(
                        12,
                        Combinators.combine(CALLERS, places, subjects, LASTING.optional(0.4))
                                .flatAs((caller, place, subject, lasting) -> rolesFor(place)
                                        .map(role -> new MemberCommands.Grant(caller, place, subject, role, lasting)))),
                Tuple.of(
                        3,
                        Combinators.combine(CALLERS, bindings, LASTING.optional(0.6))
                                .as(MemberCommands.GrantAgain::new)),
                Tuple.of(4, Combinators.combine(CALLERS, bindings).as(MemberCommands.RevokeOne::new)),
                Tuple.of(3, Combinators.combine(CALLERS, bindings).as(MemberCommands.RemoveOne::new)),
                Tuple.of(
                        1,
                        Combinators.combine(CALLERS, places, subjects)
                                .flatAs((caller, place, subject) -> rolesFor(place)
                                        .map(role -> new MemberCommands.Revoke(caller, place, subject, role)))),
                Tuple.of(
                        2,
                        Combinators.combine(CALLERS, places.filter(place -> place.kind() != ORGANIZATION), subjects)
                                .as(MemberCommands.Remove::new)),
                Tuple.of(3, Combinators.combine(CALLERS, NUMBERS).as(MemberCommands.Leave::new)),
                Tuple.of(
                        3,
                        Combinators.combine(
                                        CALLERS,
                                        NUMBERS,
                                        steps.list().ofMinSize(1).ofMaxSize(4))
                                .as(MemberCommands.Update::new)),
                Tuple.of(
                        2,
                        Combinators.combine(CALLERS, NUMBERS, additions.list().ofMaxSize(3), STALE)
                                .as(MemberCommands.Replace::new)));
    }

    private Arbitrary<Command> ofInvitations() {
        Arbitrary<Role> roles = Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.just(table.administrator())),
                Tuple.of(6, Arbitraries.of(rolesAt(COMMUNITY))),
                Tuple.of(1, Arbitraries.of(table.roles())));
        return Arbitraries.frequencyOf(
                Tuple.of(
                        6,
                        Combinators.combine(
                                        CALLERS,
                                        NUMBERS,
                                        roles,
                                        LASTING.optional(0.2),
                                        Arbitraries.of(1, 2).optional(0.5))
                                .as(InvitationCommands.CreateLink::new)),
                Tuple.of(
                        4,
                        Combinators.combine(
                                        CALLERS,
                                        NUMBERS,
                                        Arbitraries.of(ANN, BOB, CAROL, DAVE, Subject.user("erin")),
                                        roles,
                                        LASTING.optional(0.3))
                                .as(InvitationCommands.Invite::new)),
                Tuple.of(2, Combinators.combine(CALLERS, NUMBERS).as(InvitationCommands.Reset::new)),
                Tuple.of(1, Combinators.combine(CALLERS, NUMBERS).as(InvitationCommands.SendAnew::new)),
                Tuple.of(1, Combinators.combine(CALLERS, NUMBERS).as(InvitationCommands.Cancel::new)),
                Tuple.of(8, Combinators.combine(CALLERS, NUMBERS).as(InvitationCommands.Accept::new)),
                Tuple.of(1, Combinators.combine(CALLERS, NUMBERS).as(InvitationCommands.AcceptOld::new)),
                Tuple.of(3, Combinators.combine(CALLERS, NUMBERS).as(InvitationCommands.AcceptAfterAll::new)),
                Tuple.of(1, Combinators.combine(CALLERS, NUMBERS).as(InvitationCommands.Decline::new)));
    }

    /** Mostly a role that fits, and of those mostly one that makes an administrator. */
    private Arbitrary<Role> rolesFor(Place place) {
        Role highest = switch (place.kind()) {
            case ORGANIZATION -> table.managing();
            case COMMUNITY -> table.administrator();
            case PROJECT -> table.projectCreator();
        };
        return Arbitraries.frequencyOf(
                Tuple.of(5, Arbitraries.just(highest)),
                Tuple.of(8, Arbitraries.of(rolesAt(place.kind()))),
                Tuple.of(1, Arbitraries.of(table.roles())));
    }

    private List<Role> rolesAt(ScopeKind kind) {
        return table.rolesAt(kind);
    }
}
