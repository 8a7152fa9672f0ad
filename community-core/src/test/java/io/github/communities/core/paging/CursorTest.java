package io.github.communities.core.paging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.PageRequest;
import io.github.communities.core.paging.Cursor.Part;
import io.github.communities.error.InvalidInput;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
    private static final List<Part> PARTS = List.of(Part.NAME_KEY, Part.NAME_KEY);

    private final Cursor cursor = new Cursor(PARTS, "communities", "acme");

    @Test
    void a_position_is_read_back_as_it_was_written() {
        List<String> position = List.of("a/b %2F ☃ 😀", "");
        assertEquals(Optional.of(position), cursor.read(next(cursor.write(position))));
    }

    @Test
    void the_first_page_has_none() {
        assertEquals(Optional.empty(), cursor.read(PageRequest.first(1)));
    }

    @Test
    void a_cursor_of_another_list_is_refused() {
        String foreign = new Cursor(PARTS, "communities", "globex").write(List.of("a", "b"));
        assertThrows(InvalidInput.class, () -> cursor.read(next(foreign)));
    }

    @Test
    void parts_of_a_list_do_not_run_into_each_other() {
        String foreign = new Cursor(PARTS, "communities", "ac", "me").write(List.of("a", "b"));
        assertThrows(InvalidInput.class, () -> new Cursor(PARTS, "communities", "ac/me").read(next(foreign)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "!!!", "YWJj", "YWJjL2RlZg"})
    void what_is_no_cursor_is_refused(String text) {
        assertEquals(
                "LIM-2",
                assertThrows(InvalidInput.class, () -> cursor.read(next(text))).rule());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a/b/c",
                "a/%00",
                "a/%E2%80%AE",
                "a/%EF%B8%8F",
                "a/%CD%B8",
                "a/%ED%A0%BD",
                "a/%61",
                "a/\u0000"
            })
    void what_no_position_of_the_list_is_is_refused(String position) {
        assertRefused(forged(position));
    }

    @Test
    void a_part_that_is_longer_than_any_key_is_refused() {
        assertEquals(
                List.of("\uD83D\uDE3A".repeat(256), "x".repeat(256)),
                cursor.read(next(cursor.write(List.of("\uD83D\uDE3A".repeat(256), "x".repeat(256)))))
                        .orElseThrow());
        assertRefused(forged("a/" + "x".repeat(257)));
        assertRefused(forged("a/" + "x".repeat(10_000_000)));
    }

    /** What is no Base64 is not even looked at, if it is too long for a cursor. */
    @Test
    void the_length_is_looked_at_first() {
        InvalidInput refusal = assertThrows(InvalidInput.class, () -> cursor.read(next("!".repeat(10_000_000))));
        assertNull(refusal.getCause());
        assertTrue(String.valueOf(refusal.getMessage()).length() < 200);
    }

    @Test
    void the_longest_position_of_any_list_is_taken() {
        String id = "\uD83D\uDE3A".repeat(64);
        Cursor resources = new Cursor(List.of(Part.ID, Part.ID, Part.ID, Part.NAME_KEY, Part.ID), "resources", "acme");
        List<String> position = List.of(id, id, id, "\uD83D\uDE3A".repeat(256), id);
        assertEquals(Optional.of(position), resources.read(next(resources.write(position))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"user/ann", "federatedUser/ann", "serviceAccount/ann", "group/cats", "allUsers/%2A"})
    void a_subject_is_taken(String position) {
        Cursor subjects = new Cursor(List.of(Part.SUBJECT_KIND, Part.ID), "communities", "acme");
        assertTrue(subjects.read(next(forged(position))).isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "user", "User/ann", "robot/ann", "allUsers/everyone", "user/", "user/%20", "/ann"})
    void what_is_no_subject_is_refused(String position) {
        Cursor subjects = new Cursor(List.of(Part.SUBJECT_KIND, Part.ID), "communities", "acme");
        assertRefused(subjects, forged(position));
    }

    @ParameterizedTest
    @ValueSource(strings = {"group/cats", "allUsers/%2A", "robot/ann"})
    void what_is_no_principal_is_refused(String position) {
        Cursor principals = new Cursor(List.of(Part.PRINCIPAL_KIND, Part.ID), "communities", "acme");
        assertTrue(principals.read(next(forged("user/ann"))).isPresent());
        assertRefused(principals, forged(position));
    }

    @Test
    void what_is_longer_than_an_id_is_none() {
        Cursor ids = new Cursor(List.of(Part.ID), "communities", "acme");
        assertTrue(ids.read(next(forged("x".repeat(64)))).isPresent());
        assertRefused(ids, forged("x".repeat(65)));
    }

    /** What is read is what would be written: no two cursors mean one position. */
    @Test
    void a_cursor_that_is_spelled_in_another_way_is_refused() {
        String own = cursor.write(List.of("a", "b"));
        assertTrue(own.length() % 4 != 0, "there is room for padding");
        assertTrue(cursor.read(next(own)).isPresent());
        assertRefused(own + "=".repeat(4 - own.length() % 4));
        char last = own.charAt(own.length() - 1);
        assertRefused(own.substring(0, own.length() - 1) + (char) (last + 1));
    }

    /** A cursor of the list, as anyone can write it who knows what it is made of. */
    private String forged(String position) {
        String own = new String(Base64.getUrlDecoder().decode(cursor.write(List.of("a", "b"))), UTF_8);
        String forged = own.substring(0, own.indexOf('/') + 1) + position;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(forged.getBytes(UTF_8));
    }

    private void assertRefused(String text) {
        assertRefused(cursor, text);
    }

    private static void assertRefused(Cursor list, String text) {
        InvalidInput refusal = assertThrows(InvalidInput.class, () -> list.read(next(text)));
        assertEquals("LIM-2", refusal.rule());
        assertEquals("cursor", refusal.field());
    }

    private static PageRequest next(String text) {
        return new PageRequest(1, Optional.of(text));
    }
}
