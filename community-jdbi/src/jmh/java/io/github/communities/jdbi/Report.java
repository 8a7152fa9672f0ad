package io.github.communities.jdbi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Writes what has come of a run so far: all of it to a summary, and for people beside it a table and a plot. */
final class Report {
    private final Path summary;
    private final List<String> chosen;
    private final boolean quick;

    /**
     * To a file.
     *
     * @param chosen by which parts of their names the measures were chosen; none if all were run
     * @param quick whether the figures are rough
     */
    Report(Path summary, List<String> chosen, boolean quick) {
        this.summary = summary.toAbsolutePath();
        this.chosen = chosen;
        this.quick = quick;
    }

    void write(List<Row> rows) throws IOException {
        List<String> lines = new ArrayList<>(List.of("measure,ours,reference,ratio,goal,met"));
        rows.forEach(row -> lines.add(row.csv()));
        Files.createDirectories(summary.getParent());
        Files.write(summary, lines);
        Files.write(summary.resolveSibling("table.md"), table(rows));
        ChecksPlot plot = ChecksPlot.of(rows);
        if (!plot.isEmpty()) {
            Files.writeString(summary.resolveSibling("checks.svg"), plot.svg());
        }
    }

    private List<String> table(List<Row> rows) throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "Made by " + command() + " on " + machine() + ", "
                        + DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH)
                                .format(LocalDate.now(ZoneOffset.UTC))
                        + (quick ? "; quick figures are rough, and say nothing of whether goals are met." : "."),
                "",
                "| measure | ours | reference | unit | ratio | goal |",
                "| --- | ---: | ---: | --- | ---: | --- |"));
        rows.forEach(row -> lines.add(row.markdown(quick)));
        return lines;
    }

    private String command() {
        return "`-Pjmh" + (quick ? " -Djmh.quick=true" : "")
                + (chosen.isEmpty() ? "" : " -Djmh.only=" + String.join(",", chosen)) + "`";
    }

    /** What kind of machine it is, and nothing of which one. */
    private static String machine() throws IOException {
        return Runtime.getRuntime().availableProcessors() + " cores of " + processor() + ", "
                + System.getProperty("os.name") + ", JDK " + Runtime.version();
    }

    private static String processor() throws IOException {
        Path known = Path.of("/proc/cpuinfo");
        if (!Files.exists(known)) {
            return System.getProperty("os.arch");
        }
        try (Stream<String> lines = Files.lines(known)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.replaceFirst(".*: ", ""))
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        }
    }
}
