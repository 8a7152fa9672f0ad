package io.github.communities.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each static check of the build, over a violation planted for it. A check that was switched off by accident looks
 * exactly like clean code, so what the compiler is given here is read from the parent pom.
 */
final class StaticChecksTest {
    private static final String COMPILER =
            "/project/build/pluginManagement/plugins" + "/plugin[artifactId='maven-compiler-plugin']/configuration";
    private static final String SPOTLESS = "plugin[artifactId='spotless-maven-plugin']";

    private static final Pom PARENT = Pom.parent();

    @TempDir
    Path classes;

    /** What one compilation said. */
    private record Compilation(boolean passed, List<String> messages) {
        void assertRefusedFor(String check) {
            assertFalse(passed, "passed, though it violates " + check);
            assertTrue(
                    messages.stream().anyMatch(message -> message.contains("[" + check + "]")),
                    () -> "refused, but not for " + check + ": " + messages);
        }

        void assertPassed() {
            assertTrue(passed, () -> "refused: " + messages);
            assertEquals(List.of(), messages);
        }
    }

    @Nested
    final class TheCompiler {
        @Test
        void lets_a_clean_file_pass() {
            compile("""
                    package planted;

                    import org.jspecify.annotations.NullMarked;

                    @NullMarked
                    final class Planted {
                        private Planted() {}

                        static String greet(String name) {
                            return "Hello " + name;
                        }
                    }
                    """).assertPassed();
        }

        @Test
        void refuses_a_raw_type() {
            compile("""
                    package planted;

                    final class Planted {
                        static int count(java.util.List things) {
                            return things.size();
                        }
                    }
                    """).assertRefusedFor("rawtypes");
        }

        @Test
        void refuses_an_unchecked_cast() {
            compile("""
                    package planted;

                    final class Planted {
                        static <T> T cast(Object thing) {
                            return (T) thing;
                        }
                    }
                    """).assertRefusedFor("unchecked");
        }

        @Test
        void refuses_what_is_about_to_go_from_the_jdk() {
            compile("""
                    package planted;

                    final class Planted {
                        static Thread thread(java.security.Policy policy) {
                            return new Thread(policy::refresh);
                        }
                    }
                    """).assertRefusedFor("removal");
        }

        @Test
        void refuses_what_error_prone_calls_an_error() {
            compile("""
                    package planted;

                    final class Planted {
                        static void check(int size) {
                            if (size < 0) {
                                new IllegalArgumentException("negative");
                            }
                        }
                    }
                    """).assertRefusedFor("DeadException");
        }

        @Test
        void refuses_what_error_prone_only_warns_of() {
            compile("""
                    package planted;

                    final class Planted {
                        static byte[] bytes(String text) {
                            return text.getBytes();
                        }
                    }
                    """).assertRefusedFor("DefaultCharset");
        }

        @Test
        void refuses_null_where_null_marked_code_does_not_allow_it() {
            compile("""
                    package planted;

                    import org.jspecify.annotations.NullMarked;

                    @NullMarked
                    final class Planted {
                        static String nothing() {
                            return null;
                        }
                    }
                    """).assertRefusedFor("NullAway");
        }

        @Test
        void refuses_to_use_what_may_be_null_without_asking() {
            compile("""
                    package planted;

                    import org.jspecify.annotations.NullMarked;
                    import org.jspecify.annotations.Nullable;

                    @NullMarked
                    final class Planted {
                        static int length(@Nullable String text) {
                            return text.length();
                        }
                    }
                    """).assertRefusedFor("NullAway");
        }

        @Test
        void does_not_judge_nulls_in_code_that_is_not_null_marked() {
            compile("""
                    package planted;

                    final class Planted {
                        static String nothing() {
                            return null;
                        }
                    }
                    """).assertPassed();
        }

        @Test
        void does_not_judge_the_style_of_generated_code() {
            compile("""
                    package planted;

                    @javax.annotation.processing.Generated("by a machine")
                    final class Planted {
                        static byte[] bytes(String text) {
                            return text.getBytes();
                        }
                    }
                    """).assertPassed();
        }

        @Test
        void refuses_an_api_that_is_newer_than_the_floor() {
            Compilation compilation = compile("""
                    package planted;

                    import java.util.List;

                    final class Planted {
                        static String first(List<String> names) {
                            return names.getFirst();
                        }
                    }
                    """);
            assertFalse(compilation.passed(), "List.getFirst came with 21");
        }
    }

    @Nested
    final class TheBuild {
        @Test
        void tells_the_compiler_nothing_that_these_tests_do_not_know_of() {
            assertEquals(
                    Set.of("release", "showWarnings", "failOnWarning", "compilerArgs", "annotationProcessorPaths"),
                    Set.copyOf(PARENT.names(COMPILER + "/*")));
            assertEquals(
                    List.of("useModulePath"),
                    PARENT.names(COMPILER + "/../executions//configuration/*"),
                    "sources of tests are compiled like all others");
        }

        @Test
        void compiles_every_module_alike() {
            for (String module : PARENT.texts("/project/modules/module")) {
                assertEquals(
                        List.of(),
                        Pom.of(module)
                                .texts("//plugin[artifactId='maven-compiler-plugin' or "
                                        + "artifactId='spotless-maven-plugin']/artifactId"),
                        module + " must not have rules of its own");
            }
        }

        @Test
        void compiles_with_the_very_versions_that_are_tested_here() {
            List<String> compiledWith = coordinates(PARENT, COMPILER + "/annotationProcessorPaths/path");
            List<String> testedWith = new ArrayList<>(coordinates(
                    Pom.of("community-jdbi"),
                    "/project/build/plugins/plugin[artifactId='maven-antrun-plugin']/dependencies/dependency"));
            testedWith.removeIf(artifact -> artifact.contains("palantir"));
            assertEquals(compiledWith, testedWith);
        }

        @Test
        void checks_the_format_of_every_module_before_it_compiles_any() {
            String check = "/project/build/plugins/" + SPOTLESS + "/executions/execution";
            assertEquals(List.of("check"), PARENT.texts(check + "//goal"));
            assertEquals(List.of("validate"), PARENT.texts(check + "/phase"), "nothing comes before it");
            assertEquals(List.of("false"), PARENT.texts(check + "/inherited"), "the parent, which is built first");
            assertEquals(
                    List.of("includes", "palantirJavaFormat", "removeUnusedImports", "endWithNewline"),
                    PARENT.names("/project/build/pluginManagement/plugins/" + SPOTLESS + "/configuration/java/*"));
            assertEquals(
                    List.of("src/*/java/**/*.java", "*/src/*/java/**/*.java"),
                    PARENT.texts("//" + SPOTLESS + "//include"),
                    "benchmarks too");
            assertEquals(
                    coordinates(Pom.of("community-jdbi"), "//dependency[artifactId='palantir-java-format']")
                            .get(0),
                    "com.palantir.javaformat:palantir-java-format:"
                            + PARENT.texts("//palantirJavaFormat/version").get(0));
        }

        private List<String> coordinates(Pom pom, String path) {
            List<String> groups = pom.texts(path + "/groupId");
            List<String> artifacts = pom.texts(path + "/artifactId");
            List<String> versions = pom.texts(path + "/version");
            List<String> coordinates = new ArrayList<>();
            for (int i = 0; i < groups.size(); i++) {
                coordinates.add(groups.get(i) + ":" + artifacts.get(i) + ":" + versions.get(i));
            }
            return coordinates;
        }
    }

    @Nested
    final class TheFormatter {
        @Test
        void leaves_a_well_formatted_file_alone() throws Exception {
            String source = """
                    package planted;

                    final class Planted {
                        private Planted() {}
                    }
                    """;
            assertEquals(source, format(source));
        }

        @Test
        void finds_a_badly_formatted_file() throws Exception {
            String source = """
                    package planted;
                    final class Planted
                    {
                      private Planted( ) { }
                    }
                    """;
            assertNotEquals(source, format(source));
        }

        @Test
        void finds_an_import_that_is_not_used() throws Exception {
            String source = """
                    package planted;

                    import java.util.List;

                    final class Planted {
                        private Planted() {}
                    }
                    """;
            assertNotEquals(source, format(source));
            assertFalse(format(source).contains("import"), "the import goes");
        }

        @Test
        void finds_a_file_that_does_not_end_with_a_newline() throws Exception {
            String source = "package planted;\n\nfinal class Planted {\n    private Planted() {}\n}";
            assertEquals(source + "\n", format(source));
        }
    }

    private Compilation compile(String source) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8)) {
            files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
            files.setLocationFromPaths(StandardLocation.ANNOTATION_PROCESSOR_PATH, staticChecks());
            files.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath());
            boolean passed = compiler.getTask(
                            null, files, diagnostics, options(), null, List.of(new Source("planted/Planted", source)))
                    .call();
            return new Compilation(
                    passed,
                    diagnostics.getDiagnostics().stream()
                            .map(Diagnostic::toString)
                            .toList());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the compiler plugin makes of its configuration. */
    private static List<String> options() {
        List<String> options = new ArrayList<>(PARENT.texts(COMPILER + "/compilerArgs/arg"));
        options.add("--release");
        options.add(PARENT.fill(PARENT.texts(COMPILER + "/release").get(0)));
        if (PARENT.texts(COMPILER + "/showWarnings").equals(List.of("false"))) {
            options.add("-nowarn");
        }
        if (PARENT.texts(COMPILER + "/failOnWarning").equals(List.of("true"))) {
            options.add("-Werror");
        }
        return options;
    }

    private static String format(String source) throws Exception {
        URL[] path = staticChecks().stream().map(StaticChecksTest::url).toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(path)) {
            Class<?> formatter = loader.loadClass("com.palantir.javaformat.java.FormatterServiceImpl");
            Object palantir = formatter.getConstructor().newInstance();
            return (String) formatter
                    .getMethod("formatSourceReflowStringsAndFixImports", String.class)
                    .invoke(palantir, source);
        }
    }

    /** The jars that Maven found for the plugins of the compiler and for the formatter. */
    private static List<Path> staticChecks() {
        try {
            return Files.readAllLines(Path.of("target", "static-checks.path")).stream()
                    .map(Path::of)
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException("the build writes this file before it runs the tests", e);
        }
    }

    private static List<Path> classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A source in memory. */
    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
