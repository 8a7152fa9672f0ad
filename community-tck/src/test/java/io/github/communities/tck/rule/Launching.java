package io.github.communities.tck.rule;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs test classes with the JUnit platform's own launcher, in this process or, as a program, in one of its own. */
public final class Launching {

    private Launching() {}

    /** What the tests of a class throw whose ids have a text in them; what runs here reaches no report. */
    public static List<Throwable> thrown(String engine, Class<?> suite, String test) {
        return EngineTestKit.engine(engine)
                .selectors(DiscoverySelectors.selectClass(suite))
                .configurationParameter("jqwik.database", "target/jqwik-database-of-samples")
                .configurationParameter("jqwik.reporting.usejunitplatform", "true")
                .execute()
                .testEvents()
                .finished()
                .stream()
                .filter(event ->
                        event.getTestDescriptor().getUniqueId().toString().contains(test))
                .flatMap(event -> event.getRequiredPayload(TestExecutionResult.class).getThrowable().stream())
                .toList();
    }

    /** Runs the named classes with what the platform finds by itself, as a build does. */
    public static void main(String... names) throws ClassNotFoundException {
        Class<?>[] classes = new Class<?>[names.length];
        for (int i = 0; i < names.length; i++) {
            classes[i] = Class.forName(names[i]);
        }
        run(classes);
    }

    /** Runs classes with the listeners that the platform finds by itself. */
    static void run(Class<?>... classes) {
        LauncherFactory.create().execute(request(classes).build());
    }

    /** Runs classes and reports to this file, whoever else runs tests in this process. */
    static void run(Path report, Class<?>... classes) {
        LauncherConfig alone = LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .addTestExecutionListeners(new RuleReport(report))
                .build();
        LauncherFactory.create(alone)
                .execute(request(classes)
                        // Nor to remember: the default is a file in the working directory.
                        .configurationParameter(
                                "jqwik.database",
                                report.resolveSibling("jqwik-database").toString())
                        .build());
    }

    private static LauncherDiscoveryRequestBuilder request(Class<?>... classes) {
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(Arrays.stream(classes)
                        .map(DiscoverySelectors::selectClass)
                        .toArray(DiscoverySelector[]::new))
                // The planted failures are nobody's to read.
                .configurationParameter("jqwik.reporting.usejunitplatform", "true");
    }
}
