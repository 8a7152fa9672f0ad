package io.github.communities.build;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a host runs is written so that a reader takes in a class in one sitting and a method at one look. */
final class ClassSizeTest {
    /** What is longer, and why it would be no better if it were shorter. */
    private static final Map<String, String> EXCEPTIONS =
            Map.of("policy.Policy.standard()", "it is the table of the documentation, one role after the other");

    private static final int MOST_EXCEPTIONS = 5;

    @TempDir
    Path planted;

    @BeforeEach
    void plant_something_short() throws IOException {
        plant("Short", "final class Short {}");
    }

    @Test
    void no_class_and_no_method_is_longer_than_its_limit() {
        List<Declaration> declared = Stream.of("community-api", "community-core", "community-jdbi")
                .flatMap(module -> Declaration.of(Sources.of(module)).stream())
                .toList();
        assertEquals(List.of(), faults(declared, EXCEPTIONS));
    }

    @Test
    void a_class_is_found_when_it_has_a_line_too_many() throws IOException {
        plant("Full", "final class Full {", lines(348, "    int a;"), "}");
        plant("Long", "final class Long {", lines(349, "    int a;"), "}");
        assertFaults("planted.Long: 351 lines");
    }

    @Test
    void a_nested_class_is_found_together_with_the_one_around_it() throws IOException {
        plant("Outer", "final class Outer {", "    interface Inner {", lines(349, "        int A = 0;"), "    }", "}");
        assertFaults("planted.Outer: 353 lines", "planted.Outer.Inner: 351 lines");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "void work(int a, String b) { > planted.Some.work(int, String)",
                "Some(int a, String b) { > planted.Some(int, String)",
                "static { > planted.Some {}",
                "{ > planted.Some {}"
            })
    void code_is_found_when_it_has_a_line_too_many(String beginning, String name) throws IOException {
        plant("Some", "final class Some {", beginning, lines(38, "int a;"), "}", "}");
        assertFaults();

        plant("Some", "final class Some {", beginning, lines(39, "int a;"), "}", "}");
        assertFaults(name + ": 41 lines");
    }

    @Test
    void a_field_is_found_only_for_its_lambda() throws IOException {
        plant("Table", "final class Table {", "int[] all = {", lines(50, "0,"), "};", "}");
        plant("Work", "final class Work {", "Runnable work = () -> {", lines(39, "int a;"), "};", "}");
        assertFaults("planted.Work.work: 41 lines");
    }

    @Test
    void code_is_found_in_a_compact_constructor_and_in_a_class_without_a_name() throws IOException {
        plant("Small", "record Small(int a) {", "public Small {", lines(39, "int b;"), "}", "}");
        plant("Some", "enum Some {", "ONE {", "void work() {", lines(39, "int a;"), "}", "};", "void work() {}", "}");
        assertFaults("planted.Small(int): 41 lines", "planted.Some.new.work(): 41 lines");
    }

    @Test
    void comments_and_annotations_before_a_declaration_do_not_count() throws IOException {
        String before =
                "/** Javadoc,\n * of two lines. */\n@Deprecated\n@SuppressWarnings(\"all\") // because\n/* so */\n";
        plant("Some", before + "final class Some {", before + "void work() {", lines(38, "int a;"), "}", "}");
        assertFaults();

        plant("Some", before + "final class Some {", before + "void work() {", lines(39, "int a;"), "}", "}");
        assertFaults("planted.Some.work(): 41 lines");
    }

    @Test
    void an_exception_needs_a_reason_and_something_that_needs_it() throws IOException {
        plant("Long", "final class Long {", lines(349, "    int a;"), "}");
        List<Declaration> declared = Declaration.of(Sources.in(planted));

        assertEquals(List.of(), faults(declared, Map.of("planted.Long", "a table")));
        assertEquals(List.of("no reason is given for planted.Long"), faults(declared, Map.of("planted.Long", " ")));
        assertEquals(
                List.of("planted.Short needs no exception"),
                faults(declared, Map.of("planted.Long", "a table", "planted.Short", "no need")));
    }

    @Test
    void there_are_few_exceptions() throws IOException {
        for (int i = 0; i <= MOST_EXCEPTIONS; i++) {
            plant("Long" + i, "final class Long" + i + " {", lines(349, "    int a;"), "}");
        }
        List<Declaration> declared = Declaration.of(Sources.in(planted));
        Map<String, String> all = declared.stream()
                .filter(Declaration::isTooLong)
                .collect(Collectors.toMap(Declaration::name, type -> "a table"));

        assertEquals(List.of("6 exceptions, more than 5"), faults(declared, all));
    }

    /** What is too long without being an exception, and what is wrong with the exceptions. */
    private static List<String> faults(List<Declaration> declared, Map<String, String> exceptions) {
        List<Declaration> tooLong =
                declared.stream().filter(Declaration::isTooLong).toList();
        List<String> names = tooLong.stream().map(Declaration::name).toList();

        List<String> faults = new ArrayList<>();
        tooLong.stream().filter(one -> !exceptions.containsKey(one.name())).forEach(one -> faults.add(one.toString()));
        exceptions.forEach((name, reason) -> {
            if (reason.isBlank()) {
                faults.add("no reason is given for " + name);
            } else if (!names.contains(name)) {
                faults.add(name + " needs no exception");
            }
        });
        if (exceptions.size() > MOST_EXCEPTIONS) {
            faults.add(exceptions.size() + " exceptions, more than " + MOST_EXCEPTIONS);
        }
        return faults;
    }

    private void assertFaults(String... expected) {
        assertEquals(List.of(expected), faults(Declaration.of(Sources.in(planted)), Map.of()));
    }

    /** Sources are only parsed, so that nothing in them needs a name of its own. */
    private static String lines(int count, String line) {
        return String.join("\n", Collections.nCopies(count, line));
    }

    private void plant(String name, String... parts) throws IOException {
        Files.writeString(planted.resolve(name + ".java"), "package planted;\n\n" + String.join("\n", parts) + "\n");
    }
}
