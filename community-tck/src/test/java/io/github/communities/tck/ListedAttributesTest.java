package io.github.communities.tck;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.OrganizationId;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import io.github.communities.core.memory.InMemoryCommunityStore;
import io.github.communities.spi.CommunityStore;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListedAttributesTest {
    private static final OrganizationId ACME = OrganizationId.of("acme");

    @Test
    void a_change_with_attributes_that_its_kind_lists_is_taken() {
        Change renamed = Change.of(ChangeKind.ORGANIZATION_RENAMED, ACME)
                .from(Map.of("name", "Acme"))
                .to(Map.of("name", "Globex"));

        assertDoesNotThrow(() -> write(renamed));
    }

    @Test
    void a_change_with_an_attribute_that_its_kind_does_not_list_is_refused_before_and_after() {
        Change change = Change.of(ChangeKind.ORGANIZATION_RENAMED, ACME);

        assertNamed("zone", change.from(Map.of("name", "Acme", "zone", "eu")));
        assertNamed("zone", change.to(Map.of("name", "Acme", "zone", "eu")));
        assertNamed("inventor", change.to(Map.of("inventor", "ann")));
    }

    private static void assertNamed(String attribute, Change change) {
        AssertionError refusal = assertThrows(AssertionError.class, () -> write(change));
        assertTrue(
                String.valueOf(refusal.getMessage())
                        .contains("ORGANIZATION_RENAMED does not list the attribute '" + attribute + "'"),
                refusal::getMessage);
    }

    private static void write(Change change) {
        try (CommunityStore store = new ListedAttributes(InMemoryCommunityStore.create())) {
            store.create(ACME, writer -> {
                writer.insert(SampleRecords.organization(ACME, 0));
                writer.append(ChangeRecord.builder()
                        .revision(writer.revision().next())
                        .at(Instant.EPOCH)
                        .addChanges(change)
                        .build());
                return writer.revision();
            });
        }
    }
}
