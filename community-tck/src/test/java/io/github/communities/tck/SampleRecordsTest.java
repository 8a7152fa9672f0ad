package io.github.communities.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.communities.OrganizationId;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.StoredRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SampleRecordsTest {
    private static final OrganizationId ACME = OrganizationId.of("acme");

    @Test
    void there_are_records_of_every_kind() {
        Set<RecordKind<?>> kinds = new HashSet<>(Set.of(RecordKind.ORGANIZATION));
        SampleRecords.some(ACME).forEach(record -> kinds.add(record.kind()));
        assertEquals(Set.copyOf(RecordKind.ALL), kinds);
    }

    @Test
    void no_two_records_have_the_same_key() {
        List<RecordKey<?>> keys = new ArrayList<>();
        SampleRecords.everything(ACME).forEach(record -> keys.add(record.key()));
        assertEquals(keys.size(), Set.copyOf(keys).size());
    }

    @Test
    void a_record_in_another_state_has_the_same_key_and_is_not_equal() {
        for (SampleRecords.Source<?> source : SampleRecords.SOURCES) {
            StoredRecord record = source.all().apply(ACME).get(0);
            StoredRecord again = source.again(record, 1001);
            assertEquals(record.key(), again.key());
            if (!source.kind().equals(RecordKind.LEFTOVER)) { // which is nothing but a key
                assertNotEquals(record, again);
            }
        }
    }
}
