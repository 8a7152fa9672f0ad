package io.github.communities.tck.domain.organization;

import static io.github.communities.Permission.COMMUNITY_MANAGE_ACCESS;
import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.ORGANIZATION_VIEW;
import static io.github.communities.Permission.PROJECT_RUN;
import static io.github.communities.Permission.PROJECT_VIEW;
import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static io.github.communities.Role.ORGANIZATION_MEMBER;
import static io.github.communities.Role.PROJECT_DEVELOPER;
import static io.github.communities.tck.fixture.Refusals.invalid;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static io.github.communities.tck.fixture.Refusals.refused;
import static io.github.communities.tck.fixture.Refusals.stale;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.PageRequest;
import io.github.communities.ProjectId;
import io.github.communities.Revision;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.access.AccessView;
import io.github.communities.change.ChangeAttribute;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import io.github.communities.community.Community;
import io.github.communities.community.CommunityFilter;
import io.github.communities.community.NewCommunity;
import io.github.communities.decision.Decision;
import io.github.communities.error.NotFound;
import io.github.communities.member.NewBinding;
import io.github.communities.organization.Organization;
import io.github.communities.organization.RosterOutcome;
import io.github.communities.organization.RosterRow;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.record.CommunityRecord;
import io.github.communities.spi.record.GroupMemberRecord;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.spi.record.SubjectRecord;
import io.github.communities.tck.domain.AcmeRules;
import io.github.communities.tck.fixture.Race;
import io.github.communities.tck.fixture.Race.Outcome;
import io.github.communities.tck.fixture.SampleRecords;
import io.github.communities.tck.fixture.StoreContents;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Groups, service accounts and whole organizations that the host takes away: ORG-8 and ORG-9. */
public abstract class RemovalRules extends AcmeRules {
    private CommunityId team;

    /** Bob's community, at which the cats are developers; at its project Litter the robot is one. */
    private CommunityId cats;

    private ProjectId litter;

    /** Rules on storages of this kind. */
    @SuppressWarnings("NullAway.Init") // the fields are set before each test
    protected RemovalRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    @BeforeEach
    void catsAndARobotHaveRoles() {
        team = acme();
        node.host().addServiceAccount(ACME, ROBOT);
        node.host().addGroup(ACME, CATS);
        node.host().addToGroup(ACME, CATS, CAROL);
        node.host().addToGroup(ACME, CATS, ROBOT);
        cats = communityOf(BOB, "Cat lovers");
        litter = projectOf(BOB, cats, "Litter").id();
        node.members().grant(as(BOB), cats, CATS, COMMUNITY_DEVELOPER);
        node.members().grant(as(BOB), litter, ROBOT, PROJECT_DEVELOPER);
    }

    // ORG-8

    @Test
    @Rule("ORG-8")
    void removing_a_group_ends_its_bindings_and_memberships_in_one_write() {
        assertTrue(other.access().can(as(CAROL), COMMUNITY_VIEW, cats));

        Written<Subject> removed = changed(() -> node.host().removeGroup(ACME, CATS));

        assertEquals(CATS, removed.value());
        later();
        assertFalse(other.access().can(as(CAROL), COMMUNITY_VIEW, cats));
        assertFalse(other.access().can(as(ROBOT), COMMUNITY_VIEW, cats));
        assertTrue(other.access().can(as(ROBOT), PROJECT_RUN, litter), "what is its own stays");
        assertEquals(Optional.empty(), member(cats, CATS));
        ChangeRecord record = recordOf(removed);
        assertEquals(
                List.of(
                        ChangeKind.SUBJECT_REMOVED,
                        ChangeKind.BINDING_REMOVED,
                        ChangeKind.GROUP_MEMBER_REMOVED,
                        ChangeKind.GROUP_MEMBER_REMOVED),
                kinds(record));
        assertEquals(Optional.of(CATS), only(ChangeKind.SUBJECT_REMOVED, record).subject());
        assertEquals(Optional.empty(), record.actor());
        assertEquals(List.of(), stored(GroupMemberRecord.class));
    }

    @Test
    @Rule("ORG-8")
    void removing_a_service_account_ends_its_bindings_and_memberships_in_one_write() {
        assertTrue(other.access().can(as(ROBOT), PROJECT_RUN, litter));

        Written<Subject> removed = changed(() -> node.host().removeServiceAccount(ACME, ROBOT));

        later();
        notFound(() -> other.projects().get(as(ROBOT), litter));
        assertEquals(
                Decision.Reason.NOT_OF_THE_ORGANIZATION,
                other.access().explain(as(ROBOT), PROJECT_RUN, litter).reason());
        assertEquals(Optional.empty(), member(litter, ROBOT));
        assertTrue(other.access().can(as(CAROL), COMMUNITY_VIEW, cats), "the group has another member");
        assertEquals(
                List.of(ChangeKind.SUBJECT_REMOVED, ChangeKind.BINDING_REMOVED, ChangeKind.GROUP_MEMBER_REMOVED),
                kinds(recordOf(removed)));
    }

    @Test
    @Rule({"ORG-8", "COM-7"})
    void removing_a_service_account_ends_its_agency() {
        node.members().setAgent(as(BOB), cats, ROBOT);

        ChangeRecord record = recordOf(changed(() -> node.host().removeServiceAccount(ACME, ROBOT)));

        assertEquals(
                Optional.of(ROBOT.toString()),
                only(ChangeKind.AGENT_CHANGED, record).before(ChangeAttribute.AGENT));
        assertTrue(stored(CommunityRecord.class).stream()
                .allMatch(community -> community.agent().isEmpty()));
    }

    @Test
    @Rule("ORG-8")
    void what_comes_back_under_the_same_id_starts_anew() {
        node.host().removeGroup(ACME, CATS);
        node.host().removeServiceAccount(ACME, ROBOT);

        changed(() -> node.host().addGroup(ACME, CATS));
        changed(() -> node.host().addServiceAccount(ACME, ROBOT));

        later();
        assertFalse(other.access().can(as(CAROL), COMMUNITY_VIEW, cats));
        assertFalse(other.access().can(as(ROBOT), PROJECT_VIEW, litter));
        node.members().grant(as(BOB), cats, CATS, COMMUNITY_VIEWER);
        later();
        assertFalse(other.access().can(as(CAROL), COMMUNITY_VIEW, cats), "nobody is in the new group yet");
        changed(() -> node.host().addToGroup(ACME, CATS, CAROL));
        later();
        assertTrue(other.access().can(as(CAROL), COMMUNITY_VIEW, cats));
        assertFalse(other.access().can(as(ROBOT), COMMUNITY_VIEW, cats));
    }

    @Test
    @Rule("ORG-8")
    void what_they_created_stays() {
        node.host().addServiceAccount(ACME, ROBOT, ORGANIZATION_MEMBER);
        CommunityId built = communityOf(ROBOT, "Built by a robot");

        node.host().removeServiceAccount(ACME, ROBOT);

        assertEquals(Optional.of(ROBOT), community("Built by a robot").creator());
        assertEquals(List.of(built), orphaned());
    }

    @Test
    @Rule({"ORG-8", "MEM-5", "MEM-6"})
    void a_community_that_a_group_administered_is_orphaned_without_it() {
        node.members().grant(as(BOB), cats, CATS, COMMUNITY_ADMIN);
        node.members().leave(as(BOB), cats);
        assertEquals(List.of(), orphaned());

        changed(() -> node.host().removeGroup(ACME, CATS));

        assertEquals(List.of(cats), orphaned());
        changed(() -> node.members().grant(as(ANN), cats, CAROL, COMMUNITY_ADMIN));
        assertEquals(List.of(), orphaned());
        assertTrue(later().access().can(as(CAROL), COMMUNITY_MANAGE_ACCESS, cats));
    }

    @Test
    @Rule("ORG-8")
    void thousands_of_rows_end_in_one_write_too() {
        List<StoredRecord> crowd = new ArrayList<>();
        IntStream.range(0, 2500).forEach(i -> {
            Subject user = Subject.user("user" + i);
            crowd.add(SubjectRecord.builder()
                    .organization(ACME)
                    .subject(user)
                    .present(true)
                    .epoch(Revision.of(1))
                    .since(cluster.clock().instant())
                    .signedIn(false)
                    .build());
            crowd.add(GroupMemberRecord.builder()
                    .organization(ACME)
                    .group(CATS)
                    .member(user)
                    .revision(revision().next())
                    .build());
        });
        try (CommunityStore store = cluster.storage().open()) {
            SampleRecords.write(store, ACME, writer -> writer.insert(crowd));
        }
        Revision before = revision();
        assertTrue(later().access().can(as(Subject.user("user2499")), COMMUNITY_VIEW, cats));

        Written<Subject> removed = node.host().removeGroup(ACME, CATS);

        assertTrue(removed.changed());
        assertEquals(revision(), removed.revision());
        List<ChangeRecord> records = other.host().changes(ACME, before, 1000);
        assertTrue(kinds(records.get(0)).contains(ChangeKind.SUBJECT_REMOVED));
        assertTrue(records.size() > 1, "rows are cleared in batches");
        records.subList(1, records.size())
                .forEach(record ->
                        assertEquals(ChangeKind.SUBJECT_CLEARED, kinds(record).get(0)));
        assertEquals(List.of(), stored(GroupMemberRecord.class));
        assertFalse(later().access().can(as(Subject.user("user2499")), COMMUNITY_VIEW, cats));
        unchanged(() -> node.host().removeGroup(ACME, CATS));
    }

    @Test
    @Rule("ORG-8")
    void removing_what_is_not_there_changes_nothing() {
        unchanged(() -> node.host().removeGroup(ACME, Subject.group("dogs")));
        unchanged(() -> node.host().removeServiceAccount(ACME, Subject.serviceAccount("cats")));
        changed(() -> node.host().removeGroup(ACME, CATS));
        unchanged(() -> node.host().removeGroup(ACME, CATS));
        notFound("ORG-1", () -> node.host().removeGroup(GLOBEX, CATS));
    }

    @Test
    @Rule({"ORG-8", "ORG-4", "CHG-1"})
    void taking_someone_out_of_a_group_changes_nothing_if_the_membership_counts_no_more() {
        Subject dogs = node.host().addGroup(ACME, Subject.group("dogs")).value();
        for (Subject member : List.of(BOB, CAROL)) {
            node.host().addToGroup(ACME, dogs, member);
        }
        node.host().addToGroup(ACME, CATS, CAROL);
        node.host().removeUser(ACME, BOB);
        node.host().removeGroup(ACME, dogs);
        node.host().addUser(ACME, BOB);
        node.host().addGroup(ACME, dogs);
        // As a node leaves it that ends before it has cleared all rows.
        try (CommunityStore store = cluster.storage().open()) {
            SampleRecords.write(
                    store,
                    ACME,
                    writer -> writer.insert(Stream.of(BOB, CAROL)
                            .map(member -> GroupMemberRecord.builder()
                                    .organization(ACME)
                                    .group(dogs)
                                    .member(member)
                                    .revision(Revision.of(5))
                                    .build())
                            .toList()));
        }

        unchanged(() -> node.host().removeFromGroup(ACME, dogs, BOB));
        unchanged(() -> node.host().removeFromGroup(ACME, dogs, CAROL));
        unchanged(() -> node.host().removeFromGroup(ACME, dogs, DAVE));
        changed(() -> node.host().removeFromGroup(ACME, CATS, CAROL));
        changed(() -> node.host().addToGroup(ACME, dogs, BOB));
        changed(() -> node.host().removeFromGroup(ACME, dogs, BOB));
        unchanged(() -> node.host().removeFromGroup(ACME, dogs, BOB));
    }

    @Test
    @Rule({"ORG-8", "LIM-2"})
    void only_groups_and_service_accounts_are_removed_this_way() {
        for (Subject subject : List.of(BOB, Subject.federatedUser("bob"), Subject.allUsers())) {
            untouched(() -> invalid("ORG-8", () -> node.host().removeServiceAccount(ACME, subject)));
            untouched(() -> invalid("ORG-8", () -> node.host().removeGroup(ACME, subject)));
        }
        assertTrue(later().access().can(as(BOB), COMMUNITY_VIEW, cats));
    }

    // ORG-9

    @Test
    @Rule({"ORG-9", "ACC-8", "DEF-2"})
    void a_removed_organization_ceases_to_exist_at_once_for_everyone() {
        node.host().signIn(ACME, BOB);
        Written<OrganizationId> removed = node.host().removeOrganization(ACME);
        assertTrue(removed.changed());
        assertEquals(ACME, removed.value());

        for (Communities each : List.of(node, later())) {
            assertAll(asked(each).map(call -> () -> notFound("ORG-1", call)));
            for (Subject subject : List.of(ANN, BOB, CAROL, ROBOT, WATCHER)) {
                Caller caller = as(subject);
                notFound(() -> each.get(caller, cats));
                notFound(() -> each.get(caller, team));
                notFound(() -> each.getDefault(caller));
                notFound(() -> each.organizations().get(caller));
                notFound(() -> each.list(caller, CommunityFilter.all(), PageRequest.first(10)));
                notFound(() -> each.create(caller, NewCommunity.named("Dog owners")));
                notFound(() -> each.restore(caller, cats));
                notFound(() -> each.projects().get(caller, litter));
                notFound(() -> each.members().leave(caller, cats));
                for (Scope scope : List.of(ACME, team, cats, litter)) {
                    assertFalse(each.access().can(caller, ORGANIZATION_VIEW, scope));
                    assertEquals(Set.of(), each.access().permissions(caller, scope));
                    assertEquals(
                            Decision.Reason.NOT_OF_THE_ORGANIZATION,
                            each.access().explain(caller, COMMUNITY_VIEW, scope).reason());
                    notFound("ACC-8", () -> each.access().require(caller, PROJECT_VIEW, scope));
                }
            }
        }
    }

    private static Stream<Executable> asked(Communities each) {
        return Stream.of(
                () -> each.host().organization(ACME),
                () -> each.host().overview(ACME),
                () -> each.host().addUser(ACME, BOB),
                () -> each.host().revokeRole(ACME, ANN, ORGANIZATION_ADMIN),
                () -> each.host().removeUser(ACME, BOB),
                () -> each.host().removeGroup(ACME, CATS),
                () -> each.host().addGroup(ACME, CATS),
                () -> each.host().addToGroup(ACME, CATS, BOB),
                () -> each.host().removeFromGroup(ACME, CATS, CAROL),
                () -> each.host().signIn(ACME, BOB),
                () -> each.host().changes(ACME, Revision.NONE, 10),
                () -> each.host().dropChanges(ACME, Instant.EPOCH),
                () -> each.host().purge(ACME, 10),
                () -> each.host().erase(ACME, BOB),
                () -> each.host().removeOrganization(ACME));
    }

    @Test
    @Rule({"ORG-9", "ACC-4"})
    void a_view_from_before_finds_nothing_more() {
        AccessView view = node.access().of(as(BOB));
        node.host().removeOrganization(ACME);

        assertFalse(view.can(COMMUNITY_VIEW, cats));
        assertEquals(Set.of(), view.permissions(litter));
        assertFalse(view.refresh().can(ORGANIZATION_VIEW, ACME));
    }

    @Test
    @Rule({"ORG-9", "ORG-6"})
    void rows_of_a_roster_are_refused_there() {
        node.host().removeOrganization(ACME);
        List<RosterOutcome> outcomes = new ArrayList<>();

        node.host()
                .importRoster(
                        Stream.of(new RosterRow(1, ACME, Optional.empty(), Optional.empty(), "dave", "member")),
                        outcomes::add);

        assertEquals(1, outcomes.size());
        assertEquals(RosterOutcome.Kind.REFUSED, outcomes.get(0).kind());
    }

    @Test
    @Rule({"ORG-9", "ORG-1"})
    void its_id_is_taken_until_it_is_purged_and_then_starts_afresh() {
        Organization before = node.host().organization(ACME);
        node.host().removeOrganization(ACME);
        refused("ORG-9", () -> node.host().register(ACME, "Acme"));
        refused("ORG-9", () -> other.host().register(ACME, "Another"));
        node.host().purgeRemoved(ACME, 1);
        refused("ORG-9", () -> node.host().register(ACME, "Acme"));
        Revision last = purgeRemoved();

        Written<Organization> registered = node.host().register(ACME, "Acme");

        assertEquals(last.next(), registered.revision(), "the numbers of its id go on (CHG-2)");
        later();
        Organization after = other.host().organization(ACME);
        assertNotEquals(before.defaultCommunity(), after.defaultCommunity());
        assertEquals(0, other.host().overview(ACME).users());
        assertEquals(1, feed(ACME).size());
        notFound(() -> other.getDefault(as(ANN)));
        node.host().addUser(ACME, BOB);
        notFound("ACC-8", () -> other.get(as(BOB), cats));
        notFound("ACC-8", () -> other.get(as(BOB), team));
        assertEquals(Set.of(), other.access().permissions(as(BOB), litter));
    }

    @Test
    @Rule({"CHG-2", "ORG-9"})
    void a_cursor_from_before_it_was_registered_anew_is_told_so() {
        Revision before = revision();
        node.host().removeOrganization(ACME);
        Revision last = purgeRemoved();
        notFound("ORG-1", () -> other.host().changes(ACME, before, 10));

        node.host().register(ACME, "Acme");

        for (long cursor = 1; cursor < last.value(); cursor++) {
            Revision old = Revision.of(cursor);
            stale("CHG-2", () -> node.host().changes(ACME, old, 10));
            stale("CHG-2", () -> other.host().changes(ACME, old, 10));
        }
        for (Revision cursor : List.of(Revision.NONE, last)) {
            List<ChangeRecord> records = other.host().changes(ACME, cursor, 10);
            assertEquals(1, records.size(), "who has seen the last one has missed none");
            assertEquals(last.next(), records.get(0).revision());
        }
        assertEquals(List.of(), other.host().changes(ACME, last.next(), 10));
        node.host().addUser(ACME, BOB);
        assertEquals(1, other.host().changes(ACME, last.next(), 10).size(), "and it goes on");
        cluster.clock().advance(Duration.ofHours(1));
        assertEquals(
                2,
                node.host().dropChanges(ACME, cluster.clock().instant()).value(),
                "of what is kept, not of what was");
        assertEquals(1, feed(ACME).size());
        node.host().removeOrganization(ACME);
        assertTrue(last.value() + 5 < purgeRemoved().value(), "once more");
    }

    @Test
    @Rule({"CHG-2", "MEM-9", "ACC-4"})
    void no_version_and_no_view_from_before_fits_what_is_registered_anew() {
        long version = other.organizations().get(as(ANN)).bindingsVersion();
        AccessView view = other.access().of(as(WATCHER));
        assertTrue(view.can(COMMUNITY_VIEW, team));
        node.host().removeOrganization(ACME);
        purgeRemoved();

        CommunityId anew = acme();

        assertTrue(view.revision().isBefore(revision()));
        stale("ACC-4", () -> view.can(COMMUNITY_VIEW, anew));
        stale("ACC-4", () -> view.can(COMMUNITY_VIEW, cats));
        assertTrue(later().access().of(as(WATCHER)).can(COMMUNITY_VIEW, anew));
        for (long old = 1; old <= version; old++) {
            long seen = old;
            untouched(() -> stale(
                    "MEM-9",
                    () -> node.members()
                            .replace(as(ANN), ACME, List.of(NewBinding.of(ANN, ORGANIZATION_ADMIN)), seen)));
        }
    }

    @Test
    @Rule("ORG-9")
    void what_was_removed_is_purged_in_batches_as_small_as_the_host_likes() {
        for (int limit : List.of(1, 5, 1000)) {
            try (CommunityStore store = cluster.storage().open()) {
                node.host().removeOrganization(ACME);
                Communities purging = node;
                int left = size(store);
                while (left > 0) {
                    int before = left;
                    int purged = purging.host().purgeRemoved(ACME, limit);
                    left = size(store);
                    assertTrue(purged >= 1 && purged <= limit, () -> purged + " of at most " + limit);
                    assertTrue(left == 0 || left == before - purged || left == before - purged + 1);
                    purging = purging == node ? other : node;
                }
                assertEquals(Revision.NONE, store.revision(ACME));
                assertEquals(0, node.host().purgeRemoved(ACME, limit));
                assertEquals(0, other.host().purgeRemoved(ACME, limit));
            }
            catsAndARobotHaveRoles();
        }
    }

    /** How many records there are, of changes too. */
    private static int size(CommunityStore store) {
        if (store.revision(ACME).equals(Revision.NONE)) {
            return 0;
        }
        StoreContents everything = StoreContents.of(store, ACME);
        return everything.records().size() + everything.changes().size();
    }

    @Test
    @Rule("ORG-9")
    void only_what_was_removed_is_purged() {
        untouched(() -> refused("ORG-9", () -> node.host().purgeRemoved(ACME, 10)));
        assertEquals(0, node.host().purgeRemoved(GLOBEX, 10));
        notFound("ORG-1", () -> node.host().removeOrganization(GLOBEX));
        for (int limit : List.of(0, -1, 1001, Integer.MAX_VALUE)) {
            invalid("LIM-2", () -> node.host().purgeRemoved(ACME, limit));
        }
        assertEquals("Acme", later().host().organization(ACME).name());
    }

    @Test
    @Rule({"ORG-9", "TEN-1"})
    void another_organization_goes_on_untouched() {
        CommunityId globex = register(GLOBEX, "Globex");
        node.host().signIn(GLOBEX, BOB);
        Revision before = revision(GLOBEX);
        List<ChangeRecord> feed = feed(GLOBEX);

        node.host().removeOrganization(ACME);
        purgeRemoved();

        assertEquals(before, revision(GLOBEX));
        assertEquals(feed, feed(GLOBEX));
        Community community = later().get(Caller.of(GLOBEX, BOB), globex);
        assertEquals("Globex Team", community.name());
        assertTrue(other.access().can(Caller.of(GLOBEX, BOB), COMMUNITY_VIEW, globex));
    }

    @Test
    @Rule({"ORG-9", "CON-1"})
    void whatever_is_written_at_the_same_moment_is_written_before_or_not_at_all() {
        try (Race threads = new Race(8)) {
            for (int round = 0; round < 10; round++) {
                List<Callable<Revision>> tasks = new ArrayList<>();
                for (int i = 0; i < 7; i++) {
                    Communities mine = i % 2 == 0 ? node : other;
                    String name = "Community " + i;
                    tasks.add(
                            () -> mine.create(as(BOB), NewCommunity.named(name)).revision());
                }
                tasks.add(() -> node.host().removeOrganization(ACME).revision());

                List<Outcome<Revision>> outcomes = threads.run(tasks);

                Revision end = outcomes.get(7).get();
                for (Outcome<Revision> outcome : outcomes.subList(0, 7)) {
                    assertTrue(outcome.value()
                            .map(revision -> revision.isBefore(end))
                            .orElse(true));
                    assertTrue(outcome.value().isPresent() || outcome.refusal().orElseThrow() instanceof NotFound);
                }
                purgeRemoved();
                acme();
            }
        }
    }

    /** Purges Acme, and says at which revision it ended. */
    private Revision purgeRemoved() {
        try (CommunityStore store = cluster.storage().open()) {
            Revision last;
            do {
                last = store.revision(ACME);
            } while (node.host().purgeRemoved(ACME, 1000) > 0
                    && !store.revision(ACME).equals(Revision.NONE));
            assertEquals(0, node.host().purgeRemoved(ACME, 1000));
            return last.next();
        }
    }

    private List<CommunityId> orphaned() {
        return all(page -> other.orphaned(as(ANN), page)).stream()
                .map(Community::id)
                .toList();
    }

    private <R extends StoredRecord> List<R> stored(Class<R> type) {
        try (CommunityStore store = cluster.storage().open()) {
            return StoreContents.of(store, ACME).records().stream()
                    .filter(type::isInstance)
                    .map(type::cast)
                    .toList();
        }
    }
}
