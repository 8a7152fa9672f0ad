package io.github.communities.tck.rule;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The file {@code rules.csv}: UTF-8, a header, then a row for each citation, sorted, lines ended by a line feed, fields
 * quoted as RFC 4180 has it where they must be.
 */
final class RulesFile {

    private static final String HEADER = "rule,store,test,result";

    /** The operating system's lock is one of processes: a second thread of this one would be refused, not made wait. */
    private static final ReentrantLock IN_THIS_PROCESS = new ReentrantLock();

    private RulesFile() {}

    /**
     * Adds results to those that the file has; where it has one already, the worse stays. The file and its folder are
     * made if they are not there. Any number of threads and processes may do this to one file at once.
     *
     * @throws IOException if the file cannot be read or written
     * @throws IllegalArgumentException if what the file has is not what this class writes; it is left as it was
     */
    static void merge(Path file, Map<Citation, RuleResult> results) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        IN_THIS_PROCESS.lock();
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.lock(); // until the channel is closed
            SortedMap<Citation, RuleResult> all =
                    parse(new String(Channels.newInputStream(channel).readAllBytes(), UTF_8));
            results.forEach((citation, result) -> all.merge(citation, result, RuleResult::worse));
            ByteBuffer bytes = ByteBuffer.wrap(format(all).getBytes(UTF_8));
            channel.position(0);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.truncate(channel.position());
        } finally {
            IN_THIS_PROCESS.unlock();
        }
    }

    /**
     * What the file has.
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it is not what this class writes, with the number of the row
     */
    static SortedMap<Citation, RuleResult> read(Path file) throws IOException {
        return parse(Files.readString(file));
    }

    private static String format(SortedMap<Citation, RuleResult> results) {
        return Stream.concat(
                        Stream.of(HEADER),
                        results.entrySet().stream()
                                .map(row -> Stream.of(
                                                row.getKey().rule(),
                                                row.getKey().store(),
                                                row.getKey().test(),
                                                row.getValue().toString())
                                        .map(RulesFile::quoted)
                                        .collect(Collectors.joining(","))))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String quoted(String field) {
        boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
    }

    private static SortedMap<Citation, RuleResult> parse(String text) {
        SortedMap<Citation, RuleResult> results = new TreeMap<>();
        if (text.isEmpty()) {
            return results;
        }
        List<List<String>> rows = rows(text);
        if (!String.join(",", rows.get(0)).equals(HEADER)) {
            throw new IllegalArgumentException("row 1: must be " + HEADER);
        }
        for (int i = 1; i < rows.size(); i++) {
            List<String> row = rows.get(i);
            try {
                if (row.size() != 4) {
                    throw new IllegalArgumentException("must have 4 fields, has " + row.size());
                }
                results.merge(
                        new Citation(row.get(0), row.get(1), row.get(2)),
                        RuleResult.parse(row.get(3)),
                        RuleResult::worse);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("row " + (i + 1) + ": " + e.getMessage(), e);
            }
        }
        return results;
    }

    private static List<List<String>> rows(String text) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean inQuotes = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' && inQuotes && text.startsWith("\"", i + 1)) {
                field.append(c);
                i++;
            } else if (c == '"') {
                inQuotes = !inQuotes;
            } else if (inQuotes) {
                field.append(c);
            } else if (c == ',' || c == '\n') {
                row.add(field.toString());
                field.setLength(0);
                if (c == '\n') {
                    rows.add(row);
                    row = new ArrayList<>();
                }
            } else if (c != '\r') {
                field.append(c);
            }
        }
        if (inQuotes || !row.isEmpty() || !field.isEmpty()) {
            throw new IllegalArgumentException("row " + (rows.size() + 1) + ": breaks off");
        }
        return rows;
    }
}
