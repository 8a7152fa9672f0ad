package io.github.communities.tck.domain.roster;

import static io.github.communities.organization.RosterOutcome.Kind.ADDED;
import static io.github.communities.organization.RosterOutcome.Kind.REFUSED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.community.Community;
import io.github.communities.organization.OrganizationUser;
import io.github.communities.organization.RosterOutcome;
import io.github.communities.organization.RosterReport;
import io.github.communities.project.Project;
import io.github.communities.tck.domain.AcmeRules;
import io.github.communities.tck.fixture.Roster;
import io.github.communities.tck.fixture.Roster.Imported;
import io.github.communities.tck.fixture.StoreFixture;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** What the suites about rosters begin with. */
public abstract class SampleRosterRules extends AcmeRules {
    /** Rules on storages of their own. */
    protected SampleRosterRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    /** Ten rows that use everything; nothing in them is there before. */
    static Roster sample() {
        return new Roster(ACME)
                .user("erin", "member")
                .user("frank", "admin")
                .user("grace", "owner")
                .member("Cat lovers", "erin", "admin")
                .member("Cat lovers", "frank", "developer")
                .member("Dog lovers", "grace", "viewer")
                .member("Acme Team", "frank", "editor")
                .participant("Dog lovers", "Fence", "erin", "developer")
                .participant("Dog lovers", "Kennel", "frank", "viewer")
                .participant("Acme Team", "Garden", "erin", "editor");
    }

    /** What {@link #sample()} comes to, besides bob and carol, on whom it is silent. */
    static Set<String> sampleFacts() {
        return new TreeSet<>(Set.of(
                "user user/ann [organization.admin, organization.member] false",
                "user user/bob [organization.member] false",
                "user user/carol [organization.member] false",
                "user user/erin [organization.member] false",
                "user user/frank [organization.admin, organization.member] false",
                "user user/grace [organization.owner, organization.member] false",
                "DEFAULT Acme Team",
                "DEFAULT Acme Team: user/frank [communities.editor]",
                "DEFAULT Acme Team / Garden",
                "DEFAULT Acme Team / Garden: user/erin [projects.editor]",
                "STANDARD Cat lovers",
                "STANDARD Cat lovers: user/erin [communities.admin]",
                "STANDARD Cat lovers: user/frank [communities.developer]",
                "STANDARD Dog lovers",
                "STANDARD Dog lovers: user/grace [communities.viewer]",
                "STANDARD Dog lovers / Fence",
                "STANDARD Dog lovers / Fence: user/erin [projects.developer]",
                "STANDARD Dog lovers / Kennel",
                "STANDARD Dog lovers / Kennel: user/frank [projects.viewer]"));
    }

    static void assertAllAdded(Imported imported) {
        long rows = imported.outcomes().size();
        assertEquals(new RosterReport(rows, rows, 0, 0), imported.report(), imported::refusals);
        assertTrue(imported.outcomes().stream()
                .allMatch(
                        outcome -> outcome.kind() == ADDED && outcome.refusal().isEmpty()));
    }

    Project fence() {
        return project(community("Dog lovers").id(), "Fence");
    }

    static void assertRefused(String rule, RosterOutcome outcome) {
        assertEquals(REFUSED, outcome.kind(), outcome::toString);
        assertEquals(rule, outcome.refusal().orElseThrow().rule(), outcome::toString);
        assertFalse(outcome.refusal().orElseThrow().reason().isBlank());
    }

    List<String> orphaned() {
        return all(page -> other.orphaned(as(ANN), page)).stream()
                .map(Community::name)
                .toList();
    }

    List<Role> roles(String user) {
        return all(page -> other.organizations().users(as(WATCHER), page)).stream()
                .filter(each -> each.subject().equals(Subject.user(user)))
                .map(OrganizationUser::roles)
                .findFirst()
                .orElseThrow();
    }
}
