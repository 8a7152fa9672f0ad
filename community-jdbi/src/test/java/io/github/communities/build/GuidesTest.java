package io.github.communities.build;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.tck.rule.Specification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who follows the pages for contributors arrives: what they link to is there, and so is what they name. */
final class GuidesTest {
    private static final Path FOLDER = Path.of("..", ".github");
    private static final Pattern LINK = Pattern.compile("]\\((?!https:)([^)#]*)(?:#([^)]+))?\\)");
    private static final Pattern CLASS = Pattern.compile("`([A-Z][a-z]+[A-Za-z]*)(?=[`.#(])");

    @ParameterizedTest
    @ValueSource(strings = {"CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"})
    void links_lead_to_files_and_sections_that_exist(String page) throws IOException {
        assertAll(LINK.matcher(Files.readString(FOLDER.resolve(page))).results().map(link -> () -> {
            Path file = FOLDER.resolve(link.group(1));
            assertTrue(Files.exists(file), link::group);
            assertTrue(link.group(2) == null || sections(file).contains(link.group(2)), link::group);
        }));
    }

    private static Set<String> sections(Path file) throws IOException {
        return Files.readString(file)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(heading ->
                        heading.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT).replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    /** Not asked of the changelog, which names what is gone. */
    @ParameterizedTest
    @ValueSource(strings = {"CONTRIBUTING.md", "SECURITY.md"})
    void classes_that_are_named_exist(String page) throws IOException {
        Set<String> classes = Sources.in(Path.of("..")).files().stream()
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .collect(Collectors.toSet());
        Set<String> named = named(Files.readString(FOLDER.resolve(page)));
        assertFalse(named.isEmpty());
        assertAll(named.stream().map(name -> () -> assertTrue(classes.contains(name), name)));
    }

    @Test
    void classes_are_found_where_they_are_named() {
        assertTrue(named("`Caller#of`, `Policy.standard()` and `ReadmeTest`")
                .containsAll(Set.of("Caller", "Policy", "ReadmeTest")));
        assertTrue(named("`DEFAULT`, `organization.view`, Caller").isEmpty());
    }

    /** Of the store contract, which grows. */
    @Test
    void as_many_rules_of_stores_are_spoken_of_as_there_are() throws IOException {
        long rules = Specification.read().rules().stream()
                .filter(rule -> rule.startsWith("S-"))
                .count();
        String last = "`S-1` to `S-" + rules + "`";
        String stores = Files.readString(Path.of("..", "community-tck", "STORES.md"));
        assertTrue(stores.contains(last), last);
        assertTrue(Files.readString(Path.of("..", "README.md")).contains("with " + rules + " rules;"));
    }

    private static Set<String> named(String text) {
        return CLASS.matcher(text).results().map(name -> name.group(1)).collect(Collectors.toSet());
    }
}
