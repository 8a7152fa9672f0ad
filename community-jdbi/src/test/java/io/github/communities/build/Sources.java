package io.github.communities.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of Java below a folder, as people write them: what is generated lies elsewhere.
 *
 * @param files all of them; at least one, since nothing to look at would look like nothing to find
 */
record Sources(List<Path> files) {
    Sources {
        if (files.isEmpty()) {
            throw new IllegalArgumentException("no sources");
        }
    }

    /** What a module's jar is made of. */
    static Sources of(String module) {
        return in(Path.of("..", module, "src", "main", "java"));
    }

    static Sources in(Path folder) {
        try (Stream<Path> below = Files.walk(folder)) {
            return new Sources(below.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
