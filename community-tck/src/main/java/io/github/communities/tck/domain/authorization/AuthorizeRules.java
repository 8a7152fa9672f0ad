package io.github.communities.tck.domain.authorization;

import static io.github.communities.Permission.COMMUNITY_PUBLISH;
import static io.github.communities.Permission.COMMUNITY_UPDATE;
import static io.github.communities.Permission.RESOURCE_SHARE;
import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.PROJECT_ADMIN;
import static io.github.communities.Role.PROJECT_DEVELOPER;
import static io.github.communities.Role.PROJECT_EDITOR;
import static io.github.communities.Role.PROJECT_VIEWER;
import static io.github.communities.tck.fixture.Refusals.forbidden;
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
import io.github.communities.PageRequest;
import io.github.communities.ProjectId;
import io.github.communities.ResourceAt;
import io.github.communities.ResourceId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.Target;
import io.github.communities.access.Authorization;
import io.github.communities.access.Need;
import io.github.communities.access.Operation;
import io.github.communities.access.OperationRequest;
import io.github.communities.billing.BillingStatus;
import io.github.communities.channel.Channel;
import io.github.communities.community.CommunityUpdate;
import io.github.communities.community.NewCommunity;
import io.github.communities.decision.Decision;
import io.github.communities.decision.Sentence;
import io.github.communities.error.Unmet;
import io.github.communities.policy.Billing;
import io.github.communities.policy.Caps;
import io.github.communities.policy.Policy;
import io.github.communities.policy.ResourceType;
import io.github.communities.project.BalanceUpdate;
import io.github.communities.project.LimitsUpdate;
import io.github.communities.project.NewProject;
import io.github.communities.project.Project;
import io.github.communities.project.ProjectUpdate;
import io.github.communities.restriction.RestrictionValue;
import io.github.communities.tck.domain.BilledRules;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Asking whether an operation may be done, with all that it takes: ACC-7. Cat lovers is Bob's. */
public abstract class AuthorizeRules extends BilledRules {
    /** Rules on storages of this kind. */
    protected AuthorizeRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    private Authorization ask(Subject caller, OperationRequest request) {
        return untouched(() -> later().access().authorize(as(caller), request));
    }

    private Authorization ask(Subject caller, Operation operation, Target target) {
        return ask(caller, OperationRequest.of(operation, target));
    }

    private Subject newUser(String id) {
        return node.host().addUser(ACME, Subject.user(id)).value();
    }

    @Test
    @Rule("ACC-7")
    void what_may_be_done_is_answered_with_the_decisions_that_permit_it() {
        Authorization answer = ask(BOB, Operation.UPDATE_COMMUNITY, cats);

        assertTrue(answer.allowed());
        assertEquals(List.of(), answer.unmet());
        assertEquals(revision(), answer.revision());
        assertEquals(OperationRequest.of(Operation.UPDATE_COMMUNITY, cats), answer.request());
        assertEquals(
                other.access().explain(as(BOB), COMMUNITY_UPDATE, cats),
                answer.decisions().get(0));
        assertEquals(
                "update community, community " + cats + ": may be done (revision " + revision() + ")", answer.text());
    }

    @Test
    @Rule("ACC-7")
    void what_may_not_be_done_is_answered_with_reasons() {
        Authorization answer = ask(ANN, Operation.UPDATE_COMMUNITY, cats);

        assertFalse(answer.allowed());
        Decision decision = answer.decisions().get(0);
        assertEquals(List.of(new Unmet("COM-4", decision.sentence())), answer.unmet());
        assertEquals(
                "update community, community " + cats + ": may not be done: " + decision.text() + " (COM-4) (revision "
                        + revision() + ")",
                answer.text());
        assertFalse(answer.text().contains("\n"));
    }

    @Test
    @Rule("ACC-7")
    void all_that_is_unmet_for_creating_a_resource_is_named_at_once() {
        run(Policy.standard().toBuilder("capped").caps(Caps.NONE.resources(1)).build());
        Project litter = projectOf(BOB, cats, "Litter");
        resourceOf(litter, "dataset", "purrs");
        node.billing().link(as(BOB), cats, goodAccount("cats-pay"));
        billing.account("cats-pay", BillingStatus.TRIAL_EXPIRED);
        node.restrictions().set(as(BOB), cats, "resources.noTypes", RestrictionValue.of(List.of("secret")));
        node.members().grant(as(BOB), litter.id(), CAROL, PROJECT_VIEWER);

        OperationRequest request =
                OperationRequest.of(Operation.CREATE_RESOURCE, litter.id()).ofType("secret");

        Authorization answer = ask(BOB, request);

        assertEquals(List.of("RES-1"), rules(ask(CAROL, request).unmet()));
        assertEquals(List.of("BIL-1", "RST-2", "LIM-1"), rules(answer.unmet()), answer::text);
        answer.unmet().forEach(unmet -> assertTrue(answer.text().contains(unmet.reason()), answer::text));
    }

    @Test
    @Rule({"ACC-7", "SHR-2"})
    void all_that_is_unmet_for_publishing_is_named_at_once() {
        run(Policy.standard().toBuilder("secretive")
                .resourceType(ResourceType.of("secret").notShareable())
                .build());
        Project litter = projectOf(BOB, cats, "Litter");
        ResourceId secret = resourceOf(litter, "secret", "cream");
        CommunityId east = node.create(as(CAROL), NewCommunity.named("Far east").in("east"))
                .value()
                .id();

        Subject erin = newUser("erin");
        node.members().grant(as(BOB), litter.id(), erin, PROJECT_VIEWER);
        node.members().grant(as(CAROL), east, erin, COMMUNITY_VIEWER);
        node.members().grant(as(CAROL), east, BOB, COMMUNITY_ADMIN);

        Authorization answer = ask(erin, Operation.PUBLISH_RESOURCE, ResourceAt.of(secret, east));

        assertEquals(List.of("SHR-1", "SHR-1"), rules(answer.unmet()), answer::text);
        assertEquals(
                List.of(RESOURCE_SHARE, COMMUNITY_PUBLISH),
                answer.decisions().stream().map(Decision::permission).toList());
        assertEquals(
                List.of(litter.id(), east),
                answer.decisions().stream().map(Decision::target).toList());
        assertEquals(
                List.of("SHR-2", "SHR-6"),
                rules(ask(BOB, Operation.PUBLISH_RESOURCE, ResourceAt.of(secret, east))
                        .unmet()));
    }

    @Test
    @Rule("ACC-7")
    void where_one_permission_of_several_suffices_one_is_enough() {
        Project litter = projectOf(BOB, cats, "Litter");
        ResourceId dataset = resourceOf(litter, "dataset", "purrs");
        CommunityId dogs = communityOf(CAROL, "Dogs");
        ResourceAt published = ResourceAt.of(dataset, dogs);

        assertTrue(ask(BOB, Operation.WITHDRAW_RESOURCE, published).allowed());
        assertTrue(ask(CAROL, Operation.WITHDRAW_RESOURCE, published).allowed());
        assertEquals(
                List.of("SHR-5", "SHR-5"),
                rules(ask(WATCHER, Operation.WITHDRAW_RESOURCE, published).unmet()));
        assertEquals(
                List.of("SHR-5"),
                rules(ask(ANN, Operation.WITHDRAW_RESOURCE, published).unmet()));
    }

    @Test
    @Rule({"ACC-7", "RES-3"})
    void copying_is_answered_by_where_to_the_copy_goes() {
        run(Policy.standard().toBuilder("free").billing(Billing.NOT_REQUIRED).build());
        Project litter = projectOf(BOB, cats, "Litter");
        ResourceId dataset = resourceOf(litter, "dataset", "purrs");
        ProjectId within = projectOf(BOB, cats, "Post").id();
        ProjectId across = projectOf(BOB, communityOf(BOB, "Dogs"), "Walks").id();
        for (ProjectId project : List.of(litter.id(), within, across)) {
            node.members().grant(as(BOB), project, CAROL, PROJECT_EDITOR);
        }

        for (Operation copying : List.of(Operation.COPY_RESOURCE, Operation.COPY_RESOURCE_ACROSS)) {
            assertTrue(ask(CAROL, copying, ResourceAt.of(dataset, within)).allowed(), copying::text);
            Authorization answer = ask(CAROL, copying, ResourceAt.of(dataset, across));
            assertEquals(List.of("RES-3"), rules(answer.unmet()), answer::text);
            assertEquals(Operation.COPY_RESOURCE_ACROSS, answer.request().operation());
            assertEquals(3, answer.decisions().size());
        }
        assertEquals(
                RESOURCE_SHARE,
                untouched(() -> forbidden(
                                RESOURCE_SHARE, () -> node.resources().copy(as(CAROL), dataset, across, "meows")))
                        .decision()
                        .permission());
        changed(() -> node.resources().copy(as(CAROL), dataset, within, "meows"));
    }

    @Test
    @Rule({"ACC-7", "DEF-2"})
    void the_kind_of_a_community_is_a_condition() {
        CommunityId team = node.host().organization(ACME).defaultCommunity();

        assertEquals(
                List.of("DEF-2"),
                rules(ask(ANN, Operation.DELETE_COMMUNITY, team).unmet()));
        assertEquals(
                List.of("COM-6"),
                rules(ask(BOB, Operation.DELETE_COMMUNITY, team).unmet()));
        assertTrue(ask(BOB, Operation.DELETE_COMMUNITY, cats).allowed());
    }

    @Test
    @Rule({"ACC-7", "BIL-2", "BIL-3"})
    void linking_is_asked_about_with_its_account() {
        OperationRequest link = OperationRequest.of(Operation.LINK_BILLING, cats);
        BillingAccountId good = goodAccount("good");
        BillingAccountId bad = billing.account("bad", BillingStatus.NEW);

        assertTrue(ask(BOB, link.paidBy(good)).allowed());
        assertEquals(List.of("BIL-2", "BIL-3"), rules(ask(BOB, link.paidBy(bad)).unmet()));
        assertEquals(List.of("BIL-2"), rules(ask(ANN, link.paidBy(good)).unmet()));
        Authorization without = ask(BOB, link);
        assertEquals(List.of("BIL-2"), rules(without.unmet()));
        assertTrue(without.text().contains("does not say which billing account"), without::text);
    }

    @Test
    @Rule({"ACC-7", "ACC-8"})
    void what_does_not_exist_for_the_caller_is_answered_without_an_exception() {
        Project litter = projectOf(BOB, cats, "Litter");
        Project gone = projectOf(BOB, cats, "Gone");
        ResourceId dataset = resourceOf(litter, "dataset", "purrs");
        ResourceId lost = resourceOf(gone, "dataset", "hisses");
        node.projects().delete(as(BOB), gone.id());
        node.host().register(GLOBEX, "Globex");
        Map<Target, Operation> targets = new LinkedHashMap<>();
        targets.put(CommunityId.of(ACME, "unknown"), Operation.VIEW_COMMUNITY);
        targets.put(CommunityId.of(GLOBEX, cats.value()), Operation.VIEW_COMMUNITY);
        targets.put(GLOBEX, Operation.CREATE_COMMUNITY);
        targets.put(ProjectId.of(ACME, cats.value()), Operation.RUN);
        targets.put(gone.id(), Operation.RUN);
        targets.put(lost, Operation.UPDATE_RESOURCE);
        targets.put(ResourceId.of(ACME, "unknown"), Operation.UPDATE_RESOURCE);
        targets.put(ResourceAt.of(dataset, gone.id()), Operation.USE_RESOURCE);
        targets.put(ResourceAt.of(dataset, CommunityId.of(ACME, "unknown")), Operation.PUBLISH_RESOURCE);
        assertAll(targets.entrySet().stream()
                .<Executable>map(each -> () -> {
                    Authorization answer = ask(BOB, each.getValue(), each.getKey());
                    assertNothingThere(answer);
                })
                .toList());
    }

    private static void assertNothingThere(Authorization answer) {
        Target target = answer.request().target();
        assertFalse(answer.allowed());
        assertEquals(
                List.of(new Unmet("ACC-8", Sentence.of(target).and(" does not exist"))), answer.unmet(), answer::text);
        assertEquals(
                answer.request().operation().needs().stream()
                        .map(Need::permission)
                        .toList(),
                answer.decisions().stream().map(Decision::permission).toList());
        assertTrue(
                answer.decisions().stream().allMatch(decision -> decision.reason() == Decision.Reason.NO_SUCH_TARGET));
    }

    @Test
    @Rule({"ACC-7", "ORG-1"})
    void an_organization_that_is_not_registered_is_not_found_as_by_every_question() {
        notFound("ORG-1", () -> node.access().authorize(Caller.of(GLOBEX, BOB), Operation.CREATE_COMMUNITY, GLOBEX));
        notFound("ORG-1", () -> node.access().authorize(as(DAVE), Operation.CREATE_COMMUNITY, ACME));
    }

    @Test
    @Rule("ACC-7")
    void a_target_that_is_not_what_an_operation_is_about_is_a_mistake() {
        Project litter = projectOf(BOB, cats, "Litter");
        ResourceId dataset = resourceOf(litter, "dataset", "purrs");

        invalid("ACC-7", () -> node.access().authorize(as(BOB), Operation.RUN, cats));
        invalid("ACC-7", () -> node.access().authorize(as(BOB), Operation.VIEW_COMMUNITY, ACME));
        invalid("ACC-7", () -> node.access().authorize(as(BOB), Operation.UPDATE_RESOURCE, litter.id()));
        invalid("ACC-7", () -> node.access().authorize(as(BOB), Operation.USE_RESOURCE, ResourceAt.of(dataset, cats)));
    }

    @Test
    @Rule("ACC-7")
    void what_is_answered_is_what_the_librarys_own_operations_do() {
        Communities uncapped = node;
        run(Policy.standard().toBuilder("capped")
                .caps(Caps.NONE.communities(20).projects(3))
                .build());
        List<Subject> people = people();
        List<Attempt> attempts = attempts();
        List<Executable> checks = new ArrayList<>();
        for (Attempt attempt : attempts) {
            for (Subject person : people) {
                checks.add(() -> assertAgrees(attempt, person, ground(uncapped)));
            }
        }
        assertAll(checks);
    }

    /** Something to do in an organization, and the question about it. */
    private record Attempt(Function<Ground, OperationRequest> question, Act act) {
        static Attempt of(Operation operation, Function<Ground, Target> target, Act act) {
            return new Attempt(ground -> OperationRequest.of(operation, target.apply(ground)), act);
        }
    }

    @FunctionalInterface
    private interface Act {
        Object by(Caller caller, Ground ground);
    }

    /** A project of Cat lovers, and a name that is not taken. */
    private record Ground(Project project, String name) {}

    private int grounds;

    private Ground ground(Communities uncapped) {
        String name = "Ground " + ++grounds;
        CommunityId team = node.host().organization(ACME).defaultCommunity();
        Project project = uncapped.projects()
                .create(as(ANN), team, NewProject.named(name))
                .value();
        return new Ground(project, "New " + name);
    }

    /** One for each role, an administrator of the organization, and a stranger. */
    private List<Subject> people() {
        CommunityId team = node.host().organization(ACME).defaultCommunity();
        List<Subject> people = new ArrayList<>(List.of(ANN, BOB, DAVE));
        for (Role role : List.of(
                PROJECT_VIEWER,
                PROJECT_DEVELOPER,
                PROJECT_ADMIN,
                COMMUNITY_VIEWER,
                COMMUNITY_DEVELOPER,
                COMMUNITY_EDITOR,
                COMMUNITY_ADMIN)) {
            Subject person = newUser(role.name());
            people.add(person);
            // Whoever is to administer the default community must be a member before (DEF-9).
            node.members().grant(as(ANN), team, person, COMMUNITY_VIEWER);
            node.members().grant(as(ANN), team, person, role);
            if (!role.equals(COMMUNITY_VIEWER)) {
                node.members().revoke(as(ANN), team, person, COMMUNITY_VIEWER);
            }
            node.members().grant(as(BOB), cats, person, role);
        }
        return people;
    }

    private List<Attempt> attempts() {
        CommunityId team = node.host().organization(ACME).defaultCommunity();
        BillingAccountId good = goodAccount("good");
        BillingAccountId bad = billing.account("bad", BillingStatus.SUSPENDED);
        return List.of(
                Attempt.of(
                        Operation.VIEW_ORGANIZATION,
                        ground -> ACME,
                        (caller, ground) -> node.organizations().users(caller, PageRequest.first(1))),
                Attempt.of(
                        Operation.APPOINT_ADMINISTRATORS,
                        ground -> ACME,
                        (caller, ground) -> node.orphaned(caller, PageRequest.first(1))),
                Attempt.of(
                        Operation.CREATE_COMMUNITY,
                        ground -> ACME,
                        (caller, ground) -> node.create(caller, NewCommunity.named(ground.name()))),
                new Attempt(
                        ground -> OperationRequest.of(Operation.CREATE_LINKED_COMMUNITY, ACME)
                                .paidBy(bad),
                        (caller, ground) -> node.create(
                                caller, NewCommunity.named(ground.name()).paidBy(bad))),
                Attempt.of(Operation.VIEW_COMMUNITY, ground -> cats, (caller, ground) -> node.get(caller, cats)),
                Attempt.of(
                        Operation.UPDATE_COMMUNITY,
                        ground -> cats,
                        (caller, ground) -> node.update(
                                caller,
                                cats,
                                CommunityUpdate.nothing().description(ground.name()),
                                node.get(as(BOB), cats).version())),
                Attempt.of(Operation.DELETE_COMMUNITY, ground -> team, (caller, ground) -> node.delete(caller, team)),
                Attempt.of(
                        Operation.MANAGE_COMMUNITY_ACCESS,
                        ground -> cats,
                        (caller, ground) -> node.members().remove(caller, cats, Subject.user("nobody"))),
                new Attempt(
                        ground -> OperationRequest.of(Operation.LINK_BILLING, cats)
                                .paidBy(good),
                        (caller, ground) -> node.billing().link(caller, cats, good)),
                new Attempt(
                        ground -> OperationRequest.of(Operation.LINK_BILLING, cats)
                                .paidBy(bad),
                        (caller, ground) -> node.billing().link(caller, cats, bad)),
                Attempt.of(
                        Operation.LINK_CHANNEL,
                        ground -> cats,
                        (caller, ground) ->
                                node.channels().link(caller, cats, Channel.of("Talk", "https://t.me/" + grounds))),
                Attempt.of(
                        Operation.RESTRICT,
                        ground -> cats,
                        (caller, ground) -> node.restrictions().unset(caller, cats, "resources.noTypes")),
                Attempt.of(
                        Operation.CREATE_PROJECT,
                        ground -> cats,
                        (caller, ground) -> node.projects().create(caller, cats, NewProject.named(ground.name()))),
                Attempt.of(
                        Operation.VIEW_PROJECT,
                        ground -> ground.project().id(),
                        (caller, ground) ->
                                node.projects().get(caller, ground.project().id())),
                Attempt.of(
                        Operation.UPDATE_PROJECT,
                        ground -> ground.project().id(),
                        (caller, ground) -> node.projects()
                                .update(
                                        caller,
                                        ground.project().id(),
                                        ProjectUpdate.nothing().description("seen"),
                                        ground.project().version())),
                Attempt.of(
                        Operation.MANAGE_PROJECT_ACCESS,
                        ground -> ground.project().id(),
                        (caller, ground) ->
                                node.members().remove(caller, ground.project().id(), Subject.user("nobody"))),
                Attempt.of(
                        Operation.LIMIT_PROJECT,
                        ground -> ground.project().id(),
                        (caller, ground) -> node.projects()
                                .limit(
                                        caller,
                                        ground.project().id(),
                                        LimitsUpdate.nothing().perHour(1),
                                        ground.project().version())),
                Attempt.of(
                        Operation.LIMIT_PROJECT,
                        ground -> ground.project().id(),
                        (caller, ground) -> node.projects()
                                .setBalance(
                                        caller,
                                        ground.project().id(),
                                        BalanceUpdate.from(Optional.empty()).to(1))),
                Attempt.of(
                        Operation.DELETE_PROJECT,
                        ground -> ground.project().id(),
                        (caller, ground) ->
                                node.projects().delete(caller, ground.project().id())));
    }

    private void assertAgrees(Attempt attempt, Subject person, Ground ground) {
        Revision before = revision();
        OperationRequest question = attempt.question().apply(ground);
        if (person.equals(DAVE)) {
            notFound("ORG-1", () -> node.access().authorize(as(person), question));
            notFound("ORG-1", () -> attempt.act().by(as(person), ground));
            return;
        }
        Authorization answer = node.access().authorize(as(person), question);
        assertEquals(before, answer.revision());
        assertEquals(unmet(() -> attempt.act().by(as(person), ground)), answer.unmet(), answer::text);
    }
}
