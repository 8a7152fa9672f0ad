package io.github.communities.tck.domain.change;

import static io.github.communities.Permission.COMMUNITY_MANAGE_ACCESS;
import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.ORGANIZATION_VIEW;
import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static io.github.communities.Role.ORGANIZATION_OWNER;
import static io.github.communities.Role.PROJECT_DEVELOPER;
import static io.github.communities.tck.fixture.Refusals.forbidden;
import static io.github.communities.tck.fixture.Refusals.invalid;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.InvitationId;
import io.github.communities.OrganizationId;
import io.github.communities.ProjectId;
import io.github.communities.ResourceId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeListener;
import io.github.communities.change.ChangeRecord;
import io.github.communities.change.Power;
import io.github.communities.community.Community;
import io.github.communities.community.CommunityUpdate;
import io.github.communities.community.NewCommunity;
import io.github.communities.error.Unavailable;
import io.github.communities.organization.SignIn;
import io.github.communities.policy.Policy;
import io.github.communities.project.NewProject;
import io.github.communities.project.NewResource;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.record.InvitationRecord;
import io.github.communities.spi.record.ResourceRecord;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.tck.domain.AcmeRules;
import io.github.communities.tck.domain.FreeRules;
import io.github.communities.tck.fixture.Meanwhile;
import io.github.communities.tck.fixture.Race;
import io.github.communities.tck.fixture.Race.Outcome;
import io.github.communities.tck.fixture.SampleRecords;
import io.github.communities.tck.fixture.StoreContents;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.fixture.StumblingStore;
import io.github.communities.tck.rule.Rule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is told of changes, what records say of powers, and how a person is erased from them: CHG-3 to CHG-5. */
public abstract class ChangeRules extends AcmeRules {
    /** A person with an id that is odd enough to be found wherever it is. */
    private static final Subject ERIKA = Subject.user("erika/müstermann & co");

    private CommunityId team;

    /** Rules on storages of this kind. */
    @SuppressWarnings("NullAway.Init") // the field is set before each test
    protected ChangeRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    @BeforeEach
    void registerAcme() {
        team = acme();
    }

    /** A node whose writes are told to listeners. */
    private Communities told(ChangeListener... listeners) {
        return cluster.node(Policy.standard(), engine -> {
            List.of(listeners).forEach(engine::listener);
            return engine;
        });
    }

    /** What a listener was told of Acme. */
    private static final class Heard implements ChangeListener {
        private final List<ChangeRecord> records = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void changed(OrganizationId organization, ChangeRecord record) {
            if (organization.equals(ACME)) {
                records.add(record);
            }
        }

        List<ChangeRecord> records() {
            return List.copyOf(records);
        }
    }

    private List<ChangeRecord> since(Revision revision) {
        return feed(ACME).stream()
                .filter(record -> revision.isBefore(record.revision()))
                .toList();
    }

    // CHG-3

    @Test
    @Rule("CHG-3")
    void listeners_are_told_of_what_was_committed_once_it_is() {
        List<Revision> seenElsewhere = new ArrayList<>();
        Heard first = new Heard();
        Heard second = new Heard();
        Communities writing = told(first, (organization, record) -> seenElsewhere.add(revision(organization)), second);
        Revision before = revision();

        writing.host().signIn(ACME, BOB);
        writing.create(as(BOB), NewCommunity.named("Cat lovers"));
        writing.host().register(GLOBEX, "Globex");

        assertEquals(since(before), first.records());
        assertEquals(since(before), second.records());
        assertEquals(2, first.records().size());
        assertEquals(
                List.of(before.next(), before.next().next(), Revision.of(1)),
                seenElsewhere,
                "another node sees it when a listener is told");
    }

    @Test
    @Rule("CHG-3")
    void nobody_is_told_of_what_was_refused_or_changed_nothing() {
        Heard heard = new Heard();
        Communities writing = told(heard);

        forbidden(COMMUNITY_MANAGE_ACCESS, () -> writing.members().grant(as(BOB), team, CAROL, COMMUNITY_VIEWER));
        writing.host().register(ACME, "Acme");
        writing.host().removeUser(ACME, DAVE);
        node.host().addUser(ACME, DAVE); // on a node that tells nobody

        assertEquals(List.of(), heard.records());
    }

    @Test
    @Rule("CHG-3")
    void nobody_is_told_of_a_write_that_was_rolled_back() {
        Heard heard = new Heard();
        Communities writing = cluster.node(
                Policy.standard(),
                engine -> engine.store(new StumblingStore(cluster.storage().open(), 2, 3))
                        .listener(heard));
        Revision before = revision();
        for (int i = 0; i < 12; i++) {
            String name = "Community " + i;
            try {
                writing.create(as(BOB), NewCommunity.named(name));
            } catch (Unavailable broken) {
                assertEquals(List.of(), communities(name));
            }
        }

        assertEquals(8, heard.records().size(), "each write that was not lost, once");
        assertEquals(since(before), heard.records());
    }

    @Test
    @Rule("CHG-3")
    void listeners_are_told_in_order_however_many_threads_write_at_once() {
        Heard first = new Heard();
        Heard second = new Heard();
        List<Revision> globex = Collections.synchronizedList(new ArrayList<>());
        register(GLOBEX, "Globex");
        Communities writing = cluster.node(
                Policy.standard(),
                engine -> engine.store(new StumblingStore(cluster.storage().open(), 5, 7))
                        .listener(first)
                        .listener((organization, record) -> {
                            if (organization.equals(GLOBEX)) {
                                globex.add(record.revision());
                            }
                        })
                        .listener(second));
        Revision before = revision();
        Revision beforeGlobex = revision(GLOBEX);
        int rounds = 20;
        try (Race threads = new Race(16)) {
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                OrganizationId mine = i % 4 == 0 ? GLOBEX : ACME;
                String name = "thread" + i + "round";
                tasks.add(() -> {
                    int lost = 0;
                    for (int round = 0; round < rounds; round++) {
                        try {
                            writing.host().addUser(mine, Subject.user(name + round));
                        } catch (Unavailable broken) {
                            lost++;
                        }
                    }
                    return lost;
                });
            }
            int lost = threads.run(tasks).stream().mapToInt(Outcome::get).sum();
            assertTrue(lost > 0, "some writes are rolled back between the others");
        }

        assertEquals(since(before), first.records());
        assertEquals(since(before), second.records());
        assertEquals(
                feed(GLOBEX).stream()
                        .map(ChangeRecord::revision)
                        .filter(beforeGlobex::isBefore)
                        .toList(),
                globex);
    }

    @Test
    @Rule("CHG-3")
    void a_listener_that_throws_disturbs_neither_the_write_nor_the_others() {
        Heard first = new Heard();
        Heard last = new Heard();
        Communities writing = told(
                first,
                (organization, record) -> {
                    throw new IllegalStateException("a listener that fails");
                },
                (organization, record) -> {
                    throw new AssertionError("a listener that fails badly");
                },
                last);
        Revision before = revision();

        for (int i = 0; i < 3; i++) {
            Written<Community> written = writing.create(as(BOB), NewCommunity.named("Community " + i));
            assertTrue(written.changed());
            assertEquals(written.revision(), revision());
        }

        assertEquals(since(before), first.records());
        assertEquals(since(before), last.records());
        assertEquals(3, last.records().size());
    }

    @Test
    @Rule("CHG-3")
    void a_listener_may_write_itself_and_that_is_told_afterwards() {
        Heard first = new Heard();
        Heard last = new Heard();
        List<Communities> itself = new ArrayList<>();
        Communities writing = told(
                first,
                (organization, record) -> {
                    if (kinds(record).contains(ChangeKind.COMMUNITY_CREATED)) {
                        CommunityId created = (CommunityId)
                                only(ChangeKind.COMMUNITY_CREATED, record).scope();
                        itself.get(0).members().grant(as(BOB), created, CAROL, COMMUNITY_VIEWER);
                        itself.get(0).members().grant(as(BOB), created, ANN, COMMUNITY_VIEWER);
                    }
                },
                last);
        itself.add(writing);
        Revision before = revision();

        Written<Community> written = writing.create(as(BOB), NewCommunity.named("Cat lovers"));

        assertEquals(before.next(), written.revision());
        assertTrue(
                later().access().can(as(CAROL), COMMUNITY_VIEW, written.value().id()));
        assertEquals(3, last.records().size());
        assertEquals(since(before), first.records());
        assertEquals(since(before), last.records());
    }

    @Test
    @Rule("CHG-3")
    void while_a_listener_is_busy_others_write_without_waiting() {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        Heard heard = new Heard();
        Communities writing = told(heard, (organization, record) -> {
            busy.countDown();
            Meanwhile.await(free, "the listener is to be busy only until others have written");
        });
        Revision before = revision();
        Meanwhile<Written<Subject>> slow = Meanwhile.run(() -> writing.host().addUser(ACME, DAVE));
        Meanwhile.await(busy, "the listener is to be told");

        Written<Community> written = Meanwhile.run(() -> writing.create(as(BOB), NewCommunity.named("Cat lovers")))
                .result("a write waits for a listener");
        assertTrue(written.changed());
        free.countDown();
        assertTrue(slow.result("a listener that is not busy any more keeps a write waiting")
                .changed());

        assertEquals(since(before), heard.records());
        assertEquals(2, heard.records().size());
    }

    // CHG-4

    @Test
    @Rule("CHG-4")
    void a_persons_id_is_replaced_everywhere_by_a_pseudonym_in_one_write() {
        leaveTraces(ERIKA);
        assertFalse(traces(ERIKA).isEmpty());
        List<ChangeRecord> before = feed(ACME);

        Written<Subject> erased = changed(() -> node.host().erase(ACME, ERIKA));

        Subject pseudonym = erased.value();
        assertEquals(ERIKA.kind(), pseudonym.kind());
        assertNotEquals(ERIKA, pseudonym);
        assertEquals(List.of(), traces(ERIKA));
        assertFalse(traces(pseudonym).isEmpty());
        List<ChangeRecord> after = feed(ACME);
        assertEquals(before.size() + 1, after.size(), "no record goes or comes but the one of this write");
        for (int i = 0; i < before.size(); i++) {
            assertEquals(words(before.get(i), ERIKA), words(after.get(i), pseudonym), "all else is as it was");
        }
        assertEquals(Optional.of(pseudonym), community("Erika's own").creator());
        ChangeRecord record = recordOf(erased);
        assertEquals(
                Optional.of(pseudonym), only(ChangeKind.PERSON_ERASED, record).subject());
        assertEquals(
                Optional.of(pseudonym), only(ChangeKind.SUBJECT_REMOVED, record).subject());
        assertEquals(Optional.empty(), record.actor());
    }

    @Test
    @Rule({"CHG-4", "ORG-4", "MEM-6"})
    void an_erased_person_has_left_the_organization_and_what_they_created_stays() {
        CommunityId own = leaveTraces(ERIKA);

        Subject pseudonym = node.host().erase(ACME, ERIKA).value();

        later();
        for (Subject gone : List.of(ERIKA, pseudonym)) {
            assertFalse(other.access().can(as(gone), ORGANIZATION_VIEW, ACME));
            notFound(() -> other.get(as(gone), own));
            notFound("DEF-5", () -> node.host().signIn(ACME, gone));
            assertEquals(Optional.empty(), member(own, gone));
        }
        assertEquals(
                List.of(own),
                all(page -> other.orphaned(as(ANN), page)).stream()
                        .map(Community::id)
                        .toList());
        assertEquals(List.of("Erika's project"), projectNames(own));
    }

    @Test
    @Rule({"CHG-4", "DEF-4"})
    void whoever_comes_under_the_same_id_later_is_somebody_new() {
        CommunityId own = leaveTraces(ERIKA);
        node.host().erase(ACME, ERIKA);

        changed(() -> node.host().addUser(ACME, ERIKA));

        later();
        assertFalse(other.access().can(as(ERIKA), COMMUNITY_VIEW, own));
        assertEquals(
                SignIn.Outcome.JOINED, node.host().signIn(ACME, ERIKA).value().outcome());
        assertNotEquals(Optional.of(ERIKA), community("Erika's own").creator());
    }

    @Test
    @Rule("CHG-4")
    void someone_who_left_before_is_erased_as_well() {
        leaveTraces(ERIKA);
        node.host().removeUser(ACME, ERIKA);
        assertFalse(traces(ERIKA).isEmpty());

        Written<Subject> erased = changed(() -> node.host().erase(ACME, ERIKA));

        assertEquals(List.of(), traces(ERIKA));
        assertEquals(List.of(ChangeKind.PERSON_ERASED), kinds(recordOf(erased)));
    }

    @Test
    @Rule("CHG-4")
    void someone_who_was_only_invited_is_erased_as_well() {
        CommunityId cats = communityOf(BOB, "Cat lovers");
        keep(List.of(invitation("for erika", cats, Optional.of(ERIKA), BOB)));

        changed(() -> node.host().erase(ACME, ERIKA));

        assertEquals(List.of(), traces(ERIKA));
    }

    @Test
    @Rule({"CHG-4", "TEN-1"})
    void nobody_else_is_erased_and_no_other_organization_hears_of_it() {
        Subject twin = Subject.federatedUser(ERIKA.id());
        register(GLOBEX, "Globex");
        node.host().addUser(GLOBEX, ERIKA);
        node.host().signIn(GLOBEX, ERIKA);
        leaveTraces(ERIKA);
        node.host().addUser(ACME, twin);
        CommunityId own = communityOf(twin, "The twin's own");
        List<ChangeRecord> globex = feed(GLOBEX);

        node.host().erase(ACME, ERIKA);

        assertEquals(globex, feed(GLOBEX));
        assertTrue(later().access().can(as(twin), COMMUNITY_VIEW, own));
        assertEquals(Optional.of(twin), community("The twin's own").creator());
        assertFalse(traces(twin).isEmpty());
    }

    @Test
    @Rule("CHG-4")
    void every_erased_person_has_a_pseudonym_of_their_own() {
        Subject bob = node.host().erase(ACME, BOB).value();
        Subject carol = node.host().erase(ACME, CAROL).value();

        assertEquals(4, Set.of(bob, carol, BOB, CAROL).size());
    }

    @Test
    @Rule("CHG-4")
    void where_there_is_nothing_of_a_person_nothing_changes() {
        assertEquals(DAVE, unchanged(() -> node.host().erase(ACME, DAVE)).value());
        leaveTraces(ERIKA);
        node.host().erase(ACME, ERIKA);

        assertEquals(ERIKA, unchanged(() -> node.host().erase(ACME, ERIKA)).value());
        for (Subject noPerson : List.of(CATS, ROBOT, Subject.allUsers())) {
            untouched(() -> invalid("CHG-4", () -> node.host().erase(ACME, noPerson)));
        }
        notFound("ORG-1", () -> node.host().erase(GLOBEX, ERIKA));
    }

    /** Lets someone do and undergo everything that is kept of people. */
    private CommunityId leaveTraces(Subject person) {
        node.host().addUser(ACME, person, ORGANIZATION_OWNER);
        node.host().signIn(ACME, person);
        node.host().addGroup(ACME, CATS);
        node.host().addToGroup(ACME, CATS, person);
        CommunityId own = communityOf(person, "Erika's own");
        ProjectId project = projectOf(person, own, "Erika's project").id();
        CommunityId left = communityOf(BOB, "Left by Erika");
        node.members().grant(as(BOB), left, person, COMMUNITY_EDITOR);
        node.members().leave(as(person), left);
        node.members().grant(as(person), own, CAROL, COMMUNITY_VIEWER);
        List<StoredRecord> records = new ArrayList<>();
        records.add(ResourceRecord.builder()
                .from(SampleRecords.resource(ResourceId.of(ACME, "resource"), project, own, 1))
                .creator(person)
                .build());
        records.add(invitation("from erika", own, Optional.empty(), person));
        records.add(invitation("for erika", left, Optional.of(person), BOB));
        try (CommunityStore store = cluster.storage().open()) {
            store.write(ACME, writer -> {
                writer.insert(records);
                writer.append(ChangeRecord.builder()
                        .revision(writer.revision().next())
                        .at(cluster.clock().instant())
                        .actor(person)
                        .addChanges(Change.of(ChangeKind.INVITATION_CREATED, own)
                                .about(person)
                                .from(Map.of("inviter", person.toString(), "agent", ROBOT.toString()))
                                .to(Map.of("inviter", BOB.toString(), "recipient", person.toString())))
                        .build());
                return true;
            });
        }
        return own;
    }

    private static InvitationRecord invitation(
            String id, CommunityId community, Optional<Subject> recipient, Subject inviter) {
        return InvitationRecord.builder()
                .from(SampleRecords.invitation(InvitationId.of(ACME, id), community, recipient, 1))
                .role(COMMUNITY_VIEWER)
                .inviter(inviter)
                .build();
    }

    private void keep(List<StoredRecord> records) {
        try (CommunityStore store = cluster.storage().open()) {
            SampleRecords.write(store, ACME, writer -> writer.insert(records));
        }
    }

    /** All that is kept of a person, records and changes, in words. */
    private List<String> traces(Subject person) {
        try (CommunityStore store = cluster.storage().open()) {
            StoreContents everything = StoreContents.of(store, ACME);
            List<String> words = new ArrayList<>();
            everything.records().forEach(record -> words.add(record + " " + record.keyParts()));
            everything.changes().forEach(record -> words.add(words(record)));
            String encoded = person.toString();
            boolean subjectsOnly = !person.equals(ERIKA);
            return words.stream()
                    .filter(text -> text.contains(encoded)
                            || (!subjectsOnly && (text.contains(person.id()) || text.contains(encodedId(person)))))
                    .toList();
        }
    }

    private static String encodedId(Subject person) {
        String form = person.toString();
        return form.substring(form.indexOf('/') + 1);
    }

    private static String words(ChangeRecord record) {
        StringBuilder words = new StringBuilder(record.toString());
        record.changes()
                .forEach(change -> words.append(change.subject())
                        .append(change.before().values())
                        .append(change.after().values()));
        return words.toString();
    }

    /** A record in words, with a name in the place of a person. */
    private static String words(ChangeRecord record, Subject person) {
        StringBuilder words = new StringBuilder()
                .append(record.revision())
                .append(record.at())
                .append(record.powers())
                .append(record.actor().map(actor -> name(actor.toString(), person)));
        for (Change change : record.changes()) {
            words.append(change.kind())
                    .append(change.scope())
                    .append(change.subject().map(subject -> name(subject.toString(), person)));
            change.before().forEach((key, value) -> words.append(key).append(name(value, person)));
            change.after().forEach((key, value) -> words.append(key).append(name(value, person)));
        }
        return words.toString();
    }

    private static String name(String text, Subject person) {
        return text.equals(person.toString()) ? "them" : text;
    }

    private List<String> projectNames(CommunityId community) {
        return projects(community).stream().map(project -> project.name()).toList();
    }

    // CHG-5

    @Test
    @Rule({"CHG-5", "DEF-7"})
    void what_is_done_by_inherited_administration_is_marked() {
        Set<Power> inherited = Set.of(Power.INHERITED_ADMINISTRATION);
        assertEquals(inherited, powers(() -> node.members().grant(as(ANN), team, BOB, COMMUNITY_DEVELOPER)));
        assertEquals(
                inherited,
                powers(() -> node.update(
                        as(ANN),
                        team,
                        CommunityUpdate.nothing().description("Everybody"),
                        node.get(as(ANN), team).version())));
        Written<?> created = node.projects().create(as(ANN), team, NewProject.named("Onboarding"));
        assertEquals(inherited, recordOf(created).powers());
        assertEquals(inherited, powers(() -> node.members().revoke(as(ANN), team, BOB, COMMUNITY_DEVELOPER)));
        node.members().grant(as(ANN), team, BOB, COMMUNITY_VIEWER);
        assertEquals(inherited, powers(() -> node.members().remove(as(ANN), team, BOB)));
    }

    @Test
    @Rule("CHG-5")
    void what_is_done_by_a_role_of_ones_own_is_not_marked() {
        node.host().signIn(ACME, ANN);
        node.host().signIn(ACME, BOB);
        assertEquals(
                Set.of(),
                powers(() -> node.projects().create(as(ANN), team, NewProject.named("Onboarding"))),
                "a Developer creates projects");
        node.members().grant(as(ANN), team, BOB, COMMUNITY_ADMIN);
        assertEquals(Set.of(), powers(() -> node.members().grant(as(BOB), team, ANN, COMMUNITY_ADMIN)));
        assertEquals(Set.of(), powers(() -> node.members().grant(as(ANN), team, CAROL, COMMUNITY_VIEWER)));
        assertEquals(Set.of(), powers(() -> node.members().leave(as(CAROL), team)));
        assertEquals(Set.of(), powers(() -> node.create(as(ANN), NewCommunity.named("Cat lovers"))));
        assertEquals(Set.of(), powers(() -> node.host().addUser(ACME, DAVE)));
    }

    @Test
    @Rule("CHG-5")
    void one_missing_permission_is_enough_for_the_mark() {
        node.members().grant(as(ANN), team, ANN, COMMUNITY_EDITOR);

        assertEquals(
                Set.of(),
                powers(() -> node.update(
                        as(ANN),
                        team,
                        CommunityUpdate.nothing().description("Everybody"),
                        node.get(as(ANN), team).version())));
        assertEquals(
                Set.of(Power.INHERITED_ADMINISTRATION),
                powers(() -> node.members().grant(as(ANN), team, BOB, COMMUNITY_VIEWER)),
                "an editor does not manage access");
    }

    @Test
    @Rule({"CHG-5", "SHR-5"})
    void where_one_permission_of_several_suffices_one_of_ones_own_leaves_no_mark() {
        run(FreeRules.FREE);
        ProjectId litter =
                projectOf(ANN, communityOf(ANN, "Cat lovers"), "Litter").id();
        ResourceId photos = node.resources()
                .create(as(ANN), litter, NewResource.of("dataset", "Photos"))
                .value()
                .id();

        assertEquals(
                Set.of(Power.INHERITED_ADMINISTRATION),
                powers(() -> node.sharing().publish(as(ANN), photos, team)),
                "to publish there takes more than her own");
        assertEquals(Set.of(), powers(() -> node.sharing().withdraw(as(ANN), photos, team)));
    }

    @Test
    @Rule("CHG-5")
    void inherited_administration_of_standard_communities_is_marked_too() {
        run(Policy.standard().toBuilder("administered from above")
                .standardAdministrationRole(ORGANIZATION_ADMIN)
                .build());
        CommunityId cats = communityOf(BOB, "Cat lovers");
        ProjectId litter = projectOf(BOB, cats, "Litter").id();

        assertEquals(
                Set.of(Power.INHERITED_ADMINISTRATION),
                powers(() -> node.members().grant(as(ANN), cats, CAROL, COMMUNITY_VIEWER)));
        assertEquals(
                Set.of(Power.INHERITED_ADMINISTRATION),
                powers(() -> node.members().grant(as(ANN), litter, CAROL, PROJECT_DEVELOPER)));
        node.projects().delete(as(BOB), litter);
        assertEquals(
                Set.of(Power.INHERITED_ADMINISTRATION),
                powers(() -> node.projects().restore(as(ANN), litter)));
        assertEquals(Set.of(Power.INHERITED_ADMINISTRATION), powers(() -> node.delete(as(ANN), cats)));
        assertEquals(Set.of(), powers(() -> node.restore(as(BOB), cats)));
    }

    @Test
    @Rule({"CHG-5", "MEM-6"})
    void appointing_an_administrator_of_an_orphaned_community_is_marked() {
        CommunityId cats = communityOf(BOB, "Cat lovers");
        node.host().removeUser(ACME, BOB);

        assertEquals(
                Set.of(Power.APPOINTMENT), powers(() -> node.members().grant(as(ANN), cats, ANN, COMMUNITY_ADMIN)));
        assertEquals(
                Set.of(),
                powers(() -> node.members().grant(as(ANN), cats, CAROL, COMMUNITY_ADMIN)),
                "it is an administrator's own power now");
    }

    @Test
    @Rule({"CHG-5", "DEF-9"})
    void appointing_in_the_default_community_is_no_use_of_that_power() {
        run(Policy.standard().toBuilder("nothing from above")
                .withoutInheritedAdministration()
                .build());
        node.host().signIn(ACME, BOB);

        assertEquals(Set.of(), powers(() -> node.members().grant(as(ANN), team, BOB, COMMUNITY_ADMIN)));
    }

    private <T> Set<Power> powers(Supplier<Written<T>> write) {
        return recordOf(changed(write)).powers();
    }
}
