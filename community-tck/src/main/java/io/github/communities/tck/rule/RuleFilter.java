package io.github.communities.tck.rule;

import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestSource;
import org.junit.platform.launcher.PostDiscoveryFilter;

/**
 * Runs the tests of some rules on some stores, and no others: those that cite one of the rules in the system property
 * {@value #RULE}, and run on one of the stores in {@value #STORE}. Several are separated by commas; a property that is
 * not set leaves the choice to the other, and where neither is, everything runs.
 *
 * <p>A rule that the {@link Specification} does not know, or a store that no {@link StoreName} gives, fails the run and
 * names those there are. Stores are looked for in the folders of the class path; a build of several modules names those
 * of all of them in {@value #STORES}.
 *
 * <p>The JUnit platform finds this class by itself where the kit is on the class path. Immutable.
 */
public final class RuleFilter implements PostDiscoveryFilter {
    /** The system property with the ids of the rules to show: {@value}. */
    public static final String RULE = "communities.rule";

    /** The system property with the names of the stores to show them on: {@value}. */
    public static final String STORE = "communities.store";

    /** The system property with the names of stores that other modules test: {@value}. */
    public static final String STORES = "communities.stores";

    private final Set<String> rules;
    private final Set<String> stores;
    private final List<String> faults = new ArrayList<>();

    /** Called by the JUnit platform through {@link java.util.ServiceLoader}: what the system properties say. */
    public RuleFilter() {
        this(named(RULE), named(STORE));
        noteUnknown(RULE, rules, () -> Specification.read().rules());
        noteUnknown(STORE, stores, RuleFilter::storesThereAre);
    }

    /** Of these rules, or of any if there is none; on these stores, or on any if there is none. */
    RuleFilter(Set<String> rules, Set<String> stores) {
        this.rules = rules;
        this.stores = stores;
    }

    /** Whether anything is left out. */
    static boolean isOn() {
        return !named(RULE).isEmpty() || !named(STORE).isEmpty();
    }

    @Override
    public FilterResult apply(TestDescriptor node) {
        if (!faults.isEmpty()) {
            // Not in the constructor: what it throws is shown as a fault of this class.
            throw new IllegalArgumentException(String.join("\n", faults));
        }
        List<TestSource> path =
                RuleTest.path(node, TestDescriptor::getParent, TestDescriptor::getSource, TestDescriptor::getUniqueId);
        // What is no test may hold some; if it holds none in the end, it is left out by the platform.
        return FilterResult.includedIf(RuleTest.at(path).map(this::shows).orElse(true));
    }

    private boolean shows(RuleTest test) {
        return (rules.isEmpty() || test.rules().stream().anyMatch(rules::contains))
                && (stores.isEmpty() || stores.contains(test.store()));
    }

    private static Set<String> named(String property) {
        return Arrays.stream(System.getProperty(property, "").split(",", -1))
                .map(String::strip)
                .filter(Predicate.not(String::isEmpty))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void noteUnknown(String property, Set<String> named, Supplier<Collection<String>> known) {
        if (named.isEmpty()) {
            return;
        }
        Collection<String> all = known.get();
        Set<String> unknown = new TreeSet<>(named);
        unknown.removeAll(all);
        // Where a build only looks for tests, in a process of its own, no store may be in sight.
        if (!all.isEmpty() && !unknown.isEmpty()) {
            faults.add("-D" + property + ": there is no " + String.join(", ", unknown) + "; there are "
                    + String.join(", ", all));
        }
    }

    private static Set<String> storesThereAre() {
        Set<String> stores = named(STORES);
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(Files::isDirectory)
                .map(Path::toUri)
                .flatMap(RuleFilter::storesIn)
                .forEach(stores::add);
        return stores;
    }

    private static Stream<String> storesIn(URI folder) {
        return ReflectionSupport.findAllClassesInClasspathRoot(folder, type -> !type.isMemberClass(), name -> true)
                .stream()
                .flatMap(type -> AnnotationSupport.findAnnotation(type, StoreName.class).stream())
                .map(StoreName::value);
    }
}
