package io.github.communities.tck.rule;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Writes what really ran: for each test that cites a {@link Rule} a row {@code rule,store,test,result} in
 * {@code target/rules.csv}.
 *
 * <p>The results are {@code passed}, {@code failed}, {@code skipped} and {@code unsupported:} with its reason. All
 * invocations of one method are one row, with the worst of their results: failed, then skipped, then unsupported, then
 * passed. What befalls a container befalls each test in it, so that a {@code @BeforeAll} that fails does not silently
 * take its tests away; a method of which nothing ran at all is skipped. Jupiter, jqwik and whatever other engine names
 * its classes and methods are seen alike.
 *
 * <p>The file lies in the folder of the module (the system property {@code basedir}, which Maven sets, or else the
 * working directory); the system property {@value #FILE_PROPERTY} names another. If it is there already, its rows stay
 * and of two results of one test the worse is kept, since forks and repeated runs of one build share the file; a build
 * therefore deletes it before it runs its tests. Where no test cites a rule, nothing is written.
 *
 * <p>The JUnit platform finds this class by itself where the kit is on the class path. Of launchers that run inside
 * each other's tests only the outermost is reported: a test of tests, such as one that lets a wrong store fail, must
 * not count. {@code EngineTestKit} has no listeners of this kind. If the file cannot be written, the platform logs the
 * exception and goes on; {@link RulesCheck} then misses the rows. Thread-safe as far as the platform asks for it: one
 * run at a time, its events from any thread.
 */
public final class RuleReport implements TestExecutionListener {

    /** The system property that says where the report goes: {@value}. */
    public static final String FILE_PROPERTY = "communities.rules.csv";

    /** Whether a launcher of this process runs tests: those that start meanwhile run inside of one. */
    private static final AtomicBoolean RUNNING = new AtomicBoolean();

    private final @Nullable Path file;
    private final Map<Citation, RuleResult> results = new ConcurrentHashMap<>();
    private volatile @Nullable TestPlan running;

    /** Called by the JUnit platform through {@link java.util.ServiceLoader}. */
    public RuleReport() {
        this.file = null;
    }

    /** For the tests of the kit: always reports, and to this file. */
    RuleReport(Path file) {
        this.file = file;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        if (file != null || RUNNING.compareAndSet(false, true)) {
            running = plan;
        }
    }

    @Override
    public void executionSkipped(TestIdentifier identifier, String reason) {
        record(identifier, RuleResult.SKIPPED);
    }

    @Override
    public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
        switch (result.getStatus()) {
            case FAILED -> record(identifier, RuleResult.FAILED);
            case ABORTED ->
                record(
                        identifier,
                        result.getThrowable()
                                .flatMap(Unsupported::reasonOf)
                                .map(RuleResult::unsupported)
                                .orElse(RuleResult.SKIPPED));
            case SUCCESSFUL -> {
                // A container that ends well says nothing of what was in it.
                if (identifier.isTest()) {
                    record(identifier, RuleResult.PASSED);
                }
            }
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        if (running == null) {
            return;
        }
        try {
            for (TestIdentifier root : plan.getRoots()) {
                forEachTest(
                        plan,
                        root,
                        test -> test.citations()
                                .forEach(citation -> results.putIfAbsent(citation, RuleResult.SKIPPED)));
            }
            if (!results.isEmpty()) {
                RulesFile.merge(file == null ? fileOfThisModule() : file, results);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            results.clear();
            running = null;
            if (file == null) {
                RUNNING.set(false);
            }
        }
    }

    private static Path fileOfThisModule() {
        String named = System.getProperty(FILE_PROPERTY);
        return named == null ? Path.of(System.getProperty("basedir", ""), "target", "rules.csv") : Path.of(named);
    }

    private void record(TestIdentifier identifier, RuleResult result) {
        TestPlan plan = running;
        if (plan != null) {
            forEachTest(
                    plan,
                    identifier,
                    test -> test.citations().forEach(citation -> results.merge(citation, result, RuleResult::worse)));
        }
    }

    /** The test that the node belongs to, or else all tests below it. */
    private static void forEachTest(TestPlan plan, TestIdentifier node, Consumer<RuleTest> action) {
        List<TestSource> path =
                RuleTest.path(node, plan::getParent, TestIdentifier::getSource, TestIdentifier::getUniqueIdObject);
        Optional<RuleTest> test = RuleTest.at(path);
        if (test.isPresent()) {
            action.accept(test.get());
        } else if (!plan.getChildren(node).isEmpty()) {
            plan.getChildren(node).forEach(child -> forEachTest(plan, child, action));
        } else {
            List<Class<?>> classes = RuleTest.classesOf(path);
            if (!classes.isEmpty()) {
                forEachTest(classes, action);
            }
        }
    }

    /** The tests of a class template of which no invocation was made: the plan does not have them. */
    private static void forEachTest(List<Class<?>> classes, Consumer<RuleTest> action) {
        Class<?> innermost = classes.get(classes.size() - 1);
        ReflectionSupport.findMethods(
                        innermost,
                        method -> AnnotationSupport.isAnnotated(method, Testable.class),
                        HierarchyTraversalMode.TOP_DOWN)
                .forEach(method -> action.accept(new RuleTest(classes, method)));
        ReflectionSupport.findNestedClasses(innermost, nested -> AnnotationSupport.isAnnotated(nested, Nested.class))
                .forEach(nested -> {
                    List<Class<?>> deeper = new ArrayList<>(classes);
                    deeper.add(nested);
                    forEachTest(deeper, action);
                });
    }
}
