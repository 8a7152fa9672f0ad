package io.github.communities.tck.rule;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The end of a build: was every rule of the {@link Specification} shown on every store?
 *
 * <p>It was if on each store at least one test cites it, and every test that does passed or is unsupported with a
 * reason. What the kit's suites, which are classes with nested ones, show on one store they have to show on each. The
 * stores are those that were asked for and those that a report names besides, {@value StoreName#NONE}
 * excepted. A test that failed or was skipped, or that cites an id the specification does not know, is a fault on any
 * of them, and so is a report that is not there or cannot be read.
 *
 * <p>Stateless and thread-safe.
 */
public final class RulesCheck {

    private static final String USAGE = "usage: --stores NAME[,NAME…] RULES.CSV… [--beside RULES.CSV]…";

    private RulesCheck() {}

    /**
     * Checks reports and prints one line if all is well; for the command line and for build tools. Where
     * {@link RuleFilter} left tests out, nothing is checked.
     *
     * @param args {@code --stores}, the names of the stores that must appear, separated by commas; the paths of the
     *     reports; and, each after {@code --beside}, the paths of those of other modules, which need not be there
     * @throws IllegalArgumentException if the arguments are not these
     * @throws AssertionError if a rule was not shown, with the list of all faults
     */
    public static void main(String... args) {
        NavigableSet<String> stores = new TreeSet<>();
        List<Path> reports = new ArrayList<>();
        List<Path> beside = new ArrayList<>();
        Objects.requireNonNull(args, "args");
        for (int i = 0; i < args.length; i++) {
            Objects.requireNonNull(args[i], "args");
            if (!args[i].startsWith("--")) {
                reports.add(Path.of(args[i]));
            } else if (args[i].equals("--stores") && i + 1 < args.length) {
                i++;
                Arrays.stream(args[i].split(",", -1)).map(String::strip).forEach(stores::add);
            } else if (args[i].equals("--beside") && i + 1 < args.length) {
                i++;
                Optional.of(Path.of(args[i])).filter(Files::exists).ifPresent(beside::add);
            } else {
                throw new IllegalArgumentException(args[i] + " is not understood; " + USAGE);
            }
        }
        if (stores.isEmpty() || stores.contains("") || reports.isEmpty()) {
            throw new IllegalArgumentException("stores and reports must be named; " + USAGE);
        }
        if (RuleFilter.isOn()) {
            System.out.println("Not checked whether each rule was shown: only some were run.");
            return;
        }
        reports.addAll(beside);
        System.out.println(check(Specification.read(), stores, reports));
    }

    /**
     * Checks reports.
     *
     * @param specification the rules to be shown
     * @param stores the names of the stores that must appear, at least one
     * @param reports the files that {@link RuleReport} wrote; taken together, a test that is in several of them counts
     *     with its worst result
     * @return one line that says what was shown
     * @throws AssertionError if a rule was not shown, with the list of all faults
     * @throws UncheckedIOException if a report is there but cannot be read
     */
    public static String check(Specification specification, Set<String> stores, Collection<Path> reports) {
        Objects.requireNonNull(specification, "specification");
        Objects.requireNonNull(stores, "stores").forEach(store -> Objects.requireNonNull(store, "stores"));
        Objects.requireNonNull(reports, "reports").forEach(report -> Objects.requireNonNull(report, "reports"));
        List<String> faults = new ArrayList<>();
        SortedMap<Citation, RuleResult> results = readAll(reports, faults);

        NavigableSet<String> all = new TreeSet<>(stores);
        results.keySet().stream()
                .map(Citation::store)
                .filter(store -> !store.equals(StoreName.NONE))
                .forEach(all::add);
        for (String store : all) {
            Set<String> cited = results.keySet().stream()
                    .filter(citation -> citation.store().equals(store))
                    .map(Citation::rule)
                    .collect(Collectors.toSet());
            if (cited.isEmpty()) {
                faults.add("store " + store + ": no test ran on it");
                continue;
            }
            specification.rules().stream()
                    .filter(rule -> !cited.contains(rule))
                    .forEach(rule -> faults.add(rule + " on " + store + ": no test shows it"));
        }

        requireSame(all, results.keySet(), faults);

        Set<String> known = Set.copyOf(specification.rules());
        results.forEach((citation, result) -> {
            String where = citation.rule() + " on " + citation.store() + ": ";
            if (!known.contains(citation.rule())) {
                faults.add(where + "not in the specification, but cited by " + citation.test());
            }
            switch (result.kind()) {
                case FAILED, SKIPPED -> faults.add(where + result + ": " + citation.test());
                case UNSUPPORTED -> {
                    if (result.reason().isEmpty()) {
                        faults.add(where + "unsupported without a reason: " + citation.test());
                    }
                }
                case PASSED -> {}
            }
        });
        if (!faults.isEmpty()) {
            throw new AssertionError(faults.stream()
                    .collect(Collectors.joining(
                            "\n  ", "Not every rule was shown on every store; faults: " + faults.size() + "\n  ", "")));
        }
        Map<RuleResult.Kind, Long> counts = results.values().stream()
                .collect(Collectors.groupingBy(RuleResult::kind, TreeMap::new, Collectors.counting()));
        return specification.rules().size() + " rules shown on " + String.join(", ", all) + ": " + counts;
    }

    /** The suites have to run as a whole on every store. */
    private static void requireSame(Set<String> stores, Set<Citation> citations, List<String> faults) {
        SortedMap<String, Set<String>> storesByTest = new TreeMap<>();
        citations.forEach(citation -> citation.inSuite()
                .ifPresent(test -> storesByTest
                        .computeIfAbsent(citation.rule() + " by " + test, key -> new TreeSet<>())
                        .add(citation.store())));
        storesByTest.forEach((test, ran) -> stores.stream()
                .filter(store -> !ran.contains(store) && !ran.equals(Set.of(StoreName.NONE)))
                .forEach(store ->
                        faults.add(test + ": did not run on " + store + ", but on " + String.join(", ", ran))));
    }

    private static SortedMap<Citation, RuleResult> readAll(Collection<Path> reports, List<String> faults) {
        SortedMap<Citation, RuleResult> results = new TreeMap<>();
        for (Path report : reports) {
            if (!Files.exists(report)) {
                faults.add(report + ": not there, so no test of that module cited a rule");
                continue;
            }
            try {
                RulesFile.read(report)
                        .forEach((citation, result) -> results.merge(citation, result, RuleResult::worse));
            } catch (IllegalArgumentException e) {
                faults.add(report + ": " + e.getMessage());
            } catch (IOException e) {
                throw new UncheckedIOException(report + " cannot be read", e);
            }
        }
        return results;
    }
}
