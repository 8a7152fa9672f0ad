package io.github.communities.tck.rule;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A program that adds rows to a report one by one, once it is told to start. */
final class RowWriter {

    private RowWriter() {}

    /** Takes the file, the name of its rows, and how many. */
    public static void main(String... args) throws IOException {
        int start = System.in.read();
        if (start < 0) {
            throw new IOException("never told to start");
        }
        write(Path.of(args[0]), args[1], Integer.parseInt(args[2]));
    }

    static void write(Path file, String name, int rows) throws IOException {
        for (int i = 0; i < rows; i++) {
            RulesFile.merge(file, Map.of(new Citation("X-1", "paper", name + i), RuleResult.PASSED));
        }
    }
}
