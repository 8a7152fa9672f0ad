package io.github.communities.build;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No package of the engine is an engine of its own: each is a part that its name explains. */
final class PackageSizeTest {
    private static final int MOST_PERCENT = 15;

    @TempDir
    Path planted;

    @Test
    void no_package_of_the_engine_has_too_large_a_part_of_its_lines() {
        assertEquals(List.of(), tooLarge(Sources.of("community-core")));
    }

    @Test
    void a_package_is_found_when_it_has_a_line_too_many() throws IOException {
        for (int i = 0; i < 6; i++) {
            plant("p" + i, 14);
        }
        plant("full", 15);
        plant("empty", 1);
        assertEquals(List.of(), tooLarge(Sources.in(planted)));

        plant("full", 16);
        plant("empty", 0);
        assertEquals(List.of("full has 16 of 100 lines"), tooLarge(Sources.in(planted)));
    }

    @Test
    void the_lines_of_a_package_are_those_of_all_its_files_and_not_of_those_below() throws IOException {
        for (int i = 0; i < 6; i++) {
            plant("p" + i, 14);
        }
        plant("p0/below", 14);
        Files.writeString(planted.resolve("p0").resolve("Other.java"), "\n".repeat(2));
        assertEquals(List.of("p0 has 16 of 100 lines"), tooLarge(Sources.in(planted)));
    }

    private static List<String> tooLarge(Sources sources) {
        Map<Path, Long> lines = sources.files().stream()
                .collect(Collectors.groupingBy(
                        Path::getParent, TreeMap::new, Collectors.summingLong(PackageSizeTest::lines)));
        long all = lines.values().stream().mapToLong(Long::longValue).sum();
        return lines.entrySet().stream()
                .filter(part -> part.getValue() * 100 > all * MOST_PERCENT)
                .map(part -> part.getKey().getFileName() + " has " + part.getValue() + " of " + all + " lines")
                .toList();
    }

    private static long lines(Path file) {
        try {
            return Files.readAllLines(file).size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void plant(String name, int lines) throws IOException {
        Path folder = Files.createDirectories(planted.resolve(name));
        Files.writeString(folder.resolve("Some.java"), "\n".repeat(lines));
    }
}
