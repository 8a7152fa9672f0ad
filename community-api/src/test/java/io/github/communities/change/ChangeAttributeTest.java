package io.github.communities.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.communities.OrganizationId;
import io.github.communities.error.InvalidInput;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeAttributeTest {
    /** Change records that stores keep have these words in them. */
    @Test
    void the_names_under_which_attributes_are_kept_stay_as_they_are() {
        assertEquals(
                List.of(
                        "name",
                        "description",
                        "labels",
                        "kind",
                        "zone",
                        "account",
                        "role",
                        "expiresAt",
                        "group",
                        "agent",
                        "invitation",
                        "maxUses",
                        "community",
                        "project",
                        "resource",
                        "type",
                        "copyOf",
                        "link",
                        "value",
                        "unitsPerHour",
                        "unitsPerExecution",
                        "unitBalance",
                        "key",
                        "units",
                        "records",
                        "state",
                        "after",
                        "upTo"),
                Arrays.stream(ChangeAttribute.values())
                        .map(ChangeAttribute::text)
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void an_attribute_is_read_by_the_name_under_which_it_is_kept(ChangeAttribute attribute) {
        assertEquals(attribute, ChangeAttribute.parse(attribute.text()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NAME", "inventor"})
    void a_name_of_no_attribute_is_refused(String text) {
        InvalidInput refusal = assertThrows(InvalidInput.class, () -> ChangeAttribute.parse(text));
        assertEquals("CHG-1", refusal.rule());
    }

    @Test
    void each_attribute_is_listed_by_some_kind_of_change() {
        Set<ChangeAttribute> listed = EnumSet.noneOf(ChangeAttribute.class);
        for (ChangeKind kind : ChangeKind.values()) {
            listed.addAll(kind.attributes());
        }
        assertEquals(EnumSet.allOf(ChangeAttribute.class), listed);
    }

    @Test
    void a_change_gives_each_attribute_that_it_tells() {
        Change change = Change.of(ChangeKind.ORGANIZATION_RENAMED, OrganizationId.of("acme"))
                .from(Map.of("name", "Acme"))
                .to(Map.of("name", "", "description", "cats"));

        assertEquals(Optional.of("Acme"), change.before(ChangeAttribute.NAME));
        assertEquals(Optional.of(""), change.after(ChangeAttribute.NAME));
        assertEquals(Optional.empty(), change.before(ChangeAttribute.DESCRIPTION));
        assertEquals(Optional.of("cats"), change.after(ChangeAttribute.DESCRIPTION));
    }
}
