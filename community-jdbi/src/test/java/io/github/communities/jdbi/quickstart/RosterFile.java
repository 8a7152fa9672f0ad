package io.github.communities.jdbi.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A roster as people keep it: a CSV file in UTF-8, read line by line, so that it may be of any length; or rows that
 * were refused before, and are mended. Not thread-safe.
 */
final class RosterFile implements AutoCloseable {
    /** The columns of a row. */
    static final List<String> HEADER = List.of("organization", "community", "project", "user", "role");

    /** How many columns a row has. */
    static final int COLUMNS = HEADER.size();

    private final Path path;
    private RosterLine.Collector collector;
    private CsvReader<RosterLine> reader;
    private Iterator<RosterLine> lines;
    private long lastLine;
    private int skippedColumns;

    private RosterFile(Path path) throws IOException {
        this.path = path;
        this.collector = new RosterLine.Collector();
        this.reader = reader(path, collector);
        this.lines = reader.iterator();
    }

    /**
     * Opens a roster.
     *
     * @throws QuickStartFailed if there is none at that path, or its columns are others
     */
    static RosterFile open(Path path) {
        if (!Files.exists(path)) {
            throw new QuickStartFailed("There is no roster " + path + ".");
        }
        if (Files.isDirectory(path)) {
            throw new QuickStartFailed("The roster " + path + " is a folder; it must be a CSV file.");
        }
        try {
            RosterFile roster = new RosterFile(path);
            roster.skipHeader();
            return roster;
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** Without it nobody knows what the columns mean, and a guess would give roles to the wrong people. */
    private void skipHeader() {
        Optional<RosterLine> first = next();
        if (first.isPresent() && isOfRefused(first.get().fields())) {
            skippedColumns = RefusedRows.COLUMNS.size();
        } else if (!first.map(RosterLine::fields).equals(Optional.of(HEADER))) {
            close();
            throw new QuickStartFailed("line " + first.map(RosterLine::number).orElse(1L) + ": the roster " + path
                    + " does not begin with the header " + String.join(",", HEADER) + ". Nothing was brought in.");
        }
    }

    private static boolean isOfRefused(List<String> header) {
        return header.size() == RefusedRows.COLUMNS.size() + COLUMNS
                && header.subList(0, RefusedRows.COLUMNS.size()).equals(RefusedRows.COLUMNS)
                && header.subList(RefusedRows.COLUMNS.size(), header.size()).equals(HEADER);
    }

    /** The lines that have not been read yet. */
    Stream<RosterLine> lines() {
        return Stream.iterate(next(), Optional::isPresent, line -> next())
                .flatMap(Optional::stream)
                .map(line -> line.without(skippedColumns));
    }

    private Optional<RosterLine> next() {
        try {
            if (!lines.hasNext()) {
                return Optional.empty();
            }
            RosterLine line = lines.next();
            lastLine = line.number();
            return Optional.of(line);
        } catch (CsvParseException e) {
            return Optional.of(skipFailed(e));
        } catch (UncheckedIOException e) {
            throw unreadable(path, e);
        }
    }

    /** The parser can't go on where quotes don't match; a new one can, at the line that follows. */
    private RosterLine skipFailed(CsvParseException failure) {
        RosterLine failed = collector.failed();
        if (failed.number() <= lastLine) {
            throw unreadable(path, failure);
        }
        lastLine = failed.number();
        close();
        try {
            collector = new RosterLine.Collector();
            reader = reader(path, collector);
            reader.skipLines(Math.toIntExact(lastLine));
            lines = reader.iterator();
        } catch (IOException | CsvParseException e) {
            throw unreadable(path, e);
        }
        return failed;
    }

    private static CsvReader<RosterLine> reader(Path path, RosterLine.Collector collector) throws IOException {
        return CsvReader.builder()
                .detectBomHeader(true)
                .allowUnclosedQuote(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .build(collector, path, UTF_8);
    }

    private static QuickStartFailed unreadable(Path path, Exception cause) {
        return new QuickStartFailed("The roster " + path + " can't be read: " + cause);
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }
}
