package io.github.communities.tck.domain.authorization;

import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_MEMBER;
import static io.github.communities.Role.ORGANIZATION_OWNER;
import static io.github.communities.tck.fixture.Refusals.invalid;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.BillingAccountId;
import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.ResourceAt;
import io.github.communities.ResourceId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.Target;
import io.github.communities.access.AccessView;
import io.github.communities.access.Authorization;
import io.github.communities.access.Condition;
import io.github.communities.access.Need;
import io.github.communities.access.Operation;
import io.github.communities.access.OperationRequest;
import io.github.communities.access.TargetShape;
import io.github.communities.billing.BillingStatus;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import io.github.communities.community.CommunityKind;
import io.github.communities.community.NewCommunity;
import io.github.communities.decision.Decision;
import io.github.communities.error.Unmet;
import io.github.communities.policy.Caps;
import io.github.communities.policy.Policy;
import io.github.communities.policy.ResourceType;
import io.github.communities.project.NewProject;
import io.github.communities.project.NewResource;
import io.github.communities.restriction.RestrictionValue;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.record.CommunityRecord;
import io.github.communities.spi.record.ProjectRecord;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.ResourceRecord;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.tck.domain.DomainRules;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.fixture.TestBilling;
import io.github.communities.tck.fixture.Tripwire;
import io.github.communities.tck.rule.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * Every operation there is, with every shape of target, asked by everyone from an owner to a stranger, and with every
 * condition unmet: ACC-7. It is made from the table of operations, so a new one is in it by itself; a new condition or
 * shape does not compile before it is here.
 */
public abstract class EveryOperationRules extends DomainRules {
    private static final Policy POLICY = Policy.standard().toBuilder("of every operation")
            .caps(Caps.NONE.communities(3).projects(2).resources(2))
            .resourceType(ResourceType.of("secret").notShareable())
            .build();
    /** Holds everything, by roles bound at the organization and at the communities. */
    private static final Subject OWNER = Subject.user("owner");
    /** May view everything, and has no other role. */
    private static final Subject ONLOOKER = Subject.serviceAccount("onlooker");
    /** May view one of the two communities. */
    private static final Subject NEIGHBOUR = Subject.user("neighbour");
    /** Belongs to the organization, and that is all. */
    private static final Subject NEWCOMER = Subject.user("newcomer");
    /** The same, without what every user has. */
    private static final Subject GADGET = Subject.serviceAccount("gadget");

    private static final List<Subject> PEOPLE = List.of(OWNER, ONLOOKER, NEIGHBOUR, NEWCOMER, GADGET);

    private final TestBilling billing = new TestBilling();
    private int grounds;

    /** Rules on storages of this kind. */
    protected EveryOperationRules(Supplier<StoreFixture> storages) {
        super(storages, POLICY);
    }

    /**
     * An organization in which every operation may be done by its owner.
     *
     * @param litter a project of Cat lovers, with {@code own}; {@code shared} is attached to it
     * @param walks a project of Dogs, with {@code shared}, which is published in Cat lovers
     * @param account what is linked to Cat lovers, and may be linked to others
     */
    private record Ground(
            OrganizationId organization,
            CommunityId cats,
            ProjectId litter,
            ProjectId walks,
            ResourceId own,
            ResourceId shared,
            BillingAccountId account) {
        Caller as(Subject principal) {
            return Caller.of(organization, principal);
        }

        Target target(TargetShape shape) {
            return switch (shape) {
                case ORGANIZATION -> organization;
                case COMMUNITY -> cats;
                case PROJECT -> litter;
                case RESOURCE -> own;
                case RESOURCE_IN_COMMUNITY -> ResourceAt.of(shared, cats);
                case RESOURCE_IN_PROJECT -> ResourceAt.of(shared, litter);
            };
        }

        OperationRequest request(Operation operation) {
            return OperationRequest.of(operation, target(operation.target()))
                    .ofType("dataset")
                    .perHour(1)
                    .using(1)
                    .paidBy(account);
        }

        /** Where an operation takes a permission. */
        Target place(Operation operation, Need.Place place) {
            return switch (place) {
                case ORGANIZATION -> organization;
                case COMMUNITY -> cats;
                case PROJECT -> litter;
                case SOURCE -> operation.target() == TargetShape.RESOURCE ? litter : walks;
            };
        }
    }

    @BeforeEach
    void letTheHostHaveBillingAccounts() {
        node = cluster.node(POLICY, engine -> engine.billingAccounts(billing));
    }

    private Ground ground() {
        return ground(OrganizationId.of("ground " + ++grounds));
    }

    private Ground ground(OrganizationId organization) {
        BillingAccountId account = billing.account("pays " + organization, BillingStatus.ACTIVE);
        PEOPLE.forEach(person -> billing.allow(account, person));
        Caller owner = Caller.of(organization, OWNER);
        node.host().register(organization, "Ground");
        node.host().addUser(organization, OWNER, ORGANIZATION_OWNER, COMMUNITY_ADMIN);
        node.host().addServiceAccount(organization, ONLOOKER, COMMUNITY_VIEWER, ORGANIZATION_MEMBER);
        List.of(NEIGHBOUR, NEWCOMER).forEach(user -> node.host().addUser(organization, user));
        node.host().addServiceAccount(organization, GADGET);
        CommunityId cats = node.create(owner, NewCommunity.named("Cat lovers").in("east"))
                .value()
                .id();
        CommunityId dogs = node.create(owner, NewCommunity.named("Dogs").in("east"))
                .value()
                .id();
        for (CommunityId community : List.of(cats, dogs)) {
            node.billing().link(owner, community, account);
        }
        node.members().grant(owner, cats, NEIGHBOUR, COMMUNITY_VIEWER);
        ProjectId litter = project(owner, cats, "Litter");
        ProjectId walks = project(owner, dogs, "Walks");
        ResourceId own = resource(owner, litter, "own");
        ResourceId shared = resource(owner, walks, "shared");
        node.sharing().publish(owner, shared, cats);
        node.sharing().attach(owner, shared, litter);
        return new Ground(organization, cats, litter, walks, own, shared, account);
    }

    private ProjectId project(Caller owner, CommunityId community, String name) {
        return node.projects()
                .create(owner, community, NewProject.named(name))
                .value()
                .id();
    }

    private ResourceId resource(Caller owner, ProjectId project, String name) {
        return node.resources()
                .create(owner, project, NewResource.of("dataset", name))
                .value()
                .id();
    }

    /** Lets a condition be unmet, for whichever operation it is one of. */
    private void unmeet(Condition condition, Ground ground) {
        Caller owner = ground.as(OWNER);
        switch (condition) {
            case BILLING, ACCOUNT_IN_GOOD_STANDING ->
                billing.account(ground.account().value(), BillingStatus.SUSPENDED);
            case ACCOUNT_MAY_BE_USED -> PEOPLE.forEach(person -> billing.forbid(ground.account(), person));
            case LIMITS ->
                change(
                        ground,
                        RecordKind.project(ground.litter()),
                        project -> ProjectRecord.builder()
                                .from(project)
                                .unitsPerExecution(0L)
                                .build());
            case RESTRICTIONS ->
                node.restrictions()
                        .set(owner, ground.cats(), "resources.noTypes", RestrictionValue.of(List.of("dataset")));
            case SAME_ZONE ->
                change(
                        ground,
                        RecordKind.community(ground.cats()),
                        community -> CommunityRecord.builder()
                                .from(community)
                                .zone("west")
                                .build());
            case SHAREABLE ->
                change(
                        ground,
                        RecordKind.resource(ground.shared()),
                        resource -> ResourceRecord.builder()
                                .from(resource)
                                .type("secret")
                                .build());
            case PUBLISHED -> node.sharing().withdraw(owner, ground.shared(), ground.cats());
            case AVAILABLE -> node.sharing().detach(owner, ground.shared(), ground.litter());
            case NOT_SHARED -> node.sharing().publish(owner, ground.own(), ground.cats());
            case WITHIN_CAPS -> {
                node.create(owner, NewCommunity.named("Birds"));
                project(owner, ground.cats(), "Nest");
                resource(owner, ground.litter(), "other");
            }
            case NOT_DEFAULT ->
                change(
                        ground,
                        RecordKind.community(ground.cats()),
                        community -> CommunityRecord.builder()
                                .from(community)
                                .communityKind(CommunityKind.DEFAULT)
                                .build());
        }
    }

    /** Stores what no operation would. */
    private <R extends StoredRecord> void change(Ground ground, RecordKey<R> key, Function<R, R> changed) {
        try (CommunityStore store = cluster.storage().open()) {
            store.write(ground.organization(), (StoreWriter writer) -> {
                Revision next = writer.revision().next();
                writer.update(List.of(changed.apply(writer.find(key).orElseThrow())));
                writer.append(ChangeRecord.builder()
                        .revision(next)
                        .at(cluster.clock().instant())
                        .addChanges(Change.of(ChangeKind.COMMUNITY_UPDATED, ground.cats()))
                        .build());
                return next;
            });
        }
    }

    @Test
    @Rule("ACC-7")
    void a_target_of_another_shape_is_a_mistake_whoever_asks_and_is_told_before_a_store_is_asked() {
        Ground ground = ground();
        Tripwire tripwire = new Tripwire(cluster.storage().open());
        try (Communities communities =
                cluster.engine(tripwire).policy(POLICY).billingAccounts(billing).build()) {
            tripwire.arm();
            List<TestBilling.Question> before = billing.questions();
            List<Executable> checks = new ArrayList<>();
            for (Operation operation : Operation.values()) {
                for (TargetShape shape : TargetShape.values()) {
                    for (Subject person : List.of(OWNER, GADGET, Subject.user("stranger"))) {
                        if (shape != operation.target()) {
                            checks.add(() -> invalid(
                                    "ACC-7",
                                    () -> communities
                                            .access()
                                            .authorize(ground.as(person), operation, ground.target(shape))));
                        }
                    }
                }
            }
            assertTrue(checks.size() >= 3 * 5 * Operation.values().length);
            assertAll(checks);
            assertEquals(before, billing.questions(), "nor is the host");
        }
    }

    @Test
    @Rule("ACC-7")
    void where_all_is_met_an_operation_may_be_done_by_whoever_may_do_it() {
        Ground ground = ground();

        assertAll(Arrays.stream(Operation.values())
                .<Executable>map(operation -> () -> assertAnswered(ground, operation, List.of()))
                .toList());
    }

    @Test
    @Rule({"ACC-7", "BIL-1", "BIL-2"})
    void an_unmet_condition_is_told_to_those_who_have_the_permissions_and_to_nobody_else() {
        assertAll(Arrays.stream(Operation.values())
                .flatMap(operation -> operation.conditions().stream().<Executable>map(condition -> () -> {
                    Ground ground = ground();
                    unmeet(condition, ground);
                    assertAnswered(ground, operation, List.of(condition));
                }))
                .toList());
    }

    @Test
    @Rule({"ACC-7", "BIL-1", "BIL-2"})
    void of_all_conditions_that_are_unmet_each_is_told() {
        assertAll(Arrays.stream(Operation.values())
                .filter(operation -> operation.conditions().size() > 1)
                .<Executable>map(operation -> () -> {
                    Ground ground = ground();
                    // Room is taken first: what is restricted or unpaid for could not be created any more.
                    Stream.concat(
                                    operation.conditions().stream().filter(Condition.WITHIN_CAPS::equals),
                                    operation.conditions().stream().filter(each -> each != Condition.WITHIN_CAPS))
                            .forEach(condition -> unmeet(condition, ground));
                    assertAnswered(ground, operation, operation.conditions());
                })
                .toList());
    }

    /** Checks what everyone is told, by what they may do and view according to {@code can}, which has no conditions. */
    private void assertAnswered(Ground ground, Operation operation, List<Condition> unmet) {
        for (Subject person : PEOPLE) {
            assertAnswered(ground, operation, unmet, person);
        }
        int before = billing.questions().size();
        notFound(
                "ORG-1", () -> node.access().authorize(ground.as(Subject.user("stranger")), ground.request(operation)));
        assertEquals(before, billing.questions().size(), "asked for a stranger");
    }

    private void assertAnswered(Ground ground, Operation operation, List<Condition> unmet, Subject person) {
        AccessView view = node.access().of(ground.as(person));
        // What is copied here comes from another community.
        Operation judged = operation == Operation.COPY_RESOURCE ? Operation.COPY_RESOURCE_ACROSS : operation;
        List<Need> missing = judged.needs().stream()
                .filter(need -> !view.can(need.permission(), ground.place(operation, need.place())))
                .toList();
        boolean permitted = missing.isEmpty()
                || (operation.anySuffices() && missing.size() < judged.needs().size());
        boolean views = judged.needs().stream()
                .allMatch(need -> view.can(viewing(need.place()), ground.place(operation, need.place())));
        int before = billing.questions().size();

        Authorization answer = node.access().authorize(ground.as(person), ground.request(operation));

        Supplier<String> what = () -> person + ", with " + unmet + ": " + answer.text();
        List<String> rules = answer.unmet().stream().map(Unmet::rule).toList();
        if (permitted) {
            assertEquals(rules(operation, unmet), rules, what);
            assertEquals(judged.needs().size(), answer.decisions().size(), what);
            return;
        }
        assertFalse(answer.allowed(), what);
        assertEquals(before, billing.questions().size(), () -> "the host was asked for " + what.get());
        List<Decision> refusals = answer.decisions().stream()
                .filter(decision -> !decision.allowed())
                .toList();
        assertEquals(
                refusals.stream()
                        .map(decision -> new Unmet(operation.rule(), decision.sentence()))
                        .toList(),
                answer.unmet(),
                what);
        List<Permission> permissions =
                refusals.stream().map(Decision::permission).toList();
        if (views) {
            assertEquals(missing.stream().map(Need::permission).toList(), permissions, what);
        } else {
            assertEquals(List.of(missing.get(0).permission()), permissions, what);
            assertEquals(1, answer.decisions().size(), what);
            assertNamesNothingElse(ground, answer);
        }
    }

    /** Whoever may not view what it is about is told of no place but those that they have named. */
    private static void assertNamesNothingElse(Ground ground, Authorization answer) {
        Target target = answer.request().target();
        assertEquals(target, answer.decisions().get(0).target());
        List<Target> named = target instanceof ResourceAt at ? List.of(at.resource(), at.place()) : List.of(target);
        Stream.of(ground.cats(), ground.litter(), ground.walks(), ground.own(), ground.shared())
                .filter(place -> !named.contains(place))
                .forEach(place -> assertFalse(answer.text().contains(place.toString()), answer::text));
    }

    private static Permission viewing(Need.Place place) {
        return switch (place) {
            case ORGANIZATION -> Permission.ORGANIZATION_VIEW;
            case COMMUNITY -> Permission.COMMUNITY_VIEW;
            case PROJECT, SOURCE -> Permission.PROJECT_VIEW;
        };
    }

    /** The rules by which conditions are told. A project has its own for what is shared of it. */
    private static List<String> rules(Operation operation, List<Condition> unmet) {
        return unmet.stream()
                .map(condition -> operation == Operation.DELETE_PROJECT && condition == Condition.NOT_SHARED
                        ? "PRJ-5"
                        : condition.rule())
                .toList();
    }
}
