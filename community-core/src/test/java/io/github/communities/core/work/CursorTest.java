package io.github.communities.core.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.communities.PageRequest;
import io.github.communities.error.InvalidInput;
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

    private static PageRequest next(String text) {
        return new PageRequest(1, Optional.of(text));
    }
}
