package io.github.communities.jdbi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks of the store, each against its reference in the same run, turn by turn, and writes what came of
 * it to {@code summary.csv}. What counts is the median of the ratios of the turns, since machines are shared and noisy.
 */
public final class StoreBenchmarks {
    private static final double NANOS = 1_000_000;

    private final boolean quick;
    private final Map<String, String> urls;

    private StoreBenchmarks(boolean quick, Map<String, String> urls) {
        this.quick = quick;
        this.urls = urls;
    }

    /**
     * Runs all; the first argument is where the summary goes, and further ones choose measures by a part of their name.
     */
    public static void main(String[] args) throws IOException {
        // Either way, for the servers' threads would keep the process from ending.
        Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> {
            System.getLogger("io.github.communities").log(Level.ERROR, "a benchmark failed", failure);
            System.exit(1);
        });
        run(args);
        System.exit(0);
    }

    private static void run(String[] args) throws IOException {
        List<String> chosen = Stream.of(args)
                .skip(1)
                .flatMap(texts -> Stream.of(texts.split(",")))
                .filter(text -> !text.isEmpty())
                .toList();
        List<Measure> measures = Measures.ALL.stream()
                .filter(measure -> chosen.isEmpty() || chosen.stream().anyMatch(measure.name()::contains))
                .toList();
        boolean quick = Boolean.getBoolean("jmh.quick");
        Path folder = Files.createTempDirectory("communities-jmh");
        try {
            Map<String, String> urls = new LinkedHashMap<>();
            for (Measure measure : measures) {
                measure.goals().keySet().forEach(database -> urls.computeIfAbsent(database, name -> url(name, folder)));
            }
            prepare(urls.values());
            StoreBenchmarks benchmarks = new StoreBenchmarks(quick, urls);
            List<Row> rows = new ArrayList<>();
            Report report = new Report(Path.of(args[0]), chosen, quick);
            for (Measure measure : measures) {
                rows.addAll(benchmarks.run(measure));
                report.write(rows); // each time, so that a run that ends early was not for nothing
            }
            System.out.println();
            rows.forEach(row -> System.out.println(row.csv()));
        } finally {
            delete(folder);
        }
    }

    /** That of a database; none where everything is in memory. */
    private static @Nullable String url(String database, Path folder) {
        return switch (database) {
            case "h2" -> "jdbc:h2:file:" + folder.resolve("db") + ";USER=sa;WRITE_DELAY=0";
            case "postgresql" ->
                PostgresServer.only().url(PostgresServer.only().create().name());
            case "mariadb" ->
                MariaDbServer.only().url(MariaDbServer.only().create().name());
            default -> null;
        };
    }

    /** All databases at once, as most of it is waiting for them. */
    private static void prepare(Collection<String> urls) {
        if (urls.isEmpty()) {
            return;
        }
        ExecutorService threads = Executors.newFixedThreadPool(urls.size());
        try {
            List<Callable<String>> tasks = urls.stream()
                    .<Callable<String>>map(url -> () -> {
                        try (Ground ground = Ground.at(url)) {
                            ground.prepare();
                        }
                        return url;
                    })
                    .toList();
            for (Future<String> task : threads.invokeAll(tasks)) {
                System.out.println("Prepared " + task.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a database can't be prepared", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Row> run(Measure measure) {
        List<Row> rows = new ArrayList<>();
        for (String database : measure.goals().keySet()) {
            List<Row> turns = new ArrayList<>();
            for (int turn = 0; turn < (quick || measure.once() ? 1 : 3); turn++) {
                turns.add(turn(measure, database));
            }
            Row median = median(turns);
            rows.add(median);
            System.out.println(median.csv());
        }
        return rows;
    }

    /** That of the ratios, of which there is an odd number. */
    private static Row median(List<Row> turns) {
        turns.sort(Comparator.comparingDouble(Row::ratio));
        return turns.get(turns.size() / 2);
    }

    private Row turn(Measure measure, String database) {
        RunResult result = result(measure, database);
        double turns = sum(result, "turns");
        double ours = sum(result, "ours") / turns / NANOS;
        double reference = sum(result, "reference") / turns / NANOS;
        return measure.isRate()
                ? new Row(measure, database, 1_000 / ours, 1_000 / reference)
                : new Row(measure, database, ours, reference);
    }

    private static double sum(RunResult result, String counter) {
        return Objects.requireNonNull(result.getSecondaryResults().get(counter)).getScore();
    }

    private RunResult result(Measure measure, String database) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(measure.benchmark().getName() + "\\." + measure.method() + "$")
                .param("database", database)
                .mode(measure.once() ? measure.mode() : Mode.AverageTime)
                .timeUnit(TimeUnit.MILLISECONDS)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .forks(1)
                .warmupIterations(measure.once() ? 0 : quick ? 2 : 4)
                .warmupTime(TimeValue.milliseconds(quick ? 2_500 : 4_000))
                .measurementIterations(measure.once() ? 1 : quick ? 2 : 4)
                .measurementTime(TimeValue.milliseconds(quick ? 1_000 : 3_000))
                .jvmArgsAppend(Stream.concat(
                                Stream.of(
                                        "-Droster=" + System.getProperty("roster", ""),
                                        "-Djmh.quick=" + quick,
                                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"),
                                urls.entrySet().stream().map(url -> "-Dground." + url.getKey() + "=" + url.getValue()))
                        .toArray(String[]::new));
        try {
            return new Runner(options.build()).run().iterator().next();
        } catch (RunnerException e) {
            throw new IllegalStateException(measure.name() + " on " + database, e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
