package io.github.communities.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A page for users in its parts.
 *
 * @param folder where it is, from the project's root
 * @param text all of it
 */
record Readme(Path folder, String text) {
    private static final Pattern BLOCK =
            Pattern.compile("^```([a-z]+)\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    private static final Path ROOT = Path.of("..");

    /** The front page. */
    static Readme read() {
        return read("README.md");
    }

    /** The front page and those that it leads to. */
    static List<Readme> all() {
        return List.of(read(), read("community-tck/STORES.md"), read("community-tck/POLICIES.md"));
    }

    private static Readme read(String page) {
        try {
            Path file = ROOT.resolve(page);
            return new Readme(Objects.requireNonNull(file.getParent()), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is fenced as being in a language, in its order. */
    List<String> blocks(String language) {
        return BLOCK.matcher(text)
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .toList();
    }
}
