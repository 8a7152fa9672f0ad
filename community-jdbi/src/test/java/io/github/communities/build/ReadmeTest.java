package io.github.communities.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.partitioningBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedClass;

import io.github.communities.policy.Policy;
import io.github.communities.tck.DomainConformance;
import io.github.communities.tck.domain.member.MemberRemovalRules;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** What the README says is so: its commands, its dependencies, its code, its tables and its links. */
final class ReadmeTest {
    /** What the README leaves out: all that a host may import. */
    private static final List<String> IMPORTS = List.of(
            "io.github.communities.*",
            "io.github.communities.access.*",
            "io.github.communities.billing.*",
            "io.github.communities.change.*",
            "io.github.communities.channel.*",
            "io.github.communities.community.*",
            "io.github.communities.core.*",
            "io.github.communities.core.memory.*",
            "io.github.communities.decision.*",
            "io.github.communities.error.*",
            "io.github.communities.invitation.*",
            "io.github.communities.jdbi.*",
            "io.github.communities.organization.*",
            "io.github.communities.policy.*",
            "io.github.communities.project.*",
            "io.github.communities.spi.*",
            "io.github.communities.spi.record.*",
            "io.github.communities.tck.*",
            "io.github.communities.tck.fixture.*",
            "io.github.communities.tck.property.*",
            "io.github.communities.tck.rule.*",
            "io.micrometer.core.instrument.FunctionCounter",
            "io.micrometer.core.instrument.Gauge",
            "io.micrometer.core.instrument.MeterRegistry",
            "io.micrometer.core.instrument.Metrics",
            "net.jqwik.api.*",
            "java.time.Duration",
            "java.util.Collection",
            "java.util.Comparator",
            "java.util.HashMap",
            "java.util.HashSet",
            "java.util.List",
            "java.util.Map",
            "java.util.NavigableMap",
            "java.util.Objects",
            "java.util.Optional",
            "java.util.Set",
            "java.util.TreeMap",
            "java.util.concurrent.ConcurrentHashMap",
            "java.util.concurrent.locks.ReentrantLock",
            "java.util.function.Function",
            "java.util.function.Predicate",
            "java.util.function.Supplier",
            "java.util.stream.Collectors",
            "java.util.stream.Stream",
            "javax.sql.DataSource",
            "org.h2.jdbcx.JdbcConnectionPool",
            "org.jdbi.v3.core.Handle",
            "org.jdbi.v3.core.Jdbi",
            "org.jdbi.v3.core.statement.Query",
            "static io.github.communities.Permission.*",
            "static io.github.communities.Role.*",
            "static java.nio.charset.StandardCharsets.UTF_8");

    private static final Pattern LINK = Pattern.compile("]\\(([^)]+)\\)");

    private final Readme readme = Readme.read();

    @TempDir
    Path classes;

    @Test
    void names_exactly_two_commands() {
        List<String> commands = readme.blocks("bash").stream()
                .flatMap(String::lines)
                .map(line -> line.replaceFirst("\\s+#.*", ""))
                .toList();

        assertEquals(List.of("mvn -q -Pquickstart verify", "mvn verify"), commands);
        assertEquals(commands.size(), readme.text().split("mvn ", -1).length - 1, "and none in the prose");
    }

    @Test
    void names_dependencies_that_exist() throws IOException, SAXException, ParserConfigurationException {
        Pom parent = Pom.parent();
        Map<String, String> expected = new HashMap<>();
        for (String module : parent.texts("/project/modules/module")) {
            expected.put(
                    "io.github.communities:" + module,
                    parent.texts("/project/version").get(0));
        }
        expected.put("com.h2database:h2", parent.fill("${h2.version}"));

        for (String block : readme.blocks("xml")) {
            Element root = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader("<dependencies>" + block + "</dependencies>")))
                    .getDocumentElement();
            NodeList dependencies = root.getElementsByTagName("dependency");
            assertTrue(dependencies.getLength() > 0, "has dependencies");
            for (int i = 0; i < dependencies.getLength(); i++) {
                Element dependency = (Element) dependencies.item(i);
                String name = text(dependency, "groupId") + ":" + text(dependency, "artifactId");
                assertEquals(expected.get(name), text(dependency, "version"), name);
            }
        }
    }

    private static String text(Element parent, String name) {
        return parent.getElementsByTagName(name).item(0).getTextContent();
    }

    @Test
    void shows_code_that_compiles_and_does_what_it_says() throws IOException, ReflectiveOperationException {
        compile(program());
        MeterRegistry registry = new SimpleMeterRegistry();
        Metrics.addRegistry(registry);

        String printed = run();

        Metrics.removeRegistry(registry);
        assertContains("user/bob may not community.manageAccess at community acme/", printed);
        assertContains("nearest missing grant: communities.admin at community acme/", printed);
        assertContains("[DEF-2] 'Acme Team' is the default community of", printed);
        assertContains("true: run, project acme/", printed);
        assertContains("graph LR", printed);
        assertContains("[Apollo]", printed);
        assertContains("`project.audit`", printed);
        assertEquals(Set.of("PRINCIPAL", "TARGETS"), timed(registry));
        assertTrue(registry.get("access.bytes").gauge().value() > 0);
        assertEquals(1, registry.get("access.hits").functionCounters().size());
    }

    /** What the store was asked for once, and answered in some time. */
    private static Set<String> timed(MeterRegistry registry) {
        return registry.get("access.store").tag("failed", "false").timers().stream()
                .filter(timer -> timer.count() == 1 && timer.totalTime(TimeUnit.NANOSECONDS) > 0)
                .map(timer -> timer.getId().getTag("question"))
                .collect(Collectors.toSet());
    }

    @Test
    void shows_a_store_that_does_all_it_has_to() throws IOException, ReflectiveOperationException {
        requirePassing("MyStoreTest", DiscoverySelectors::selectClass, 50);
    }

    /** The rules of members alone: that all others hold on a store that keeps the contract is shown elsewhere. */
    @Test
    void shows_a_store_on_which_the_domain_is_as_it_has_to_be() throws IOException, ReflectiveOperationException {
        Class<?> ofMembers = Stream.of(DomainConformance.class.getDeclaredClasses())
                .filter(MemberRemovalRules.class::isAssignableFrom)
                .findFirst()
                .orElseThrow();
        requirePassing("MyDomainTest", test -> selectNestedClass(List.of(test), ofMembers), 10);
    }

    private void requirePassing(String name, Function<Class<?>, DiscoverySelector> select, int least)
            throws IOException, ReflectiveOperationException {
        compile(program());

        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            // What runs here does not reach rules.csv, in which there is no store of this name.
            Events tests = EngineTestKit.engine("junit-jupiter")
                    .selectors(select.apply(loader.loadClass(name)))
                    .execute()
                    .testEvents();

            assertEquals(List.of(), tests.failed().list());
            assertTrue(tests.succeeded().count() >= least, () -> "tests: " + tests.list());
        }
    }

    @Test
    void shows_a_property_that_finds_the_mistake_of_a_policy() throws IOException, ReflectiveOperationException {
        compile(program());

        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            List<String> failures = EngineTestKit.engine("jqwik")
                    .selectors(selectClass(loader.loadClass("GuestTest")))
                    .configurationParameter(
                            "jqwik.database", classes.resolve("jqwik").toString())
                    .configurationParameter("jqwik.reporting.usejunitplatform", "true")
                    .execute()
                    .testEvents()
                    .failed()
                    .stream()
                    .flatMap(event -> event.getRequiredPayload(TestExecutionResult.class).getThrowable().stream())
                    .map(Throwable::getMessage)
                    .toList();

            assertEquals(1, failures.size());
            assertContains("      host: LogIn user/bob: changed JOINED\nand there:\n", failures.get(0));
            assertContains(
                    "it must never be that such a person may project.create:\nuser/bob at community acme/",
                    failures.get(0));
        }
    }

    /**
     * All samples, one after the other, as one method, so that those below use what those above have made; but for
     * classes, which stand by themselves: a store, and tests, which are annotated.
     */
    private String program() {
        StringBuilder source = new StringBuilder();
        IMPORTS.forEach(name -> source.append("import ").append(name).append(";\n"));
        Map<Boolean, List<String>> samples = Readme.all().stream()
                .flatMap(page -> page.blocks("java").stream())
                .collect(partitioningBy(block -> block.startsWith("@") || block.startsWith("final class")));
        samples.getOrDefault(true, List.of()).forEach(source::append);
        source.append("public final class Sample {\n    public static void main(String[] args) {\n");
        samples.getOrDefault(false, List.of()).forEach(source::append);
        return source.append("    }\n}\n").toString();
    }

    private void compile(String source) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(diagnostics, Locale.ROOT, UTF_8)) {
            files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
            boolean compiled = compiler.getTask(
                            null, files, diagnostics, List.of("-proc:none"), null, List.of(new Source(source)))
                    .call();
            assertTrue(compiled, () -> "does not compile: " + diagnostics.getDiagnostics() + "\n" + source);
        }
    }

    private String run() throws IOException, ReflectiveOperationException {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            System.setOut(new PrintStream(printed, true, UTF_8));
            loader.loadClass("Sample").getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(before);
        }
        return printed.toString(UTF_8);
    }

    @Test
    void shows_the_two_policies_as_they_are() {
        for (Policy policy : List.of(Policy.standard(), Policy.delegated())) {
            assertTrue(
                    readme.text().contains("\n\n" + policy.toMarkdown() + "\n"),
                    () -> "README.md does not show policy " + policy.name() + " as it is. Paste this:\n\n"
                            + policy.toMarkdown());
        }
    }

    @Test
    void links_to_files_and_sections_that_exist() {
        Readme.all().forEach(ReadmeTest::assertLinked);
    }

    private static void assertLinked(Readme page) {
        Set<String> sections = page.text()
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(heading -> "#"
                        + heading.replaceFirst("#+ ", "")
                                .toLowerCase(Locale.ROOT)
                                .replace(' ', '-'))
                .collect(Collectors.toSet());
        LINK.matcher(page.text())
                .results()
                .map(link -> link.group(1))
                .filter(link -> !link.contains("://"))
                .forEach(link -> assertTrue(
                        sections.contains(link) || Files.exists(page.folder().resolve(link)), link));
    }

    private static void assertContains(String part, String text) {
        assertTrue(text.contains(part), () -> "\"" + part + "\" is not in:\n" + text);
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String text) {
            super(URI.create("string:///Sample.java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
