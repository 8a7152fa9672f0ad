package io.github.communities.tck.domain.billing;

import static io.github.communities.Permission.COMMUNITY_CREATE;
import static io.github.communities.Permission.COMMUNITY_LINK_BILLING;
import static io.github.communities.Permission.COMMUNITY_MANAGE_ACCESS;
import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.PROJECT_RUN;
import static io.github.communities.Permission.RESOURCE_USE;
import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.PROJECT_ADMIN;
import static io.github.communities.Role.PROJECT_DEVELOPER;
import static io.github.communities.tck.fixture.Refusals.forbidden;
import static io.github.communities.tck.fixture.Refusals.invalid;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static io.github.communities.tck.fixture.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.BillingAccountId;
import io.github.communities.CommunityId;
import io.github.communities.ResourceAt;
import io.github.communities.ResourceId;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.access.Authorization;
import io.github.communities.access.Operation;
import io.github.communities.access.OperationRequest;
import io.github.communities.billing.BillingStatus;
import io.github.communities.billing.Payment;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeAttribute;
import io.github.communities.change.ChangeKind;
import io.github.communities.community.Community;
import io.github.communities.community.CommunityUpdate;
import io.github.communities.community.NewCommunity;
import io.github.communities.error.Forbidden;
import io.github.communities.error.Refused;
import io.github.communities.policy.Billing;
import io.github.communities.policy.Policy;
import io.github.communities.policy.ResourceType;
import io.github.communities.policy.ResourceType.Payer;
import io.github.communities.policy.RoleDefinition;
import io.github.communities.project.Project;
import io.github.communities.spi.record.AttachmentRecord;
import io.github.communities.spi.record.PublicationRecord;
import io.github.communities.tck.domain.BilledRules;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.fixture.TestBilling;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Linking billing accounts, and what takes one: BIL-1 to BIL-5, and COM-3 at creation. Cat lovers is Bob's. */
public abstract class BillingRules extends BilledRules {
    private static final Set<BillingStatus> GOOD = EnumSet.of(BillingStatus.ACTIVE, BillingStatus.TRIAL_ACTIVE);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Rules on storages of this kind. */
    protected BillingRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    private Written<BillingAccountId> link(Subject caller, BillingAccountId account) {
        return node.billing().link(as(caller), cats, account);
    }

    private Optional<BillingAccountId> linked() {
        return later().billing().linked(as(WATCHER), cats);
    }

    private Authorization run(Project project) {
        return later().access().authorize(as(BOB), Operation.RUN, project.id());
    }

    @Test
    @Rule("BIL-2")
    void who_may_link_and_use_an_account_links_it() {
        BillingAccountId account = goodAccount("cats-pay");

        Written<BillingAccountId> written = changed(() -> link(BOB, account));

        assertEquals(account, written.value());
        assertEquals(Optional.of(account), linked());
        assertEquals(Optional.of(account), other.get(as(BOB), cats).billingAccount());
        Change change = only(ChangeKind.BILLING_LINKED, recordOf(written));
        assertEquals(cats, change.scope());
        assertEquals(Map.of(), change.before());
        assertEquals(Map.of("account", "cats-pay"), change.after());
        assertEquals(Optional.of(BOB), recordOf(written).actor());
    }

    @Test
    @Rule("BIL-2")
    void the_host_is_asked_about_the_principal_and_told_a_deadline() {
        BillingAccountId account = goodAccount("cats-pay");

        link(BOB, account);

        assertEquals(
                List.of(
                        new TestBilling.Question(ACME, account, Optional.of(BOB), PATIENCE),
                        new TestBilling.Question(ACME, account, Optional.empty(), PATIENCE)),
                billing.questions());
    }

    @Test
    @Rule("BIL-2")
    void linking_takes_the_permission() {
        BillingAccountId account = goodAccount("cats-pay");
        billing.allow(account, CAROL, DAVE);
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_EDITOR);

        Forbidden refusal = untouched(() -> forbidden(COMMUNITY_LINK_BILLING, () -> link(CAROL, account)));
        assertEquals("BIL-2", refusal.rule());
        assertEquals(cats, refusal.decision().target());
        untouched(() -> forbidden(COMMUNITY_LINK_BILLING, () -> link(ANN, account)));
        untouched(() -> notFound(() -> link(DAVE, account)));
        assertEquals(Optional.empty(), linked());

        run(Policy.delegated());
        changed(() -> link(CAROL, account));
    }

    @Test
    @Rule("BIL-2")
    void the_host_says_who_may_use_an_account() {
        BillingAccountId account = billing.account("cats-pay", BillingStatus.ACTIVE);
        billing.allow(account, ANN);

        assertSays("user/bob", untouched(() -> refused("BIL-2", () -> link(BOB, account))));
        assertEquals(Optional.empty(), linked());
    }

    @Test
    @Rule("BIL-2")
    void a_host_without_billing_accounts_lets_nobody_link_any() {
        node = cluster.node(Policy.standard());

        untouched(() -> refused("BIL-2", () -> link(BOB, BillingAccountId.of("cats-pay"))));
    }

    @Test
    @Rule("BIL-3")
    void of_the_ten_states_two_are_good_enough_to_link() {
        assertEquals(10, BillingStatus.values().length);
        List<Executable> checks = Arrays.stream(BillingStatus.values())
                .<Executable>map(status -> () -> {
                    BillingAccountId account = billing.account(status.name(), status);
                    billing.allow(account, BOB);
                    if (GOOD.contains(status)) {
                        changed(() -> link(BOB, account));
                        assertEquals(Optional.of(account), linked());
                    } else {
                        assertSays(status.name(), untouched(() -> refused("BIL-3", () -> link(BOB, account))));
                    }
                })
                .toList();
        assertAll(checks);
    }

    @Test
    @Rule("BIL-3")
    void an_account_that_the_host_does_not_know_is_not_linked() {
        BillingAccountId account = BillingAccountId.of("unknown");
        billing.allow(account, BOB);

        untouched(() -> refused("BIL-3", () -> link(BOB, account)));
        assertEquals(Optional.empty(), linked());
    }

    @Test
    @Rule({"BIL-2", "BIL-3"})
    void all_that_is_unmet_is_named_at_once() {
        BillingAccountId account = billing.account("cats-pay", BillingStatus.SUSPENDED);
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_EDITOR);

        Forbidden refusal = untouched(() -> forbidden(COMMUNITY_LINK_BILLING, () -> link(CAROL, account)));

        assertEquals(List.of("BIL-2"), rules(refusal.unmet()));
        assertEquals(List.of(), billing.questions(), "the host is asked nothing about it");
        assertEquals(
                List.of("BIL-2", "BIL-3"),
                rules(refused("BIL-2", () -> link(BOB, account)).unmet()));
    }

    @Test
    @Rule("BIL-4")
    void a_link_is_replaced_by_another() {
        BillingAccountId first = goodAccount("first");
        BillingAccountId second = goodAccount("second");
        link(BOB, first);

        Written<BillingAccountId> written = changed(() -> link(BOB, second));

        assertEquals(Optional.of(second), linked());
        Change change = only(ChangeKind.BILLING_LINKED, recordOf(written));
        assertEquals(Map.of("account", "first"), change.before());
        assertEquals(Map.of("account", "second"), change.after());
    }

    @Test
    @Rule("BIL-4")
    void nothing_that_is_done_to_a_community_removes_its_link() {
        BillingAccountId account = goodAccount("cats-pay");
        link(BOB, account);
        long version = node.get(as(BOB), cats).version();

        invalid("LIM-2", () -> node.billing().link(as(BOB), cats, nothing()));
        node.update(as(BOB), cats, CommunityUpdate.nothing().name("Cats").description("and more"), version);
        billing.account("cats-pay", BillingStatus.SUSPENDED);
        refused("BIL-3", () -> link(BOB, account));

        assertEquals(Optional.of(account), linked());
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what a caller without static checks may pass
    private static <T> T nothing() {
        return null;
    }

    @Test
    @Rule("BIL-4")
    void linking_the_same_account_again_changes_nothing_and_takes_the_permission() {
        BillingAccountId account = goodAccount("cats-pay");
        link(BOB, account);

        unchanged(() -> link(BOB, account));
        untouched(() -> forbidden(COMMUNITY_LINK_BILLING, () -> link(ANN, account)));
    }

    @Test
    @Rule("BIL-4")
    void a_replacement_that_is_refused_leaves_the_link_as_it_is() {
        BillingAccountId first = goodAccount("first");
        link(BOB, first);
        BillingAccountId second = billing.account("second", BillingStatus.PAYMENT_REQUIRED);
        billing.allow(second, BOB);

        untouched(() -> refused("BIL-3", () -> link(BOB, second)));

        assertEquals(Optional.of(first), linked());
    }

    @Test
    @Rule("BIL-2")
    void the_link_is_shown_to_who_may_view_the_community() {
        BillingAccountId account = goodAccount("cats-pay");
        link(BOB, account);
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_VIEWER);
        later();

        assertEquals(Optional.of(account), other.billing().linked(as(CAROL), cats));
        forbidden(COMMUNITY_VIEW, () -> other.billing().linked(as(ANN), cats));
        notFound(() -> other.billing().linked(as(DAVE), cats));
        notFound(() -> other.billing().linked(as(BOB), CommunityId.of(ACME, "unknown")));
        notFound(() -> link(BOB, CommunityId.of(ACME, "unknown"), account));
    }

    private void link(Subject caller, CommunityId community, BillingAccountId account) {
        node.billing().link(as(caller), community, account);
    }

    @Test
    @Rule({"BIL-1", "BIL-2"})
    void a_host_that_throws_is_no_word_of_the_host() {
        BillingAccountId account = goodAccount("cats-pay");
        billing.meanwhile(() -> {
            throw new IllegalStateException("the billing system is down");
        });

        Refused refusal = untouched(() -> refused("BIL-1", () -> link(BOB, account)));

        assertSays("could not answer about billing account cats-pay", refusal);
        assertFalse(
                String.valueOf(refusal.getMessage()).contains("the billing system is down"),
                "what it threw is the host's own");
        assertEquals(Optional.empty(), linked());
        changed(() -> link(BOB, account));
    }

    @Test
    @Rule({"BIL-1", "BIL-2"})
    void an_answer_after_the_deadline_is_none() {
        BillingAccountId account = goodAccount("cats-pay");
        billing.meanwhile(() -> cluster.clock().advance(PATIENCE.plusNanos(1000)));

        assertSays("after the deadline", untouched(() -> refused("BIL-1", () -> link(BOB, account))));
        assertEquals(Optional.empty(), linked());
        billing.meanwhile(() -> cluster.clock().advance(PATIENCE));
        changed(() -> link(BOB, account));
    }

    @Test
    @Rule({"BIL-1", "BIL-2"})
    void whether_an_answer_is_late_does_not_depend_on_the_wall_clock() {
        BillingAccountId account = goodAccount("cats-pay");
        billing.meanwhile(() -> {
            cluster.clock().advance(PATIENCE.plusNanos(1));
            cluster.clock().set(Duration.ofHours(-1));
        });

        assertSays("after the deadline", untouched(() -> refused("BIL-1", () -> link(BOB, account))));
        billing.meanwhile(() -> cluster.clock().set(Duration.ofHours(1)));
        changed(() -> link(BOB, account));
    }

    @Test
    @Rule("COM-3")
    void a_community_can_be_linked_when_it_is_created() {
        BillingAccountId account = goodAccount("dogs-pay");

        Written<Community> written =
                changed(() -> node.create(as(BOB), NewCommunity.named("Dogs").paidBy(account)));

        assertEquals(Optional.of(account), written.value().billingAccount());
        assertEquals(
                Optional.of(account),
                later().billing().linked(as(BOB), written.value().id()));
        assertEquals(
                Optional.of("dogs-pay"),
                only(ChangeKind.COMMUNITY_CREATED, recordOf(written)).after(ChangeAttribute.ACCOUNT));
    }

    @Test
    @Rule({"COM-3", "BIL-2", "BIL-3"})
    void what_forbids_linking_forbids_it_at_creation_too() {
        BillingAccountId notHis = billing.account("not-his", BillingStatus.ACTIVE);
        BillingAccountId suspended = billing.account("suspended", BillingStatus.SUSPENDED);
        billing.allow(suspended, BOB);
        BillingAccountId late = billing.account("late", BillingStatus.PAYMENT_REQUIRED);
        node.host().addServiceAccount(ACME, ROBOT);
        NewCommunity dogs = NewCommunity.named("Dogs");

        untouched(() -> refused("BIL-2", () -> node.create(as(BOB), dogs.paidBy(notHis))));
        untouched(() -> refused("BIL-3", () -> node.create(as(BOB), dogs.paidBy(suspended))));
        billing.meanwhile(() -> {
            throw new IllegalStateException("the billing system is down");
        });
        untouched(() -> refused("BIL-1", () -> node.create(as(BOB), dogs.paidBy(suspended))));
        assertEquals(
                List.of("COM-1"),
                rules(untouched(() -> forbidden(COMMUNITY_CREATE, () -> node.create(as(ROBOT), dogs.paidBy(late))))
                        .unmet()));
        later();
        assertEquals(List.of(), communities("Dogs"));
    }

    @Test
    @Rule({"COM-3", "BIL-2"})
    void whose_own_communities_may_not_be_linked_by_them_does_not_link_at_creation() {
        RoleDefinition admin = Policy.standard().definition(COMMUNITY_ADMIN).orElseThrow();
        run(Policy.standard().toBuilder("without linking")
                .redefine(RoleDefinition.role(COMMUNITY_ADMIN)
                        .boundAt(admin.scopes().toArray(ScopeKind[]::new))
                        .includes(COMMUNITY_EDITOR, PROJECT_ADMIN)
                        .permits(COMMUNITY_MANAGE_ACCESS))
                .build());
        BillingAccountId account = goodAccount("dogs-pay");

        Forbidden refusal = untouched(() -> forbidden(
                COMMUNITY_LINK_BILLING,
                () -> node.create(as(BOB), NewCommunity.named("Dogs").paidBy(account))));

        assertEquals("BIL-2", refusal.rule());
        assertEquals(List.of(), billing.questions(), "the host is asked nothing about the account");
        assertEquals(
                refusal.unmet(),
                later().access()
                        .authorize(
                                as(BOB),
                                OperationRequest.of(Operation.CREATE_LINKED_COMMUNITY, ACME)
                                        .paidBy(account))
                        .unmet());
        changed(() -> node.create(as(BOB), NewCommunity.named("Dogs")));
    }

    @Test
    @Rule({"BIL-1", "ACC-7"})
    void running_takes_a_linked_account_in_good_standing() {
        Project litter = projectOf(BOB, cats, "Litter");
        assertEquals(List.of("BIL-1"), rules(run(litter).unmet()));
        BillingAccountId account = goodAccount("cats-pay");
        link(BOB, account);

        List<Executable> checks = Arrays.stream(BillingStatus.values())
                .<Executable>map(status -> () -> {
                    billing.account("cats-pay", status);
                    Authorization answer = run(litter);
                    assertEquals(GOOD.contains(status), answer.allowed(), answer::text);
                    if (!answer.allowed()) {
                        assertEquals(List.of("BIL-1"), rules(answer.unmet()));
                        assertTrue(answer.text().contains(status.name()), answer::text);
                    }
                })
                .toList();
        assertAll(checks);
    }

    @Test
    @Rule({"BIL-1", "ACC-7"})
    void the_host_is_asked_each_time_and_only_where_it_matters() {
        Project litter = projectOf(BOB, cats, "Litter");
        later().access().authorize(as(BOB), Operation.RUN, litter.id());
        assertEquals(List.of(), billing.questions(), "nothing is linked, so there is nothing to ask about");
        link(BOB, goodAccount("cats-pay"));
        int before = billing.questions().size();

        run(litter);
        run(litter);
        other.access().authorize(as(BOB), Operation.VIEW_PROJECT, litter.id());

        assertEquals(before + 2, billing.questions().size());
    }

    @Test
    @Rule({"BIL-1", "ACC-7"})
    void a_host_that_cannot_answer_keeps_from_running() {
        Project litter = projectOf(BOB, cats, "Litter");
        link(BOB, goodAccount("cats-pay"));

        billing.meanwhile(() -> {
            throw new IllegalStateException("the billing system is down");
        });
        Authorization failed = run(litter);
        billing.meanwhile(() -> cluster.clock().advance(PATIENCE.plusNanos(1000)));
        Authorization late = run(litter);

        assertEquals(List.of("BIL-1"), rules(failed.unmet()));
        assertTrue(failed.text().contains("could not answer"), failed::text);
        assertEquals(List.of("BIL-1"), rules(late.unmet()));
        assertTrue(late.text().contains("after the deadline"), late::text);
        assertTrue(run(litter).allowed());
    }

    @Test
    @Rule({"BIL-1", "ACC-7"})
    void an_account_that_is_replaced_while_the_host_is_asked_is_asked_about_anew() {
        Project litter = projectOf(BOB, cats, "Litter");
        BillingAccountId first = goodAccount("first");
        BillingAccountId second = goodAccount("second");
        link(BOB, first);
        billing.meanwhile(() -> {
            link(BOB, second);
            billing.account("second", BillingStatus.SUSPENDED);
        });

        Authorization answer = run(litter);

        assertEquals(List.of("BIL-1"), rules(answer.unmet()), answer::text);
        assertTrue(answer.text().contains("billing account second"), answer::text);
    }

    @Test
    @Rule({"BIL-1", "ACC-7"})
    void an_account_that_is_replaced_again_and_again_is_taken_for_none() {
        Project litter = projectOf(BOB, cats, "Litter");
        BillingAccountId first = goodAccount("first");
        BillingAccountId second = goodAccount("second");
        link(BOB, first);
        // Each linking is itself a question or two, so only the first question of each attempt links another account.
        for (int i = 0; i < 20; i++) {
            BillingAccountId next = i % 2 == 0 ? second : first;
            billing.meanwhile(() -> link(BOB, next));
            billing.meanwhile(() -> {});
            billing.meanwhile(() -> {});
        }

        Authorization answer = run(litter);

        assertEquals(List.of("BIL-1"), rules(answer.unmet()), answer::text);
        assertTrue(answer.text().contains("again and again"), answer::text);
    }

    @Test
    @Rule("BIL-1")
    void where_billing_is_not_required_nobody_is_asked() {
        run(Policy.standard().toBuilder("free").billing(Billing.NOT_REQUIRED).build());
        Project litter = projectOf(BOB, cats, "Litter");

        assertTrue(run(litter).allowed());
        link(BOB, goodAccount("cats-pay"));
        billing.account("cats-pay", BillingStatus.SUSPENDED);
        int before = billing.questions().size();
        assertTrue(run(litter).allowed());
        assertEquals(before, billing.questions().size());
    }

    @Test
    @Rule("BIL-5")
    void the_policy_says_per_type_who_pays_for_a_resource() {
        run(Policy.standard().toBuilder("payers")
                .resourceType(ResourceType.of("node").paidBy(Payer.NONE))
                .resourceType(ResourceType.of("alias").paidBy(Payer.EXTERNAL))
                .build());
        Project litter = projectOf(BOB, cats, "Litter");
        BillingAccountId account = goodAccount("cats-pay");
        ResourceId dataset = resourceOf(litter, "dataset", "purrs");

        assertEquals(new Payment(Payer.OWNER, Optional.empty()), payer(BOB, dataset, litter));
        link(BOB, account);

        assertEquals(new Payment(Payer.OWNER, Optional.of(account)), payer(BOB, dataset, litter));
        assertEquals(
                new Payment(Payer.NONE, Optional.empty()), payer(BOB, resourceOf(litter, "node", "basket"), litter));
        assertEquals(
                new Payment(Payer.EXTERNAL, Optional.empty()), payer(BOB, resourceOf(litter, "alias", "tom"), litter));
    }

    private Payment payer(Subject caller, ResourceId resource, Project project) {
        return later().billing().payer(as(caller), ResourceAt.of(resource, project.id()));
    }

    @Test
    @Rule("BIL-5")
    void the_owner_pays_also_for_what_others_use() {
        Project litter = projectOf(BOB, cats, "Litter");
        ResourceId dataset = resourceOf(litter, "dataset", "purrs");
        BillingAccountId cat = goodAccount("cats-pay");
        link(BOB, cat);
        CommunityId dogs = communityOf(CAROL, "Dogs");
        Project walk = projectOf(CAROL, dogs, "Walk");
        BillingAccountId dog = billing.account("dogs-pay", BillingStatus.ACTIVE);
        billing.allow(dog, CAROL);
        link(CAROL, dogs, dog);
        later();
        refused("SHR-4", () -> payer(CAROL, dataset, walk));

        put(
                litter.id(),
                revision -> PublicationRecord.builder()
                        .community(dogs)
                        .resource(dataset)
                        .project(litter.id())
                        .source(cats)
                        .since(cluster.clock().instant())
                        .revision(revision)
                        .build());
        put(
                walk.id(),
                revision -> AttachmentRecord.builder()
                        .project(walk.id())
                        .resource(dataset)
                        .community(dogs)
                        .since(cluster.clock().instant())
                        .revision(revision)
                        .build());

        assertEquals(new Payment(Payer.OWNER, Optional.of(cat)), payer(CAROL, dataset, walk));
        forbidden(RESOURCE_USE, () -> payer(BOB, dataset, walk));
        notFound(() -> payer(DAVE, dataset, walk));
        notFound(() -> payer(CAROL, ResourceId.of(ACME, "unknown"), walk));
    }

    @Test
    @Rule({"BIL-1", "ACC-7"})
    void who_may_not_run_is_told_so_and_nothing_of_billing() {
        Project litter = projectOf(BOB, cats, "Litter");
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_VIEWER);

        Authorization answer = later().access().authorize(as(CAROL), Operation.RUN, litter.id());
        assertEquals(List.of("PRJ-3"), rules(answer.unmet()));
        assertEquals(PROJECT_RUN, answer.decisions().get(0).permission());
        node.members().grant(as(BOB), litter.id(), CAROL, PROJECT_DEVELOPER);
        link(BOB, goodAccount("cats-pay"));
        assertTrue(later().access()
                .authorize(as(CAROL), Operation.RUN, litter.id())
                .allowed());
    }
}
