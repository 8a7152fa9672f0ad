package io.github.communities.core.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.change.ChangeRecord;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.record.LeftoverRecord;
import io.github.communities.spi.record.PrincipalRecords;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.StoredRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a use case finds it asks for once, and what it stores it need not ask for. */
class FoundRecordsTest {
    private static final OrganizationId ACME = OrganizationId.of("acme");

    private final Set<LeftoverRecord> stored = new HashSet<>(Set.of(leftover("ann"), leftover("bob")));
    private final List<RecordKey<?>> asked = new ArrayList<>();
    private final FoundRecords records = new FoundRecords(new Reader());

    /** Finds what is stored, and notes what was asked for. */
    private final class Reader implements StoreReader {
        @Override
        @SuppressWarnings("unchecked") // all that is asked for here is of that kind
        public <R extends StoredRecord> List<R> find(RecordKind<R> kind, Collection<RecordKey<R>> keys) {
            asked.addAll(keys);
            return (List<R>) stored.stream()
                    .filter(record -> keys.contains(record.key()))
                    .toList();
        }

        @Override
        public Revision revision() {
            throw new AssertionError("not asked for here");
        }

        @Override
        public <R extends StoredRecord> List<R> list(RecordRange<R> range) {
            throw new AssertionError("not asked for here");
        }

        @Override
        public PrincipalRecords principalRecords(Subject principal) {
            throw new AssertionError("not asked for here");
        }

        @Override
        public List<ChangeRecord> changes(Revision after, int limit) {
            throw new AssertionError("not asked for here");
        }
    }

    private static LeftoverRecord leftover(String id) {
        return LeftoverRecord.builder()
                .organization(ACME)
                .subject(Subject.user(id))
                .build();
    }

    private static RecordKey<LeftoverRecord> key(String id) {
        return RecordKind.leftover(Subject.user(id));
    }

    @Test
    void each_key_is_asked_for_once_alone_or_among_others() {
        assertEquals(Optional.of(leftover("ann")), records.find(key("ann")));
        assertEquals(Optional.empty(), records.find(key("nobody")));
        assertEquals(
                Set.of(leftover("ann"), leftover("bob")),
                Set.copyOf(
                        records.find(RecordKind.LEFTOVER, List.of(key("ann"), key("bob"), key("nobody"), key("bob")))));
        assertEquals(Optional.of(leftover("bob")), records.find(key("bob")));
        assertEquals(Optional.of(leftover("ann")), records.find(key("ann")));

        assertEquals(List.of(key("ann"), key("nobody"), key("bob")), asked);
    }

    @Test
    void what_is_stored_and_deleted_is_known() {
        records.absent(key("ann"));
        records.stored(leftover("carol"));

        assertEquals(Optional.empty(), records.find(key("ann")));
        assertEquals(Optional.of(leftover("carol")), records.find(key("carol")));
        assertEquals(List.of(leftover("carol")), records.find(RecordKind.LEFTOVER, List.of(key("ann"), key("carol"))));
        assertEquals(List.of(), asked);
    }

    @Test
    void whoever_is_about_very_many_is_answered_all_the_same() {
        List<RecordKey<LeftoverRecord>> many =
                IntStream.range(0, 2_500).mapToObj(i -> key("user " + i)).toList();
        many.forEach(records::find);
        many.forEach(found -> records.stored(leftover(found.parts().get(1))));
        stored.addAll(many.stream().map(found -> leftover(found.parts().get(1))).toList());

        assertEquals(many.size(), records.find(RecordKind.LEFTOVER, many).size());
    }
}
