package io.github.communities.restriction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.error.InvalidInput;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestrictionValueTest {
    @ParameterizedTest
    @MethodSource("forms")
    void a_value_is_written_as_stores_keep_it(RestrictionValue value, String text) {
        assertEquals(text, value.text());
        assertEquals(value, RestrictionValue.parse(text));
    }

    static Stream<Arguments> forms() {
        return Stream.of(
                Arguments.of(RestrictionValue.of(true), "BOOLEAN:true"),
                Arguments.of(RestrictionValue.of(false), "BOOLEAN:false"),
                Arguments.of(RestrictionValue.of(0), "LONG:0"),
                Arguments.of(RestrictionValue.of(Long.MIN_VALUE), "LONG:-9223372036854775808"),
                Arguments.of(RestrictionValue.of(List.of()), "STRINGS:"),
                Arguments.of(RestrictionValue.of(List.of("a")), "STRINGS:a"),
                Arguments.of(RestrictionValue.of(List.of("b:", "a/c d", "a")), "STRINGS:b%3A/a%2Fc%20d/a"));
    }

    @Property
    void values_are_read_back_as_they_were_written(
            @ForAll boolean yes, @ForAll long number, @ForAll("texts") List<String> texts) {
        Stream.of(RestrictionValue.of(yes), RestrictionValue.of(number), RestrictionValue.of(texts))
                .forEach(value -> assertEquals(value, RestrictionValue.parse(value.text())));
    }

    @Provide
    Arbitrary<List<String>> texts() {
        return Arbitraries.strings()
                .withChars("/%:' é☃a")
                .ofMinLength(1)
                .ofMaxLength(12)
                .filter(text -> !text.isBlank())
                .list()
                .ofMaxSize(RestrictionValue.Strings.MAX);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "LONG",
                "long:1",
                "DOUBLE:1",
                " LONG:1",
                "LONG:",
                "LONG:1.0",
                "LONG:+1",
                "LONG:01",
                "LONG:-0",
                "LONG:\u0661",
                "LONG:9223372036854775808",
                "BOOLEAN:",
                "BOOLEAN:TRUE",
                "BOOLEAN:yes",
                "STRINGS:/",
                "STRINGS:a/",
                "STRINGS:a b",
                "STRINGS:%61",
                "STRINGS:%zz",
                "STRINGS:%20",
                "STRINGS:%0A"
            })
    void what_is_not_in_the_form_in_which_it_is_written_is_refused(String text) {
        InvalidInput refusal = assertThrows(InvalidInput.class, () -> RestrictionValue.parse(text));
        assertTrue(List.of("RST-1", "TEN-1").contains(refusal.rule()), refusal.rule());
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 1_000_000})
    void a_form_of_more_texts_than_a_restriction_may_list_is_refused(int number) {
        String text = "STRINGS:a" + "/a".repeat(number - 1);
        InvalidInput refusal = assertThrows(InvalidInput.class, () -> RestrictionValue.parse(text));
        assertEquals("RST-1", refusal.rule());
    }
}
