package io.github.communities.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the next release changes, as users are told.
 *
 * @param unreleased what is under that heading
 */
record Changelog(String unreleased) {
    static final Path FILE = Path.of("..", ".github", "CHANGELOG.md");

    private static final Pattern UNRELEASED =
            Pattern.compile("^## Unreleased$\\n(.*?)(?=^## |\\z)", Pattern.MULTILINE | Pattern.DOTALL);

    static Changelog read() {
        try {
            return of(Files.readString(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Changelog of(String text) {
        Matcher section = UNRELEASED.matcher(text);
        if (!section.find()) {
            throw new IllegalArgumentException("nothing is said to be unreleased");
        }
        return new Changelog(section.group(1));
    }

    /** Whether a type, or a type and its member, is named as code. */
    boolean names(String what) {
        return unreleased.contains("`" + what + "`");
    }
}
