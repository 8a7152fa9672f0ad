package io.github.communities.tck.store;

import static io.github.communities.tck.fixture.SampleRecords.append;
import static io.github.communities.tck.fixture.SampleRecords.write;
import static io.github.communities.tck.fixture.StoreContents.all;
import static io.github.communities.tck.fixture.StoreContents.same;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.communities.CommunityId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import io.github.communities.error.Refused;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.GroupMemberRecord;
import io.github.communities.spi.record.PrincipalRecords;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.spi.record.SubjectRecord;
import io.github.communities.tck.fixture.SampleRecords;
import io.github.communities.tck.fixture.StoreContents;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.fixture.TrickyTexts;
import io.github.communities.tck.rule.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What decides about a principal, the feed, and the roles that are bound: S-16, S-20, S-21. */
public abstract class StoreAccessRules extends StoreRules {
    private static final Subject ANN = Subject.user("ann");

    private static final Subject CATS = Subject.group("cats");

    private static final CommunityId TEAM = CommunityId.of(ACME, "team");

    protected StoreAccessRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    // S-16

    @Test
    @Rule("S-16")
    void a_standing_has_all_that_decides_about_a_principal_and_nothing_else() {
        found(ACME);
        write(store, ACME, writer -> writer.insert(SampleRecords.everything(ACME)));
        StoreContents all = StoreContents.of(store, ACME);
        List<Subject> asked = new ArrayList<>(List.of(Subject.user("nobody"), CATS, Subject.allUsers()));
        asked.addAll(List.of(Subject.federatedUser("a"), Subject.serviceAccount("a"), Subject.group("a")));
        TrickyTexts.KEYS.forEach(id -> asked.add(Subject.user(id)));
        for (Subject principal : asked) {
            PrincipalRecords expected = expectedStanding(all, principal);
            requireEqual(principal, expected, other.principalRecords(ACME, principal));
            requireEqual(principal, expected, other.read(ACME, reader -> reader.principalRecords(principal)));
        }
        Subject principal = Subject.user("a");
        requireEqual(
                principal,
                expectedStanding(all, principal),
                store.write(ACME, writer -> writer.principalRecords(principal)));
    }

    private static PrincipalRecords expectedStanding(StoreContents all, Subject principal) {
        List<GroupMemberRecord> memberships = of(GroupMemberRecord.class, all)
                .filter(membership -> membership.member().equals(principal))
                .toList();
        Set<Subject> self = Stream.concat(
                        Stream.of(principal), memberships.stream().map(GroupMemberRecord::group))
                .collect(Collectors.toSet());
        return new PrincipalRecords(
                all.revision(),
                SampleRecords.organization(ACME, 0),
                of(SubjectRecord.class, all)
                        .filter(record -> self.contains(record.subject()))
                        .toList(),
                memberships,
                of(BindingRecord.class, all)
                        .filter(binding -> self.contains(binding.subject())
                                || binding.subject().equals(Subject.allUsers()))
                        .toList());
    }

    @Test
    @Rule("S-16")
    void a_standing_has_no_limit() {
        found(ACME);
        int many = RecordRange.MAX + 200;
        List<StoredRecord> records = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            Subject group = Subject.group("group " + i);
            records.add(SampleRecords.binding(CommunityId.of(ACME, "c " + i), ANN, Role.of("a"), i));
            records.add(SampleRecords.groupMember(ACME, group, ANN, i));
            records.add(SampleRecords.subject(ACME, group, i));
        }
        records.add(SampleRecords.binding(ACME, Subject.group("group " + (many - 1)), Role.of("a"), 0));
        write(store, ACME, writer -> writer.insert(records));

        requireEqual(ANN, expectedStanding(StoreContents.of(store, ACME), ANN), other.principalRecords(ACME, ANN));
    }

    /**
     * Who comes into a group loses their own role in the same write: one has the one or the other, never none or both.
     */
    @Test
    @Rule("S-16")
    void a_standing_is_of_one_state_while_others_write() {
        found(ACME);
        BindingRecord own = SampleRecords.binding(TEAM, ANN, Role.of("a"), 0);
        GroupMemberRecord membership = SampleRecords.groupMember(ACME, CATS, ANN, 0);
        write(
                store,
                ACME,
                writer -> writer.insert(List.of(
                        own,
                        SampleRecords.binding(TEAM, CATS, Role.of("a"), 0),
                        SampleRecords.subject(ACME, CATS, 0))));
        requireOneState(store.principalRecords(ACME, ANN));
        requireOneState(other.principalRecords(ACME, ANN));
        whileWriting(
                3, // whose writes are odd in number, so that the last state is not the first
                mine -> {
                    for (int round = 0; round < 25; round++) {
                        write(mine, ACME, writer -> {
                            boolean inGroup = stored(writer, membership).isPresent();
                            StoredRecord gone = inGroup ? membership : own;
                            writer.delete(gone.key());
                            writer.insert(inGroup ? own : membership);
                        });
                    }
                },
                () -> mine -> requireOneState(mine.principalRecords(ACME, ANN)));
    }

    private static void requireOneState(PrincipalRecords principalRecords) {
        // Revision 2 is the first that has the binding, and each write turns it round.
        boolean inGroup = principalRecords.revision().value() % 2 == 1;
        String lesson = "S-16: at revision " + principalRecords.revision()
                + ", in one consistent state; ask with one statement or" + " in one snapshot";
        assertEquals(inGroup ? 1 : 0, principalRecords.memberships().size(), lesson);
        assertEquals(inGroup ? 1 : 0, principalRecords.subjects().size(), lesson);
        assertEquals(
                List.of(inGroup ? CATS : ANN),
                principalRecords.bindings().stream().map(BindingRecord::subject).toList(),
                lesson);
    }

    // S-20

    @Test
    @Rule("S-20")
    void change_records_come_in_order_as_they_were_appended() {
        found(ACME);
        for (int i = 0; i < 40; i++) {
            write(store, ACME, writer -> {});
        }
        List<ChangeRecord> expected = new ArrayList<>();
        for (long revision = 1; revision <= 41; revision++) {
            expected.add(SampleRecords.change(ACME, Revision.of(revision)));
        }
        String lesson = "S-20: all of them, oldest first, each equal to what was appended";
        other.read(ACME, reader -> {
            same(expected, reader.changes(Revision.NONE, RecordRange.MAX), lesson);
            same(expected.subList(0, 1), reader.changes(Revision.NONE, 1), lesson);
            same(expected.subList(9, 19), reader.changes(Revision.of(9), 10), lesson);
            same(expected.subList(40, 41), reader.changes(Revision.of(40), 10), lesson);
            assertEquals(List.of(), reader.changes(Revision.of(41), 10), "S-20: nothing after the newest");
            for (long far : List.of(42L, Long.MAX_VALUE - 1, Long.MAX_VALUE)) {
                assertEquals(List.of(), reader.changes(Revision.of(far), RecordRange.MAX), "S-20: nor after that");
            }
            return "read";
        });
    }

    @Test
    @Rule("S-20")
    void a_long_change_record_comes_whole() {
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            changes.add(Change.of(ChangeKind.BINDING_ADDED, CommunityId.of(ACME, SampleRecords.id(i)))
                    .about(SampleRecords.principal(i))
                    .to(Map.of("role", "r".repeat(64), "since", "\uD83D\uDE00".repeat(16) + i)));
        }
        found(ACME);
        ChangeRecord record = ChangeRecord.builder()
                .from(SampleRecords.change(ACME, Revision.of(2)))
                .changes(changes)
                .build();
        store.write(ACME, writer -> {
            writer.append(record);
            return "appended";
        });

        assertEquals(
                List.of(record),
                other.read(ACME, reader -> reader.changes(Revision.of(1), 10)),
                "S-20: equal to what was appended, however long");
    }

    @Test
    @Rule("S-20")
    void of_dropped_change_records_the_oldest_are_gone_and_all_others_stay() {
        found(ACME);
        for (int i = 0; i < 9; i++) {
            write(store, ACME, writer -> {});
        }
        Revision dropping = write(store, ACME, writer -> writer.dropChanges(Revision.of(4)));
        assertEquals(numbers(5, 11), feed(other, Revision.NONE), "S-20: those up to revision 4 are gone, no others");
        assertEquals(numbers(8, 11), feed(other, Revision.of(7)), "S-20: the cursor goes on as before");
        assertEquals(Revision.of(11), dropping, "S-3: the revision does not go back");

        assertThrows(
                Refused.class,
                () -> write(store, ACME, writer -> {
                    writer.dropChanges(Revision.of(8));
                    throw new Refused("DEF-2", "of the domain");
                }));
        assertEquals(numbers(5, 11), feed(other, Revision.NONE), "S-7: nothing is dropped by a work that throws");

        write(store, ACME, writer -> writer.dropChanges(Revision.of(11)));
        assertEquals(numbers(12, 12), feed(other, Revision.NONE), "S-20: what dropped all others is there itself");
        write(store, ACME, writer -> {});
        assertEquals(numbers(12, 13), feed(other, Revision.NONE), "S-20: and it goes on from there");
        write(store, ACME, writer -> writer.dropChanges(Revision.of(Long.MAX_VALUE)));
        assertEquals(numbers(14, 14), feed(other, Revision.NONE), "S-20: all up to a revision that is far ahead");
    }

    private static List<Long> numbers(long first, long last) {
        return Stream.iterate(first, number -> number + 1)
                .limit(last - first + 1)
                .toList();
    }

    private static List<Long> feed(CommunityStore store, Revision after) {
        return store.read(ACME, reader -> reader.changes(after, RecordRange.MAX)).stream()
                .map(record -> record.revision().value())
                .toList();
    }

    @Test
    @Rule("S-20")
    void the_feed_has_no_gaps_while_others_write() {
        found(ACME);
        int writers = THREADS / 2;
        int rounds = 15;
        long last = 1 + (long) writers * rounds;
        List<AtomicLong> readers = new ArrayList<>();
        whileWriting(
                writers,
                mine -> {
                    for (int round = 0; round < rounds; round++) {
                        giveUp(mine);
                        write(mine, ACME, writer -> {});
                    }
                },
                () -> {
                    AtomicLong seen = new AtomicLong();
                    readers.add(seen);
                    return mine -> feed(mine, Revision.of(seen.get()))
                            .forEach(number -> assertEquals(
                                    seen.incrementAndGet(),
                                    number,
                                    "S-20: every record once and in order, for whoever goes on after the last one seen;"
                                            + " number them under the organization's lock"));
                });
        readers.forEach(seen -> assertEquals(last, seen.get(), "S-20: whoever reads to the end has read all"));
        assertEquals(Revision.of(last), other.revision(ACME), "S-20: the last record has the newest revision");
    }

    private static void giveUp(CommunityStore mine) {
        assertThrows(
                Refused.class,
                () -> mine.write(ACME, writer -> {
                    append(ACME, writer);
                    throw new Refused("DEF-2", "of the domain");
                }));
    }

    // S-21

    @Test
    @Rule("S-21")
    void roles_are_those_that_are_bound_anywhere() {
        assertEquals(Set.of(), store.roles(), "S-21: none in an empty storage");
        found(ACME);
        found(GLOBEX);
        assertEquals(Set.of(), other.roles(), "S-21: none if nothing is bound");

        BindingRecord first = binding(ACME, "a.bb");
        BindingRecord same = binding(CommunityId.of(GLOBEX, "team"), "a.bb");
        BindingRecord second = binding(CommunityId.of(GLOBEX, "team"), "a.bB");
        write(store, ACME, writer -> writer.insert(first));
        write(store, GLOBEX, writer -> writer.insert(List.of(same, second)));
        assertEquals(
                Set.of(Role.of("a.bb"), Role.of("a.bB")), other.roles(), "S-21: those of all organizations, exactly");

        assertThrows(
                Refused.class,
                () -> write(store, ACME, writer -> {
                    writer.insert(binding(ACME, "given.up"));
                    throw new Refused("DEF-2", "of the domain");
                }));
        write(store, ACME, writer -> writer.delete(first.key()));
        assertEquals(Set.of(Role.of("a.bb"), Role.of("a.bB")), other.roles(), "S-21: one is still bound elsewhere");
        write(store, GLOBEX, writer -> writer.delete(second.key()));
        assertEquals(Set.of(Role.of("a.bb")), other.roles(), "S-21: not what is bound no more");
        write(store, GLOBEX, writer -> writer.delete(same.key()));
        assertEquals(Set.of(), store.roles(), "S-21: none once nothing is bound");
    }

    @Test
    @Rule("S-21")
    void roles_of_all_users_are_those_that_are_bound_to_the_system_group_of_any_organization() {
        assertEquals(Set.of(), store.rolesOfAllUsers(), "S-21: none in an empty storage");
        found(ACME);
        found(GLOBEX);
        Role shared = Role.of("a.bb");
        Role capital = Role.of("a.bB");
        BindingRecord ofAll = SampleRecords.binding(TEAM, Subject.allUsers(), shared, 0);
        List<BindingRecord> ofOthers = Stream.of(
                        ANN,
                        Subject.user(Subject.allUsers().id()),
                        Subject.federatedUser("ann"),
                        Subject.serviceAccount("ann"),
                        CATS)
                .map(subject -> SampleRecords.binding(
                        ACME, subject, Role.of("b.of." + subject.kind().text()), 0))
                .distinct()
                .toList();
        write(store, ACME, writer -> {
            writer.insert(ofOthers);
            writer.insert(List.of(ofAll, SampleRecords.binding(ACME, ANN, capital, 0)));
        });
        assertEquals(Set.of(shared), other.rolesOfAllUsers(), "S-21: no role that only others have");

        write(store, GLOBEX, writer -> writer.insert(SampleRecords.binding(GLOBEX, Subject.allUsers(), capital, 0)));
        assertEquals(Set.of(shared, capital), other.rolesOfAllUsers(), "S-21: those of all organizations, exactly");
        write(store, ACME, writer -> writer.delete(ofAll.key()));
        assertEquals(Set.of(capital), other.rolesOfAllUsers(), "S-21: not what is bound no more");
    }

    @Test
    @Rule("S-21")
    void roles_have_no_limit() {
        found(ACME);
        List<BindingRecord> bindings = new ArrayList<>();
        Set<Role> roles = new HashSet<>();
        for (int i = 0; i < RecordRange.MAX + 200; i++) {
            bindings.add(binding(ACME, "r" + i));
            roles.add(Role.of("r" + i));
        }
        write(store, ACME, writer -> writer.insert(bindings));

        same(roles, other.roles(), "S-21: all of them, however many");
    }

    private static void requireEqual(Subject principal, PrincipalRecords expected, PrincipalRecords actual) {
        String of = " of " + principal + ", each once";
        assertEquals(expected.revision(), actual.revision(), "S-16: the revision it was read at");
        assertEquals(expected.organization(), actual.organization(), "S-16: the organization's record");
        same(inOrder(expected.subjects()), inOrder(actual.subjects()), "S-16: the subjects" + of);
        same(inOrder(expected.memberships()), inOrder(actual.memberships()), "S-16: the memberships" + of);
        same(
                inOrder(expected.bindings()),
                inOrder(actual.bindings()),
                "S-16: the bindings" + of + ": their own, those of their groups and of the system group");
    }

    private static <R extends StoredRecord> List<R> inOrder(Collection<R> records) {
        return records.stream()
                .sorted(Comparator.comparing(StoredRecord::keyParts, BY_CODE_POINT))
                .toList();
    }

    private static <R extends StoredRecord> Stream<R> of(Class<R> type, StoreContents all) {
        return all.records().stream().filter(type::isInstance).map(type::cast);
    }

    private static BindingRecord binding(Scope scope, String role) {
        return SampleRecords.binding(scope, ANN, Role.of(role), 0);
    }
}
