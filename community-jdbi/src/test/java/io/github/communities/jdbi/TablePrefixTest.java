package io.github.communities.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.communities.error.InvalidInput;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no name is refused before it gets into a statement. */
class TablePrefixTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "1a", "A", "a-", "a b", "a;", "a\"", "é", "a2345678_123456789_123456789__1"})
    void what_is_no_beginning_of_a_name_is_refused(String prefix) {
        InvalidInput refusal = assertThrows(InvalidInput.class, () -> new TablePrefix(prefix));
        assertEquals("table prefix", refusal.field());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1a", "a b", "a;", "a\"", "a.b", "a`", "é", "a\u0000", "a?", "a:b", "a'", "a--b"})
    void what_is_no_name_of_a_schema_is_refused(String schema) {
        InvalidInput refusal = assertThrows(InvalidInput.class, () -> TablePrefix.in(schema));
        assertEquals("schema", refusal.field());
    }
}
