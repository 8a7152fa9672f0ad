package io.github.communities.core.work;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.PageRequest;
import io.github.communities.error.InvalidInput;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
    private final Cursor cursor = new Cursor(2, "communities", "acme");

    @Test
    void aPositionIsReadBackAsItWasWritten() {
        List<String> position = List.of("a/b %2F ☃ 😀", "");
        assertEquals(Optional.of(position), cursor.read(next(cursor.write(position))));
    }

    @Test
    void theFirstPageHasNone() {
        assertEquals(Optional.empty(), cursor.read(PageRequest.first(1)));
    }

    @Test
    void aCursorOfAnotherListIsRefused() {
        String foreign = new Cursor(2, "communities", "globex").write(List.of("a", "b"));
        assertThrows(InvalidInput.class, () -> cursor.read(next(foreign)));
    }

    @Test
    void partsOfAListDoNotRunIntoEachOther() {
        String foreign = new Cursor(2, "communities", "ac", "me").write(List.of("a", "b"));
        assertThrows(InvalidInput.class, () -> new Cursor(2, "communities", "ac/me").read(next(foreign)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "!!!", "YWJj", "YWJjL2RlZg"})
    void whatIsNoCursorIsRefused(String text) {
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
    void whatNoPositionOfTheListIsIsRefused(String position) {
        assertRefused(forged(position));
    }

    @Test
    void aPartThatIsLongerThanAnyKeyIsRefused() {
        assertEquals(
                List.of("\uD83D\uDE3A".repeat(256), "x".repeat(256)),
                cursor.read(next(cursor.write(List.of("\uD83D\uDE3A".repeat(256), "x".repeat(256)))))
                        .orElseThrow());
        assertRefused(forged("a/" + "x".repeat(257)));
        assertRefused(forged("a/" + "x".repeat(10_000_000)));
    }

    /** What is no Base64 is not even looked at, if it is too long for a cursor. */
    @Test
    void theLengthIsLookedAtFirst() {
        InvalidInput refusal = assertThrows(InvalidInput.class, () -> cursor.read(next("!".repeat(10_000_000))));
        assertNull(refusal.getCause());
        assertTrue(String.valueOf(refusal.getMessage()).length() < 200);
    }

    @Test
    void aPositionOutsideTheListIsRefused() {
        PageRequest request = next(cursor.write(List.of("a", "b")));
        assertEquals(Optional.of(List.of("a", "b")), cursor.read(request, List.of("a")));
        assertEquals(
                "LIM-2",
                assertThrows(InvalidInput.class, () -> cursor.read(request, List.of("b")))
                        .rule());
    }

    /** A cursor of the list, as anyone can write it who knows what it is made of. */
    private String forged(String position) {
        String own = new String(Base64.getUrlDecoder().decode(cursor.write(List.of("a", "b"))), UTF_8);
        String forged = own.substring(0, own.indexOf('/') + 1) + position;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(forged.getBytes(UTF_8));
    }

    private void assertRefused(String text) {
        InvalidInput refusal = assertThrows(InvalidInput.class, () -> cursor.read(next(text)));
        assertEquals("LIM-2", refusal.rule());
        assertEquals("cursor", refusal.field());
    }

    private static PageRequest next(String text) {
        return new PageRequest(1, Optional.of(text));
    }
}
