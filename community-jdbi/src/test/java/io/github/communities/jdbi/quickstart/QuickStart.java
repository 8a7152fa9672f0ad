package io.github.communities.jdbi.quickstart;

import io.github.communities.Communities;
import io.github.communities.organization.RosterReport;
import java.io.PrintStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * An example host: an application that embeds the library. It keeps its data in an H2 file, brings in a roster of
 * people and teams, lets people sign in, and asks who may do what.
 *
 * <p>{@code -Droster=FILE} brings in another roster than its own small one, {@code -Drefused=FILE} writes the rows that
 * were refused to a file, and {@code -Ddatabase=FILE} keeps the database. Relative paths are from the folder in which
 * it was started.
 */
final class QuickStart {
    private final Optional<Path> roster;
    private final Optional<Path> refused;
    private final Optional<Path> database;
    private final Report report;

    QuickStart(Optional<Path> roster, Optional<Path> refused, Optional<Path> database, PrintStream out) {
        this.roster = roster.map(QuickStart::absolute);
        this.refused = refused.map(QuickStart::absolute);
        this.database = database.map(QuickStart::absolute);
        this.report = new Report(out);
    }

    /** Failures are thrown: to end the JVM would end Maven, in which this runs. */
    public static void main(String[] args) {
        new QuickStart(path("roster"), path("refused"), path("database"), System.out).run();
    }

    private static Optional<Path> path(String property) {
        return Optional.ofNullable(System.getProperty(property))
                .filter(value -> !value.isBlank())
                .map(Path::of);
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    /**
     * Runs it all.
     *
     * @throws QuickStartFailed if a file could not be used, or a row of the roster was refused
     */
    void run() {
        try (RosterFile rows = RosterFile.open(roster.orElseGet(QuickStart::sample));
                RefusedRows refusedRows = RefusedRows.to(refused);
                HostDatabase data = HostDatabase.at(database)) {
            report.title("Communities: an example host");
            describe(data);
            Intake.Result result = data.open(communities -> live(communities, rows, refusedRows));
            report.section("What is in the database now, closed and opened again");
            data.open(communities -> new Inventory(communities.host(), report).show(result.before()));
            new Together(report).show();
            if (result.rows().refused() > 0) {
                throw new QuickStartFailed(Report.number(result.rows().refused()) + " of "
                        + Report.count(result.rows().rows(), "row", "rows")
                        + " could not be brought in; " + refusedRows.whereabouts() + ".");
            }
        }
    }

    private void describe(HostDatabase data) {
        report.section("The database");
        report.say((data.exists() ? "H2, opened again: " : "H2, new: ") + data.file());
        if (data.isTemporary()) {
            report.say("It goes when this ends; -Ddatabase=FILE keeps it, and a second run on it changes nothing.");
        }
    }

    private Intake.Result live(Communities communities, RosterFile rows, RefusedRows refusedRows) {
        report.section(roster.map(path -> "The roster " + path).orElse("The roster, a small sample"));
        long start = System.nanoTime();
        Intake.Result result = new Intake(communities.host(), report, refusedRows).bringIn(rows);
        RosterReport counts = result.rows();
        report.say(String.format(
                Locale.ENGLISH,
                "%s in %.1f s: %s added, %s unchanged, %s refused.",
                Report.count(counts.rows(), "row", "rows"),
                (System.nanoTime() - start) / 1e9,
                Report.number(counts.added()),
                Report.number(counts.unchanged()),
                Report.number(counts.refused())));
        result.someone().ifPresent(someone -> new Tour(communities, report).show(someone));
        return result;
    }

    private static Path sample() {
        try {
            URI sample = Objects.requireNonNull(QuickStart.class.getResource("sample.csv"))
                    .toURI();
            return Path.of(sample);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
