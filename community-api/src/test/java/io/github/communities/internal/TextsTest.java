package io.github.communities.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.CommunityId;
import io.github.communities.error.InvalidInput;
import java.text.Normalizer;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What is done to a text at the border, and in which order (LIM-2). */
class TextsTest {
    private static final List<UnaryOperator<String>> KINDS = List.of(
            text -> Texts.id("text", text),
            text -> Texts.free("text", text, 1, 64, "LIM-2"),
            text -> Texts.prose("text", text, 1, 64, "LIM-2"),
            text -> Texts.lines("text", text, 64, "LIM-2"),
            text -> Texts.name("text", text, 1, 64, "LIM-2"),
            text -> Texts.key("text", text, 64, "LIM-2"));

    /**
     * Were anything else looked at first, the NUL would be what is wrong, or the number of characters would be known.
     */
    @Test
    void a_text_that_is_much_too_long_is_refused_before_its_characters_are_looked_at() {
        for (UnaryOperator<String> kind : KINDS) {
            String message = refusal(kind, "\u0000" + "x".repeat(1_000_000));
            assertTrue(message.contains("'\\u0000xxx"), message);
            assertTrue(message.endsWith(" to 64 characters, and has more"), message);
            assertTrue(message.length() < 400, message);
        }
    }

    /** To sort these marks, as normalizing does, takes the square of their number: hours. */
    @Test
    void a_text_that_is_much_too_long_is_not_normalized() {
        String marks = "e" + "\u0323\u0301".repeat(1_000_000);
        KINDS.forEach(kind -> assertTrue(refusal(kind, marks).endsWith("has more")));
    }

    @Test
    void a_text_form_that_is_much_too_long_is_not_taken_apart() {
        String form = "a/" + "%zz".repeat(1_000_000);
        InvalidInput refusal = assertThrows(InvalidInput.class, () -> CommunityId.parse(form));
        assertEquals("is longer than anything that it could name", refusal.fault());
    }

    @Test
    void the_longest_texts_are_taken_however_they_are_spelled() {
        String composed = "\u1F82".repeat(64);
        String spelled = Normalizer.normalize(composed, Normalizer.Form.NFD);

        assertEquals(4 * 64, spelled.length());
        assertEquals(composed, Texts.free("text", spelled, 1, 64, "LIM-2"));
        assertEquals(composed, Texts.name("text", spelled, 1, 64, "LIM-2"));
        assertEquals(composed, Texts.lines("text", spelled, 64, "LIM-2"));
        String pairs = "\uD835\uDCB6".repeat(64);
        assertEquals(pairs, Texts.id("text", pairs));
        assertTrue(refusal(KINDS.get(0), pairs + "x").endsWith("has more"));
        assertTrue(refusal(KINDS.get(0), "x".repeat(65)).endsWith("has 65"));
    }

    /** What the limit on spellings stands on. */
    @Test
    void no_character_is_composed_of_more_than_four() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            String composed = Character.toString(c);
            if (CodePoints.isAssigned(c) && Normalizer.isNormalized(composed, Normalizer.Form.NFC)) {
                String spelled = Normalizer.normalize(composed, Normalizer.Form.NFD);
                assertTrue(spelled.length() <= 4, Integer.toHexString(c));
            }
        }
    }

    private static String refusal(UnaryOperator<String> kind, String text) {
        InvalidInput refusal = assertThrows(InvalidInput.class, () -> kind.apply(text));
        return refusal.reason();
    }
}
