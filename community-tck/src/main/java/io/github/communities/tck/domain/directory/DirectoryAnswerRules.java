package io.github.communities.tck.domain.directory;

import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.ORGANIZATION_VIEW;
import static io.github.communities.Permission.PROJECT_RUN;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static io.github.communities.Role.ORGANIZATION_OWNER;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static io.github.communities.tck.fixture.Refusals.stale;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.PageRequest;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.access.AccessView;
import io.github.communities.change.ChangeKind;
import io.github.communities.error.Unavailable;
import io.github.communities.member.BindingDelta;
import io.github.communities.member.NewBinding;
import io.github.communities.spi.Directory;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.fixture.TestDirectory;
import io.github.communities.tck.fixture.TestDirectory.Question;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** How long its answers are of use, what happens without, and what the host reports: ORG-7, ORG-4. */
public abstract class DirectoryAnswerRules extends OwnDirectoryRules {
    /** Rules on storages of their own. */
    @SuppressWarnings("NullAway.Init") // the directory is set before each test
    protected DirectoryAnswerRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    // ORG-7: what is asked, and when

    @Test
    @Rule("ORG-7")
    void it_is_asked_about_who_acts_and_about_their_groups_before_the_transaction() {
        CommunityId team = acme();
        directory.put(ACME, CATS);
        directory.put(ACME, TOMCATS);
        directory.join(ACME, CATS, ANN);
        directory.join(ACME, TOMCATS, ANN);
        directory.asked();

        assertTrue(node.access().can(as(BOB), ORGANIZATION_VIEW, ACME));
        assertEquals(List.of(List.of(BOB)), subjects(directory.asked()));
        assertTrue(node.access().can(as(ANN), COMMUNITY_VIEW, team));
        List<List<Subject>> asked = subjects(directory.asked());
        assertEquals(2, asked.size(), asked::toString);
        assertEquals(List.of(ANN), asked.get(0));
        assertEquals(Set.of(CATS, TOMCATS), Set.copyOf(asked.get(1)));
        directory.beGenerous();
        cluster.clock().advance(Duration.ofMillis(1001));
        assertTrue(node.access().can(as(ANN), COMMUNITY_VIEW, team));
        assertEquals(List.of(List.of(ANN)), subjects(directory.asked()));
    }

    @Test
    @Rule("ORG-7")
    void asking_many_things_of_a_view_asks_the_directory_once() {
        CommunityId team = acme();
        directory.asked();
        AccessView view = node.access().of(as(ANN));

        for (Permission permission : Permission.STANDARD) {
            view.can(permission, team);
            view.explain(permission, ACME);
        }

        assertEquals(1, directory.asked().size());
    }

    @Test
    @Rule({"ORG-7", "TEN-1"})
    void it_is_not_asked_about_organizations_that_are_not_registered() {
        acme();
        directory.put(GLOBEX, BOB, ORGANIZATION_OWNER);
        directory.asked();
        directory.fail(new IllegalStateException("no such tenant"));

        assertFalse(other.access().can(Caller.of(GLOBEX, BOB), ORGANIZATION_VIEW, GLOBEX));
        notFound(() -> other.organizations().get(Caller.of(GLOBEX, BOB)));
        notFound(() -> node.host().signIn(GLOBEX, BOB));
        assertEquals(List.of(), directory.asked());
    }

    @Test
    @Rule("ORG-7")
    void as_many_are_asked_about_together_as_a_question_holds() {
        CommunityId team = acme();
        BindingDelta delta = BindingDelta.nothing();
        for (int i = 0; i < 500; i++) {
            Subject user = Subject.user("user" + i);
            directory.put(ACME, user);
            delta = delta.add(user, COMMUNITY_VIEWER);
        }
        BindingDelta all = delta;
        directory.asked();

        changed(() -> node.members().update(as(ANN), team, all));

        assertTrue(directory.asked().size() <= 3, "the caller, and all the others together");
        assertEquals(500, members(team).size());
    }

    @Test
    @Rule("ORG-7")
    void it_is_told_a_deadline_that_is_no_later_than_its_answer_would_be_of_use() {
        acme();
        directory.asked();
        node.access().can(as(BOB), ORGANIZATION_VIEW, ACME);
        for (Question question : directory.asked()) {
            assertEquals(Duration.ofSeconds(1), question.patience(), "the staleness bound");
        }
        try (Communities patient = engine(Duration.ofMillis(300), Duration.ofSeconds(5))) {
            patient.access().can(as(BOB), ORGANIZATION_VIEW, ACME);
            for (Question question : directory.asked()) {
                assertEquals(Duration.ofMillis(300), question.patience(), "the host's patience");
            }
        }
    }

    @Test
    @Rule("ORG-7")
    void an_answer_after_the_deadline_is_none() {
        CommunityId team = acme();
        try (Communities patient = engine(Duration.ofMillis(300), Duration.ofSeconds(5))) {
            directory.slow(Duration.ofMillis(300));
            assertTrue(patient.access().can(as(BOB), ORGANIZATION_VIEW, ACME), "just in time");
            directory.slow(Duration.ofMillis(301));
            failsClosed(patient, team);
            directory.mend();
            assertTrue(patient.access().can(as(BOB), ORGANIZATION_VIEW, ACME));
        }
    }

    @Test
    @Rule("ORG-7")
    void if_it_can_not_be_asked_nobody_is_let_in_and_nothing_is_written() {
        CommunityId team = acme();
        grant(ANN, team, BOB, COMMUNITY_VIEWER);
        assertTrue(node.access().can(as(BOB), COMMUNITY_VIEW, team));

        directory.fail(new IllegalStateException("connection refused"));
        failsClosed(node, team);
        directory.mend();

        assertTrue(node.access().can(as(BOB), COMMUNITY_VIEW, team));
        changed(() -> node.members().grant(as(ANN), team, CAROL, COMMUNITY_VIEWER));
    }

    private void failsClosed(Communities on, CommunityId team) {
        PageRequest first = PageRequest.first(10);
        long before = on.host().organization(ACME).revision().value();
        for (Executable attempt : List.<Executable>of(
                () -> on.access().can(as(ANN), COMMUNITY_VIEW, team),
                () -> on.access().of(as(ANN)),
                () -> on.get(as(ANN), team),
                () -> on.members().list(as(ANN), team, first),
                () -> on.members().grant(as(ANN), team, CAROL, COMMUNITY_VIEWER),
                () -> on.organizations().users(as(ANN), first),
                () -> on.host().signIn(ACME, CAROL),
                () -> on.host().overview(ACME))) {
            Unavailable unavailable = assertThrows(Unavailable.class, attempt);
            assertEquals("ORG-7", unavailable.rule());
            assertTrue(unavailable.retryable(), unavailable::getMessage);
        }
        assertEquals(before, on.host().organization(ACME).revision().value());
    }

    @Test
    @Rule("ORG-7")
    void what_it_throws_is_the_cause_of_the_refusal() {
        acme();
        RuntimeException fault = new IllegalStateException("connection refused");
        directory.fail(fault);

        Unavailable unavailable =
                assertThrows(Unavailable.class, () -> node.access().can(as(BOB), ORGANIZATION_VIEW, ACME));

        assertSame(fault, unavailable.getCause());
        assertTrue(String.valueOf(unavailable.getMessage()).contains("acme"), unavailable::getMessage);
    }

    @Test
    @Rule("ORG-7")
    void a_notice_of_removal_does_not_wait_for_it() {
        CommunityId team = acme();
        grant(ANN, team, BOB, COMMUNITY_DEVELOPER);
        directory.fail(new IllegalStateException("connection refused"));

        changed(() -> node.host().removeUser(ACME, BOB));

        directory.mend();
        assertFalse(later().access().can(as(BOB), COMMUNITY_VIEW, team));
    }

    @Test
    @Rule("ORG-7")
    void a_list_that_goes_back_is_no_answer() {
        acme();
        Directory backwards = new Backwards(directory);
        try (Communities on =
                cluster.engine(cluster.storage().open()).directory(backwards).build()) {
            Unavailable unavailable =
                    assertThrows(Unavailable.class, () -> on.organizations().users(as(ANN), PageRequest.first(10)));
            assertEquals("ORG-7", unavailable.rule());
        }
    }

    /** Lists from the end. */
    private record Backwards(TestDirectory directory) implements Directory {
        @Override
        public Map<Subject, Entry> find(OrganizationId organization, Collection<Subject> subjects, Duration patience) {
            return directory.find(organization, subjects, patience);
        }

        @Override
        public List<Subject> members(
                OrganizationId organization, Subject group, Optional<Subject> after, int limit, Duration patience) {
            return turned(directory.members(organization, group, after, limit, patience));
        }

        @Override
        public List<Subject> principals(
                OrganizationId organization, Optional<Subject> after, int limit, Duration patience) {
            return turned(directory.principals(organization, after, limit, patience));
        }

        @Override
        public List<Subject> holders(
                OrganizationId organization, Optional<Subject> after, int limit, Duration patience) {
            return turned(directory.holders(organization, after, limit, patience));
        }

        private static List<Subject> turned(List<Subject> list) {
            List<Subject> turned = new ArrayList<>(list);
            Collections.reverse(turned);
            return turned;
        }
    }

    @Test
    @Rule({"ORG-7", "ACC-4"})
    void its_answers_live_no_longer_than_the_staleness_bound_though_the_revision_stays() {
        CommunityId team = acme();
        AccessView view = node.access().of(as(ANN));
        directory.remove(ACME, ANN);

        assertTrue(view.can(COMMUNITY_VIEW, team), "from what was said when the view was taken");
        cluster.clock().advance(Duration.ofMillis(1001));
        stale("ACC-4", () -> view.can(COMMUNITY_VIEW, team));
        assertFalse(view.refresh().can(COMMUNITY_VIEW, team));
        assertFalse(node.access().can(as(ANN), COMMUNITY_VIEW, team));
        assertEquals(1, revision().value());
    }

    @Test
    @Rule("ORG-7")
    void answers_that_grow_too_old_during_an_operation_are_asked_for_anew() {
        CommunityId team = acme();
        directory.put(ACME, CATS, ORGANIZATION_ADMIN);
        directory.put(ACME, DAVE);
        directory.join(ACME, CATS, DAVE);
        directory.slow(Duration.ofMillis(700));

        // Dave, then his group, then carol: no two of these answers are young enough together, all asked for at once
        // are.
        changed(() -> node.members().grant(as(DAVE), team, CAROL, COMMUNITY_VIEWER));

        directory.mend();
        assertTrue(later().access().can(as(CAROL), COMMUNITY_VIEW, team));
    }

    @Test
    @Rule({"ORG-7", "CON-6"})
    void who_is_taken_out_while_an_operation_asks_is_out_once_the_answers_have_grown_too_old() {
        CommunityId team = acme();
        directory.slow(Duration.ofMillis(700));
        directory.uponQuestion(2, () -> directory.remove(ACME, ANN));

        untouched(() -> notFound(() -> node.members().grant(as(ANN), team, CAROL, COMMUNITY_VIEWER)));
    }

    @Test
    @Rule("ORG-7")
    void a_directory_whose_answers_are_never_young_enough_together_is_unavailable() {
        CommunityId team = acme();
        directory.put(ACME, CATS);
        grant(ANN, team, CATS, COMMUNITY_VIEWER);
        directory.slow(Duration.ofMillis(700));

        // The entries take one question and the members another, and both are needed.
        Unavailable unavailable = assertThrows(
                Unavailable.class, () -> node.members().expand(as(ANN), team, CATS, PageRequest.first(10)));

        assertEquals("ORG-7", unavailable.rule());
        assertTrue(unavailable.retryable());
    }

    // ORG-4 and ORG-7: who goes, and who comes back

    @Test
    @Rule("ORG-7")
    void bindings_of_whom_it_does_not_know_grant_nothing() {
        CommunityId team = acme();
        grant(ANN, team, BOB, COMMUNITY_DEVELOPER);
        directory.put(ACME, CATS);
        directory.join(ACME, CATS, CAROL);
        grant(ANN, team, CATS, COMMUNITY_DEVELOPER);

        directory.remove(ACME, BOB);
        directory.remove(ACME, CATS);

        assertFalse(other.access().can(as(BOB), COMMUNITY_VIEW, team));
        assertFalse(other.access().can(as(CAROL), COMMUNITY_VIEW, team));
        assertEquals(List.of(), members(team));
        directory.put(ACME, BOB);
        assertTrue(other.access().can(as(BOB), COMMUNITY_VIEW, team), "nobody said that bob was removed");
    }

    @Test
    @Rule({"ORG-4", "ORG-7"})
    void whose_removal_the_host_reports_starts_anew_though_nothing_else_was_ever_kept_of_them() {
        CommunityId team = acme();
        grant(ANN, team, BOB, COMMUNITY_DEVELOPER);
        ProjectId garden = projectOf(BOB, team, "Garden").id();
        directory.remove(ACME, BOB);

        Written<Subject> removed = changed(() -> node.host().removeUser(ACME, BOB));
        assertEquals(
                BOB,
                only(ChangeKind.SUBJECT_REMOVED, recordOf(removed)).subject().orElseThrow());
        directory.put(ACME, BOB);

        assertTrue(later().access().can(as(BOB), ORGANIZATION_VIEW, ACME));
        assertFalse(other.access().can(as(BOB), COMMUNITY_VIEW, team));
        assertFalse(other.access().can(as(BOB), PROJECT_RUN, garden));
        assertEquals(Optional.of(BOB), other.projects().get(as(WATCHER), garden).creator());
        changed(() -> grant(ANN, team, BOB, COMMUNITY_VIEWER));
        assertTrue(later().access().can(as(BOB), COMMUNITY_VIEW, team));
    }

    @Test
    @Rule({"MEM-9", "ORG-4", "CHG-4", "ORG-7"})
    void whose_removal_the_host_reports_is_not_brought_back_by_an_older_list() {
        CommunityId team = acme();
        grant(ANN, team, BOB, COMMUNITY_VIEWER);
        grant(ANN, team, CAROL, COMMUNITY_VIEWER);
        long seen = other.get(as(WATCHER), team).bindingsVersion();
        List<NewBinding> carols = List.of(NewBinding.of(CAROL, COMMUNITY_VIEWER));
        List<NewBinding> both = List.of(NewBinding.of(BOB, COMMUNITY_VIEWER), NewBinding.of(CAROL, COMMUNITY_VIEWER));

        for (Runnable removal : List.<Runnable>of(
                () -> node.host().removeUser(ACME, BOB), () -> node.host().erase(ACME, BOB))) {
            long before = other.get(as(WATCHER), team).bindingsVersion();
            removal.run(); // and the directory knows them still, or again
            untouched(() -> stale("MEM-9", () -> node.members().replace(as(ANN), team, both, before)));
            assertFalse(later().access().can(as(BOB), COMMUNITY_VIEW, team));

            long now = revision().value();
            changed(() -> node.members().replace(as(ANN), team, both, now));
        }
        untouched(() -> stale("MEM-9", () -> node.members().replace(as(ANN), team, carols, seen)));
        long now = other.get(as(WATCHER), team).bindingsVersion();
        directory.put(ACME, DAVE); // of whom nothing is kept
        changed(() -> node.members().replace(as(ANN), team, List.of(NewBinding.of(DAVE, COMMUNITY_VIEWER)), now));
    }

    @Test
    @Rule({"ORG-4", "ORG-7"})
    void a_report_ends_what_is_bound_though_the_directory_knows_them_still() {
        CommunityId team = acme();
        grant(ANN, team, BOB, COMMUNITY_DEVELOPER);
        node.host().signIn(ACME, BOB);

        changed(() -> node.host().removeUser(ACME, BOB));

        assertTrue(later().access().can(as(BOB), ORGANIZATION_VIEW, ACME), "the directory says who belongs");
        assertFalse(other.access().can(as(BOB), COMMUNITY_VIEW, team));
        assertFalse(user(BOB).signedIn());
        assertEquals(Optional.empty(), member(team, BOB));
    }

    @Test
    @Rule({"ORG-4", "CON-1"})
    void reporting_a_removal_again_at_once_changes_nothing() {
        CommunityId team = acme();
        grant(ANN, team, BOB, COMMUNITY_DEVELOPER);
        directory.remove(ACME, BOB);
        changed(() -> node.host().removeUser(ACME, BOB));
        unchanged(() -> node.host().removeUser(ACME, BOB));
        unchanged(() -> other.host().removeUser(ACME, BOB));

        directory.put(ACME, BOB);
        grant(ANN, team, BOB, COMMUNITY_DEVELOPER);
        directory.remove(ACME, BOB);
        changed(() -> node.host().removeUser(ACME, BOB));
        directory.put(ACME, BOB);
        assertFalse(later().access().can(as(BOB), COMMUNITY_VIEW, team), "what was bound after the first report");
    }

    // How they are written

    private Communities engine(Duration patience, Duration bound) {
        return cluster.engine(directory.watch(cluster.storage().open()))
                .directory(directory)
                .hostPatience(patience)
                .stalenessBound(bound)
                .build();
    }
}
