package io.github.communities.tck.property;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.OrganizationId;
import io.github.communities.Role;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.community.NewCommunity;
import io.github.communities.core.CommunityEngine;
import io.github.communities.core.memory.InMemoryCommunityStore;
import io.github.communities.member.NewBinding;
import io.github.communities.organization.RosterOutcome;
import io.github.communities.organization.RosterRow;
import io.github.communities.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DomainArbitrariesTest {
    private static final OrganizationId ACME = OrganizationId.of("acme");
    private static final Policy POLICY = Policy.delegated();

    private static Communities engine() {
        Communities engine = CommunityEngine.builder()
                .store(InMemoryCommunityStore.create())
                .policy(POLICY)
                .build();
        engine.host().register(ACME, "Acme");
        return engine;
    }

    @Provide
    Arbitrary<String> names() {
        return DomainArbitraries.names();
    }

    @Provide
    Arbitrary<OrganizationId> organizationIds() {
        return DomainArbitraries.organizationIds();
    }

    @Provide
    Arbitrary<Subject> principals() {
        return DomainArbitraries.principals();
    }

    @Provide
    Arbitrary<NewBinding> bindings() {
        return DomainArbitraries.bindings(POLICY, ScopeKind.COMMUNITY);
    }

    @Provide
    Arbitrary<Role> roles() {
        return DomainArbitraries.roles(POLICY);
    }

    @Provide
    Arbitrary<List<RosterRow>> rosters() {
        return DomainArbitraries.organizations(ACME, POLICY);
    }

    @Property(tries = 200)
    void a_name_is_one_that_a_community_can_have(@ForAll("names") String name) {
        try (Communities engine = engine()) {
            Subject ann = Subject.user("ann");
            engine.host().addUser(ACME, ann);
            assertTrue(engine.create(Caller.of(ACME, ann), NewCommunity.named(name))
                    .changed());
        }
    }

    @Property(tries = 200)
    void ids_and_subjects_are_legal(
            @ForAll("organizationIds") OrganizationId organization, @ForAll("principals") Subject principal) {
        assertEquals(organization, OrganizationId.of(organization.value()));
        assertEquals(principal, Subject.parse(principal.toString()));
    }

    @Property(tries = 200)
    void roles_and_bindings_are_those_of_the_policy(
            @ForAll("roles") Role role, @ForAll("bindings") NewBinding binding) {
        assertTrue(POLICY.definition(role).isPresent());
        assertTrue(POLICY.definition(binding.role()).orElseThrow().scopes().contains(ScopeKind.COMMUNITY));
    }

    @Property(tries = 100)
    void of_a_whole_organization_each_row_comes_in(@ForAll("rosters") List<RosterRow> rows) {
        try (Communities engine = engine()) {
            List<RosterOutcome> refused = new ArrayList<>();
            engine.host().importRoster(rows.stream(), outcome -> {
                if (outcome.kind() == RosterOutcome.Kind.REFUSED) {
                    refused.add(outcome);
                }
            });
            assertEquals(List.of(), refused);
        }
    }
}
