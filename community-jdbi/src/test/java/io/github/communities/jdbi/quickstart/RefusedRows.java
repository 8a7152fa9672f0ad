package io.github.communities.jdbi.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rows that were refused, of which there may be as many as the roster has: the first of each kind is shown, the
 * others are counted, and all are written to a file if there is to be one. Not thread-safe.
 */
final class RefusedRows implements AutoCloseable {
    /** What stands before a row in the file. */
    static final List<String> COLUMNS = List.of("line", "rule", "reason");

    private final Optional<Path> path;
    private final Optional<CsvWriter> file;
    private final Map<String, Long> counts = new LinkedHashMap<>();

    private RefusedRows(Optional<Path> path) throws IOException {
        this.path = path;
        this.file = path.isEmpty()
                ? Optional.empty()
                : Optional.of(CsvWriter.builder()
                        .build(path.get(), UTF_8, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        file.ifPresent(csv -> {
            List<String> header = new ArrayList<>(COLUMNS);
            header.addAll(RosterFile.HEADER);
            csv.writeRecord(header);
        });
    }

    /**
     * Begins with none.
     *
     * @param path where they are to be written, if anywhere
     * @throws QuickStartFailed if there is something at that path already, or nothing can be written there
     */
    static RefusedRows to(Optional<Path> path) {
        try {
            return new RefusedRows(path);
        } catch (FileAlreadyExistsException e) {
            throw new QuickStartFailed("The file for refused rows " + e.getFile()
                    + " is there already, and is not overwritten; name another, or remove it.");
        } catch (IOException | UncheckedIOException e) {
            throw unwritable(path, e);
        }
    }

    /** Takes one that breaks a rule of the library. */
    void add(long line, String rule, String reason, List<String> fields, Report report) {
        add(line, rule, reason, fields, report, "[" + rule + "] " + reason);
    }

    /** Takes one that could not even be made a row. */
    void addMalformed(long line, String reason, List<String> fields, Report report) {
        add(line, "", reason, fields, report, reason);
    }

    private void add(long line, String rule, String reason, List<String> fields, Report report, String sentence) {
        if (counts.merge(rule, 1L, Long::sum) == 1) {
            report.line(line, sentence);
        }
        if (file.isPresent()) {
            List<String> record = new ArrayList<>(List.of(Long.toString(line), rule, reason));
            record.addAll(fields);
            try {
                file.get().writeRecord(record);
            } catch (UncheckedIOException e) {
                throw unwritable(path, e);
            }
        }
    }

    /** Says how many there are that were not shown. */
    void show(Report report) {
        counts.forEach((rule, count) -> {
            if (count > 1) {
                report.say("... and " + Report.count(count - 1, "row", "rows") + " more "
                        + (rule.isEmpty() ? "that could not be read." : "refused by " + rule + "."));
            }
        });
    }

    /** Where to look for them, as the end of a sentence. */
    String whereabouts() {
        return "the first of each kind is shown above, and "
                + path.map(written -> "all are in " + written).orElse("-Drefused=FILE writes all to a file");
    }

    private static QuickStartFailed unwritable(Optional<Path> path, Exception cause) {
        return new QuickStartFailed("The refused rows can't be written to "
                + path.map(Path::toString).orElse("") + ": " + cause);
    }

    /** A file is left only if there is something in it. */
    @Override
    public void close() {
        if (file.isPresent()) {
            try {
                file.get().close();
                if (counts.isEmpty()) {
                    Files.delete(path.orElseThrow());
                }
            } catch (IOException | UncheckedIOException e) {
                throw unwritable(path, e);
            }
        }
    }
}
