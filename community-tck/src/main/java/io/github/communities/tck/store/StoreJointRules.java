package io.github.communities.tck.store;

import static io.github.communities.tck.fixture.SampleRecords.append;
import static io.github.communities.tck.fixture.SampleRecords.write;
import static io.github.communities.tck.fixture.StoreContents.same;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.ProjectId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.error.NotFound;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.CommunityRecord;
import io.github.communities.spi.record.JointRecords;
import io.github.communities.spi.record.PrincipalRecords;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.tck.fixture.SampleRecords;
import io.github.communities.tck.fixture.StoreContents;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Records that are looked up along with what decides about a principal: S-29. */
public abstract class StoreJointRules extends StoreRules {
    private static final Subject ANN = Subject.user("a");
    private static final CommunityId TEAM = CommunityId.of(ACME, "team");

    protected StoreJointRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    @Test
    @Rule("S-29")
    void what_is_looked_up_along_with_a_principal_is_what_is_found_alone() {
        fillTwoAlike();
        StoreContents all = StoreContents.of(store, ACME);
        PrincipalRecords alone = store.principalRecords(ACME, ANN);
        List<RecordKey<?>> keys = new ArrayList<>(keysOf(all.records()));
        keys.addAll(keysOf(Set.copyOf(SampleRecords.some(OrganizationId.of("Acme")))));
        for (int from = 0; from < keys.size(); from += 100) {
            Set<RecordKey<?>> some = Set.copyOf(keys.subList(from, Math.min(from + 100, keys.size())));
            requireEqual(alone, all, some, other.jointRecords(ACME, ANN, some));
            requireEqual(alone, all, some, other.read(ACME, reader -> reader.jointRecords(ANN, some)));
            requireEqual(alone, all, some, store.write(ACME, writer -> writer.jointRecords(ANN, some)));
        }
        requireEqual(alone, all, Set.of(), other.jointRecords(ACME, ANN, Set.of()));
    }

    /** As most are asked for: of each kind one, which is there or is not. */
    @Test
    @Rule("S-29")
    void one_record_of_each_kind_is_looked_up_along_with_a_principal() {
        fillTwoAlike();
        StoreContents all = StoreContents.of(store, ACME);
        PrincipalRecords alone = store.principalRecords(ACME, ANN);
        Map<RecordKind<?>, List<RecordKey<?>>> byKind =
                keysOf(all.records()).stream().collect(Collectors.groupingBy(RecordKey::kind));
        for (int each = 0; each < 20; each++) {
            Set<RecordKey<?>> ofEach = new HashSet<>();
            for (List<RecordKey<?>> ofKind : byKind.values()) {
                RecordKey<?> there = ofKind.get(each % ofKind.size());
                ofEach.add(each % 3 == 0 ? absent(there) : there);
            }
            requireEqual(alone, all, ofEach, other.jointRecords(ACME, ANN, ofEach));
        }
        byKind.values().forEach(ofKind -> {
            Set<RecordKey<?>> one = Set.of(ofKind.get(0));
            requireEqual(alone, all, one, other.jointRecords(ACME, ANN, one));
        });
    }

    private static RecordKey<?> absent(RecordKey<?> key) {
        List<String> parts = key.parts().stream().map(part -> "not there").toList();
        return new RecordKey<>(key.kind(), parts);
    }

    @Test
    @Rule({"S-29", "S-9"})
    void more_than_a_thousand_keys_and_those_of_no_organization_are_refused() {
        found(ACME);
        List<RecordKey<?>> many = new ArrayList<>();
        for (int i = 0; i < RecordRange.MAX; i++) {
            many.add(RecordKind.project(ProjectId.of(ACME, "p " + i)));
        }
        String lesson = "S-29: up to 1,000 keys";
        assertEquals(List.of(), other.jointRecords(ACME, ANN, many).records(), lesson);
        many.add(RecordKind.project(ProjectId.of(ACME, "one more")));
        assertThrows(IllegalArgumentException.class, () -> store.jointRecords(ACME, ANN, many), lesson);
        assertThrows(
                IllegalArgumentException.class,
                () -> store.read(ACME, reader -> reader.jointRecords(ANN, many)),
                lesson);
        List<RecordKey<?>> none = List.of(RecordKind.organization());
        assertThrows(NotFound.class, () -> store.jointRecords(GLOBEX, ANN, none), "S-9: there is no such organization");
    }

    /** The role and the community go and come together: one has both or none. */
    @Test
    @Rule("S-29")
    void what_is_looked_up_is_of_one_state_with_the_principal_while_others_write() {
        found(ACME);
        BindingRecord role = SampleRecords.binding(TEAM, ANN, Role.of("a"), 0);
        CommunityRecord community = SampleRecords.community(TEAM, 0);
        List<StoredRecord> both = List.of(role, community);
        write(store, ACME, writer -> writer.insert(both));
        List<RecordKey<?>> keys = List.of(community.key(), role.key());
        whileWriting(3, mine -> deleteAndInsertInTurn(mine, both), () -> mine -> {
            JointRecords found = mine.jointRecords(ACME, ANN, keys);
            // Revision 2 is the first that has them, and each write turns it round.
            boolean there = found.principal().revision().value() % 2 == 0;
            String lesson = "S-29: at revision " + found.principal().revision()
                    + ", in one consistent state; ask with one statement, or look up none of the keys";
            assertEquals(there ? List.of(role) : List.of(), found.principal().bindings(), lesson);
            Set<StoredRecord> expected = both.stream()
                    .filter(record -> there && found.keys().contains(record.key()))
                    .collect(Collectors.toSet());
            assertEquals(expected, Set.copyOf(found.records()), lesson);
        });
    }

    @Test
    @Rule({"S-29", "S-17"})
    void a_work_looks_up_what_it_has_stored_itself() {
        found(ACME);
        CommunityRecord community = SampleRecords.community(TEAM, 0);
        BindingRecord role = SampleRecords.binding(TEAM, ANN, Role.of("a"), 0);
        List<RecordKey<?>> keys = List.of(community.key(), RecordKind.community(CommunityId.of(ACME, "none")));
        String lesson = "S-29: what it has itself stored (S-17), at the revision from before";
        write(store, ACME, writer -> {
            writer.insert(List.of(community, role));
            JointRecords found = writer.jointRecords(ANN, keys);
            assertEquals(Revision.of(1), found.principal().revision(), lesson);
            assertEquals(List.of(role), found.principal().bindings(), lesson);
            requireRecords(Set.of(community), keys, found, lesson);
            writer.delete(community.key());
            requireRecords(Set.of(), keys, writer.jointRecords(ANN, keys), lesson);
        });
    }

    @Test
    @Rule({"S-29", "S-17", "S-9"})
    void a_work_that_says_before_what_it_looks_up_finds_the_same() {
        found(ACME);
        CommunityRecord community = SampleRecords.community(TEAM, 0);
        BindingRecord role = SampleRecords.binding(TEAM, ANN, Role.of("a"), 0);
        write(store, ACME, writer -> writer.insert(List.of(community, role)));
        Set<RecordKey<?>> keys = Set.of(community.key(), role.key());
        StoreContents all = StoreContents.of(store, ACME);
        PrincipalRecords alone = store.principalRecords(ACME, ANN);
        String lesson = "S-29: what is there when it is asked";

        store.write(ACME, ANN, keys, writer -> {
            requireEqual(alone, all, keys, writer.jointRecords(ANN, keys));
            Set<RecordKey<?>> others = Set.of(community.key());
            requireEqual(alone, all, others, writer.jointRecords(ANN, others));
            assertEquals(
                    List.of(),
                    writer.jointRecords(Subject.user("b"), keys).principal().bindings(),
                    lesson + ", of another principal");
            writer.delete(role.key());
            JointRecords after = writer.jointRecords(ANN, keys);
            assertEquals(List.of(), after.principal().bindings(), lesson + ", without what it has deleted itself");
            requireRecords(Set.of(community), keys, after, lesson);
            return append(ACME, writer);
        });

        assertEquals(List.of(), other.principalRecords(ACME, ANN).bindings(), "S-29: it writes as others do");
        assertThrows(
                NotFound.class,
                () -> store.write(GLOBEX, ANN, keys, writer -> fail("S-9: there is no such organization")),
                "S-9: there is no such organization");
        List<RecordKey<?>> many = IntStream.rangeClosed(0, RecordRange.MAX)
                .<RecordKey<?>>mapToObj(i -> RecordKind.project(ProjectId.of(ACME, "p " + i)))
                .toList();
        assertThrows(
                IllegalArgumentException.class,
                () -> store.write(ACME, ANN, many, writer -> fail("S-29: up to 1,000 keys")),
                "S-29: up to 1,000 keys");
    }

    private static void requireEqual(
            PrincipalRecords alone, StoreContents all, Set<RecordKey<?>> keys, JointRecords found) {
        String lesson = "S-29: " + keys.size() + " keys, as they are found alone";
        assertEquals(all.revision(), found.principal().revision(), "S-29: the revision it was read at");
        assertEquals(alone.organization(), found.principal().organization(), lesson);
        same(Set.copyOf(alone.subjects()), Set.copyOf(found.principal().subjects()), lesson);
        same(Set.copyOf(alone.memberships()), Set.copyOf(found.principal().memberships()), lesson);
        same(Set.copyOf(alone.bindings()), Set.copyOf(found.principal().bindings()), lesson);
        assertEquals(alone.bindings().size(), found.principal().bindings().size(), lesson + ", each once");
        requireRecords(all.records(), keys, found, lesson);
    }

    private static void requireRecords(
            Set<StoredRecord> all, Collection<RecordKey<?>> keys, JointRecords found, String lesson) {
        assertTrue(keys.containsAll(found.keys()), lesson + ", and no others");
        Set<StoredRecord> expected = all.stream()
                .filter(record -> found.keys().contains(record.key()))
                .collect(Collectors.toSet());
        same(expected, Set.copyOf(found.records()), lesson);
        assertEquals(expected.size(), found.records().size(), lesson + ", each once");
    }

    private static Set<RecordKey<?>> keysOf(Set<StoredRecord> records) {
        return records.stream().map(StoredRecord::key).collect(Collectors.toSet());
    }
}
