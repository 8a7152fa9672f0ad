package io.github.communities.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The public API of one module as of the last release, and what was added since: lines as those of {@link PublicApi},
 * in a file beside the module's sources.
 *
 * @param lines in their order
 */
record ApiListing(SortedSet<String> lines) {
    private static final String BEGINNING = """
            # The public API of this module as of its last release, and what was added since.
            # How it is read and kept is in .github/CONTRIBUTING.md.
            """;

    static Path file(String module) {
        return Path.of("..", module, "public-api.txt");
    }

    /** That of a file; an empty one, if there is no file yet. */
    static ApiListing read(Path file) {
        try {
            return Files.exists(file) ? parse(Files.readString(file)) : parse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ApiListing parse(String text) {
        return new ApiListing(
                text.lines().filter(line -> !line.startsWith("#")).collect(Collectors.toCollection(TreeSet::new)));
    }

    /** With what was added; what has gone or changed stays, until a release has told of it. */
    ApiListing with(PublicApi api) {
        SortedSet<String> all = new TreeSet<>(lines);
        all.addAll(api.lines());
        return new ApiListing(all);
    }

    void write(Path file) {
        try {
            Files.writeString(file, text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text() {
        return BEGINNING + lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    /** In what a module differs from it without saying so. */
    List<String> faults(PublicApi api, Changelog changelog) {
        List<String> faults = new ArrayList<>();
        lines.stream()
                .filter(line -> !api.lines().contains(line))
                .filter(line -> !isTold(line, api, changelog))
                .forEach(line -> faults.add("gone, and `" + subject(line) + "` is not under \"Unreleased\": " + line));
        api.lines().stream()
                .filter(line -> !lines.contains(line))
                .forEach(line -> faults.add("not in the listing: " + line));
        return faults;
    }

    /** Whoever is told that a type is gone, need not be told of each of its members. */
    private static boolean isTold(String line, PublicApi api, Changelog changelog) {
        String type = subject(line).replaceFirst("#.*", "");
        boolean typeIsGone =
                api.lines().stream().noneMatch(other -> subject(other).equals(type));
        return changelog.names(subject(line)) || (typeIsGone && changelog.names(type));
    }

    /** The type, or the type and its member, that a line is about. */
    private static String subject(String line) {
        return line.replaceFirst("(\\(| : ).*", "");
    }
}
