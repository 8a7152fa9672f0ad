package io.github.communities.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameKeyTest {
    @ParameterizedTest
    @CsvSource({
        "Cat Lovers, cat lovers",
        "STRASSE, straße",
        "ΟΔΟΣ, οδος",
        "ｃａｔ, CAT",
        "ﬁre, FIRE",
        "ÅNGSTRÖM, ångström",
        "Istanbul, ISTANBUL"
    })
    void namesThatDifferOnlyInFormHaveOneKey(String one, String other) {
        assertEquals(NameKey.of(one), NameKey.of(other));
    }

    @ParameterizedTest
    @CsvSource({"cat, cät", "cat, cats", "resume, résumé", "ı, i"})
    void namesThatDifferInLettersDoNot(String one, String other) {
        assertNotEquals(NameKey.of(one), NameKey.of(other));
    }

    @Test
    void theKeyOfAKeyIsItself() {
        String key = NameKey.of("İstanbul ﬁre ΣΑΣ Ǆ");
        assertEquals(key, NameKey.of(key));
    }

    @Test
    void theDefaultLocaleMakesNoDifference() {
        Locale before = Locale.getDefault();
        String english = NameKey.of("TITLE");
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertEquals(english, NameKey.of("TITLE"));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aKeyThatUnfoldsToManyLettersIsCutAndStaysDistinct() {
        String one = NameKey.of("\uFDFA".repeat(63));
        String other = NameKey.of("\uFDFA".repeat(62) + "a");
        assertTrue(one.codePointCount(0, one.length()) <= 256);
        assertNotEquals(one, other);
    }
}
