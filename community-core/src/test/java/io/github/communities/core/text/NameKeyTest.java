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
    void names_that_differ_only_in_form_have_one_key(String one, String other) {
        assertEquals(NameKey.of(one), NameKey.of(other));
    }

    @ParameterizedTest
    @CsvSource({"cat, cät", "cat, cats", "resume, résumé", "ı, i"})
    void names_that_differ_in_letters_do_not(String one, String other) {
        assertNotEquals(NameKey.of(one), NameKey.of(other));
    }

    @Test
    void the_key_of_a_key_is_itself() {
        String key = NameKey.of("İstanbul ﬁre ΣΑΣ Ǆ");
        assertEquals(key, NameKey.of(key));
    }

    @Test
    void the_default_locale_makes_no_difference() {
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
    void a_key_that_unfolds_to_many_letters_is_cut_and_stays_distinct() {
        String one = NameKey.of("\uFDFA".repeat(63));
        String other = NameKey.of("\uFDFA".repeat(62) + "a");
        assertTrue(one.codePointCount(0, one.length()) <= 256);
        assertNotEquals(one, other);
    }
}
