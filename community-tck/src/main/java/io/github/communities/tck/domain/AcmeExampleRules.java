package io.github.communities.tck.domain;

import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static io.github.communities.Role.ORGANIZATION_OWNER;
import static io.github.communities.tck.fixture.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.BillingAccountId;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.Host;
import io.github.communities.PageRequest;
import io.github.communities.Permission;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.access.Authorization;
import io.github.communities.access.Operation;
import io.github.communities.access.OperationRequest;
import io.github.communities.billing.BillingStatus;
import io.github.communities.change.ChangeKind;
import io.github.communities.community.Community;
import io.github.communities.community.CommunityKind;
import io.github.communities.decision.RoleSource;
import io.github.communities.error.CommunitiesException;
import io.github.communities.error.Unmet;
import io.github.communities.organization.SignIn;
import io.github.communities.policy.Policy;
import io.github.communities.project.NewProject;
import io.github.communities.project.NewResource;
import io.github.communities.project.Project;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.fixture.TestBilling;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The worked example of Acme, under the standard policy. Each step of the story reads what the one before has come to.
 */
public abstract class AcmeExampleRules extends DomainRules {
    private final TestBilling billing = new TestBilling();
    private CommunityId team = CommunityId.of(ACME, "not registered yet");

    /** Rules on storages of this kind. */
    protected AcmeExampleRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    @BeforeEach
    void letTheHostHaveBillingAccounts() {
        node = cluster.node(Policy.standard(), engine -> engine.billingAccounts(billing));
        other = cluster.node(Policy.standard(), engine -> engine.billingAccounts(billing));
    }

    private Communities later() {
        cluster.clock().advance(Duration.ofSeconds(2));
        return other;
    }

    @Test
    @Rule({"DEF-1", "DEF-2", "DEF-3", "DEF-7", "DEF-9", "BIL-1", "BIL-2", "PRJ-1", "PRJ-3", "ACC-7"})
    void acme() {
        Host host = node.host();

        // The organization Acme is registered; its default community is "Acme Team".
        host.register(ACME, "Acme");
        team = host.organization(ACME).defaultCommunity();
        host.addUser(ACME, ANN, ORGANIZATION_ADMIN);
        host.addUser(ACME, BOB);

        // ann (organization.admin) and bob sign in.
        SignIn ann = host.signIn(ACME, ANN).value();
        SignIn bob = host.signIn(ACME, BOB).value();
        assertEquals("Acme Team", ann.community().name());
        assertEquals(CommunityKind.DEFAULT, bob.community().kind());
        assertEquals(List.of(SignIn.Outcome.JOINED, SignIn.Outcome.JOINED), List.of(ann.outcome(), bob.outcome()));

        // Both are Developers; ann is Administrator by inheritance besides.
        assertEquals(Set.of(COMMUNITY_DEVELOPER), own(ANN));
        assertEquals(Set.of(COMMUNITY_DEVELOPER), own(BOB));
        assertEquals(Set.of(COMMUNITY_ADMIN), inherited(ANN));
        assertEquals(Set.of(), inherited(BOB));

        // bob creates a project.
        Project project =
                node.projects().create(as(BOB), team, NewProject.named("Bob's")).value();
        assertEquals(project, later().projects().get(as(BOB), project.id()));

        // Creating a resource in it and running it are refused,
        assertUnmet("BIL-1", creatingASecret(project));
        refused("BIL-1", () -> node.resources().create(as(BOB), project.id(), NewResource.of("secret", "my-key")));
        assertUnmet("BIL-1", running(project));

        // until ann links a billing account in good standing.
        BillingAccountId account = billing.account("acme-pays", BillingStatus.PAYMENT_REQUIRED);
        billing.allow(account, ANN);
        refused("BIL-3", () -> node.billing().link(as(ANN), team, account));
        assertUnmet("BIL-1", running(project));
        billing.account("acme-pays", BillingStatus.ACTIVE);
        node.billing().link(as(ANN), team, account);
        assertTrue(creatingASecret(project).allowed());
        assertTrue(node.resources()
                .create(as(BOB), project.id(), NewResource.of("secret", "my-key"))
                .changed());
        assertTrue(running(project).allowed());

        // ann appoints bob administrator.
        node.members().grant(as(ANN), team, BOB, COMMUNITY_ADMIN);
        assertEquals(Set.of(COMMUNITY_ADMIN, COMMUNITY_DEVELOPER), own(BOB));
        assertEquals(Set.of(), inherited(BOB));

        // Nobody can delete Acme Team: not the administrators, not an owner.
        host.addUser(ACME, CAROL, ORGANIZATION_OWNER);
        for (Subject anyone : List.of(ANN, BOB, CAROL)) {
            refused("DEF-2", () -> node.delete(as(anyone), team));
        }
        Subject viewer = Subject.user("viewer");
        host.addUser(ACME, viewer);
        assertThrows(CommunitiesException.class, () -> node.delete(as(viewer), team));
        Community still = later().getDefault(as(ANN));
        assertEquals("Acme Team", still.name());
        assertTrue(other.host().changes(ACME, Revision.NONE, 1000).stream()
                .flatMap(record -> record.changes().stream())
                .noneMatch(change -> change.kind() == ChangeKind.COMMUNITY_DELETED));

        // ann loses her organization role and with it the administration, and stays a Developer.
        host.revokeRole(ACME, ANN, ORGANIZATION_ADMIN);
        assertEquals(Set.of(COMMUNITY_DEVELOPER), own(ANN));
        assertEquals(Set.of(), inherited(ANN));
        assertEquals(
                List.of(false, true),
                List.of(
                        other.access().can(as(ANN), Permission.COMMUNITY_MANAGE_ACCESS, team),
                        other.access().can(as(ANN), Permission.PROJECT_CREATE, team)));
    }

    private Authorization creatingASecret(Project project) {
        return later().access()
                .authorize(
                        as(BOB),
                        OperationRequest.of(Operation.CREATE_RESOURCE, project.id())
                                .ofType("secret"));
    }

    private Authorization running(Project project) {
        return later().access().authorize(as(BOB), Operation.RUN, project.id());
    }

    private static void assertUnmet(String rule, Authorization answer) {
        assertEquals(List.of(rule), answer.unmet().stream().map(Unmet::rule).toList(), answer::text);
    }

    private Set<Role> own(Subject member) {
        return sources(member).stream()
                .filter(source ->
                        source.inheritedFrom().isEmpty() && source.scope().equals(team))
                .map(RoleSource::role)
                .collect(Collectors.toSet());
    }

    private Set<Role> inherited(Subject member) {
        return sources(member).stream()
                .filter(source -> source.inheritedFrom().isPresent())
                .map(RoleSource::role)
                .collect(Collectors.toSet());
    }

    private List<RoleSource> sources(Subject subject) {
        return later().members().list(as(BOB), team, PageRequest.first(10)).items().stream()
                .filter(member -> member.subject().equals(subject))
                .flatMap(member -> member.sources().stream())
                .toList();
    }
}
