package io.github.communities.tck.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleReportTest {

    /** What stands before the name of each sample. */
    private static final String SAMPLE = Sample.class.getName() + "$";

    @TempDir
    Path folder;

    @Test
    void each_test_that_cites_a_rule_is_a_row_for_each_of_its_rules() throws IOException {
        assertReport("""
                X-1,paper,Plain#passes,passed
                X-2,paper,Plain#fails,failed
                X-3,paper,Plain#is_disabled,skipped
                X-4,paper,Plain#assumes_in_vain,skipped
                X-5,paper,Plain#is_unsupported,"unsupported:""paper"" has no locks, nor clocks"
                X-5,paper,Plain#is_unsupported_for_no_reason,failed
                X-6,paper,Plain#shows_two,passed
                X-7,paper,Plain#shows_two,passed
                """, Sample.Plain.class);
    }

    @Test
    void where_no_test_cites_a_rule_nothing_is_written() {
        Path report = folder.resolve("rules.csv");

        Launching.run(report, Sample.WithoutAnyRule.class);

        assertFalse(Files.exists(report));
    }

    @Test
    void a_class_without_a_store_is_reported_on_none() throws IOException {
        assertReport("X-1,none,WithoutStore#passes,passed\n", Sample.WithoutStore.class);
    }

    @Test
    void invocations_are_one_row_with_the_worst_of_their_results() throws IOException {
        assertReport("""
                X-1,paper,Invocations#all_pass(int),passed
                X-2,paper,Invocations#the_second_fails(int),failed
                X-3,paper,Invocations#the_third_assumes_in_vain(int),skipped
                X-4,paper,Invocations#two_are_unsupported(java.lang.String),unsupported:a
                X-5,paper,Invocations#is_repeated,passed
                X-6,paper,Invocations#is_dynamic,failed
                X-7,paper,Invocations#is_dynamic_but_empty,skipped
                X-8,paper,Invocations#is_overloaded(int),passed
                X-8,paper,Invocations#is_overloaded(java.lang.String),passed
                X-9,paper,Invocations#never_gets_its_arguments(int),failed
                """, Sample.Invocations.class);
    }

    @Test
    void inherited_tests_are_rows_of_each_concrete_class_on_its_store() throws IOException {
        assertReport("""
                X-1,paper,OnPaper#is_inherited,passed
                X-1,paper,OnPaper$Members#are_inherited,passed
                X-1,paper,OnPaper$Members$Deeper#is_inherited,passed
                X-1,stone,OnStone#is_inherited,passed
                X-1,stone,OnStone$Members#are_inherited,passed
                X-1,stone,OnStone$Members$Deeper#is_inherited,passed
                X-2,paper,OnPaper$Members#are_inherited,passed
                X-2,paper,OnPaper$Members$Deeper#is_inherited,passed
                X-2,stone,OnStone$Members#are_inherited,passed
                X-2,stone,OnStone$Members$Deeper#is_inherited,passed
                X-3,paper,OnPaper$Members#are_inherited,passed
                X-3,stone,OnStone$Members#are_inherited,passed
                X-4,paper,OnPaper$Members$Deeper#is_inherited,passed
                X-4,stone,OnStone$Members$Deeper#is_inherited,passed
                X-5,stone,OnStone#is_inherited,passed
                X-5,stone,OnStone$Members#are_inherited,passed
                X-5,stone,OnStone$Members$Deeper#is_inherited,passed
                """, Sample.OnPaper.class, Sample.OnStone.class);
    }

    @Test
    void the_name_of_the_store_is_inherited() throws IOException {
        assertReport("""
                X-1,paper,OnPaperToo#is_inherited,passed
                X-1,paper,OnPaperToo$Members#are_inherited,passed
                X-1,paper,OnPaperToo$Members$Deeper#is_inherited,passed
                X-2,paper,OnPaperToo$Members#are_inherited,passed
                X-2,paper,OnPaperToo$Members$Deeper#is_inherited,passed
                X-3,paper,OnPaperToo$Members#are_inherited,passed
                X-4,paper,OnPaperToo$Members$Deeper#is_inherited,passed
                """, Sample.OnPaperToo.class);
    }

    @Test
    void invocations_of_a_class_are_one_row_for_each_test() throws IOException {
        assertReport("""
                X-1,paper,Template#passes,passed
                X-2,paper,Template#fails_once,failed
                X-3,paper,Template$Inside#passes,passed
                """, Sample.Template.class);
    }

    @Nested
    class What_befalls_a_container_befalls_all_its_tests {

        @Test
        void when_it_fails_before_them() throws IOException {
            assertReport("""
                    X-1,paper,FailsBefore#never_runs,failed
                    X-2,paper,FailsBefore$Inside#never_runs(int),failed
                    X-3,paper,FailsBefore$Inside#never_made,failed
                    X-4,paper,FailsBefore$Disregarded#never_runs,failed
                    """, Sample.FailsBefore.class);
        }

        @Test
        void when_it_fails_after_them() throws IOException {
            assertReport("X-1,paper,FailsAfter#passes,failed\n", Sample.FailsAfter.class);
        }

        @Test
        void when_it_fails_before_each() throws IOException {
            assertReport("X-1,paper,FailsBeforeEach#never_runs,failed\n", Sample.FailsBeforeEach.class);
        }

        @Test
        void when_it_assumes_in_vain() throws IOException {
            assertReport("X-1,paper,AssumesBefore#never_runs,skipped\n", Sample.AssumesBefore.class);
        }

        @Test
        void when_it_is_unsupported() throws IOException {
            assertReport("""
                    X-1,paper,UnsupportedBefore#never_runs,unsupported:no transactions on paper
                    X-2,paper,UnsupportedBefore$Inside#never_runs,unsupported:no transactions on paper
                    """, Sample.UnsupportedBefore.class);
        }

        @Test
        void when_it_is_disabled() throws IOException {
            assertReport("""
                    X-1,paper,IsDisabled#is_inherited,skipped
                    X-1,paper,IsDisabled$Members#are_inherited,skipped
                    X-1,paper,IsDisabled$Members$Deeper#is_inherited,skipped
                    X-2,paper,IsDisabled$Members#are_inherited,skipped
                    X-2,paper,IsDisabled$Members$Deeper#is_inherited,skipped
                    X-3,paper,IsDisabled$Members#are_inherited,skipped
                    X-4,paper,IsDisabled$Members$Deeper#is_inherited,skipped
                    """, Sample.IsDisabled.class);
        }

        @Test
        void when_it_is_a_template_that_nobody_invoked() throws IOException {
            assertReport("""
                    X-1,paper,TemplateWithoutInvocation#never_runs,failed
                    X-1,paper,TemplateWithoutInvocation$Inside#never_runs(int),failed
                    X-2,paper,TemplateWithoutInvocation$Inside#never_runs(int),failed
                    """, Sample.TemplateWithoutInvocation.class);
        }

        @Test
        void when_jqwik_says_that_it_skipped_them() throws IOException {
            assertReport("X-1,paper,PropertiesFailBefore#never_tried(int),failed\n", Sample.PropertiesFailBefore.class);
        }
    }

    @Test
    void properties_of_jqwik_are_rows_like_any_test() throws IOException {
        assertReport("""
                X-1,paper,PropertiesOnPaper#hold(int),passed
                X-2,paper,"PropertiesOnPaper$Grouped#hold(java.lang.String, int)",passed
                X-3,paper,PropertiesOnPaper#fails(int),failed
                X-4,paper,PropertiesOnPaper#is_disabled(int),skipped
                X-5,paper,PropertiesOnPaper#assumes_in_vain(int),failed
                X-6,paper,PropertiesOnPaper#is_unsupported_at_times(boolean),unsupported:no flags on paper
                X-7,paper,PropertiesOnPaper#is_unsupported,unsupported:no examples on paper
                """, Sample.PropertiesOnPaper.class);
    }

    @Test
    void properties_can_be_unsupported_before_a_try() throws IOException {
        assertReport(
                "X-1,paper,PropertiesUnsupportedBeforeTry#never_tried(int),unsupported:nothing to try on paper\n",
                Sample.PropertiesUnsupportedBeforeTry.class);
    }

    @Test
    void tests_of_both_engines_in_one_class_are_both_reported() throws IOException {
        assertReport("""
                X-1,paper,OfBothEngines#of_jqwik(int),passed
                X-1,paper,OfBothEngines#of_jupiter,passed
                """, Sample.OfBothEngines.class);
    }

    @Test
    void a_second_run_adds_its_rows_to_those_of_the_first() throws IOException {
        Path report = folder.resolve("rules.csv");
        Launching.run(report, Sample.OfBothEngines.class);
        Launching.run(report, Sample.WithoutStore.class);

        assertReport("""
                X-1,none,WithoutStore#passes,passed
                X-1,paper,FailsAfter#passes,failed
                X-1,paper,OfBothEngines#of_jqwik(int),passed
                X-1,paper,OfBothEngines#of_jupiter,passed
                """, Sample.FailsAfter.class);
    }

    @Nested
    class In_a_process_of_its_own {

        @Test
        void the_report_goes_to_the_target_folder_of_the_working_directory() throws Exception {
            run(List.of(), Sample.WithoutStore.class);

            assertBytes("X-1,none,WithoutStore#passes,passed\n", folder.resolve("target/rules.csv"));
        }

        @Test
        void the_report_goes_to_the_target_folder_of_the_module_that_the_build_names() throws Exception {
            Path module = folder.resolve("some module");

            run(List.of("basedir=" + module), Sample.WithoutStore.class);

            assertBytes("X-1,none,WithoutStore#passes,passed\n", module.resolve("target/rules.csv"));
        }

        @Test
        void the_report_goes_to_the_file_that_the_property_names() throws Exception {
            run(List.of("basedir=" + folder, "communities.rules.csv=here/it is.csv"), Sample.WithoutStore.class);

            assertBytes("X-1,none,WithoutStore#passes,passed\n", folder.resolve("here/it is.csv"));
            assertFalse(Files.exists(folder.resolve("target")));
        }

        @Test
        void tests_that_run_inside_of_tests_are_not_reported() throws Exception {
            run(List.of(), Sample.TestsOfTests.class);

            assertBytes("""
                    X-1,paper,TestsOfTests#run_by_a_launcher,passed
                    X-2,paper,TestsOfTests#run_by_the_test_kit,passed
                    """, folder.resolve("target/rules.csv"));
        }

        private void run(List<String> properties, Class<?> sample) throws IOException, InterruptedException {
            Process process = OwnJvm.start(folder, properties, Launching.class, sample.getName());
            assertEquals(0, process.waitFor(), () -> OwnJvm.outputIn(folder));
        }
    }

    /** Runs the samples and compares what is in the file then. */
    private void assertReport(String rows, Class<?>... samples) throws IOException {
        Path report = folder.resolve("rules.csv");
        Launching.run(report, samples);
        assertBytes(rows, report);
    }

    /** The rows name the samples by their short names. */
    private static void assertBytes(String rows, Path report) throws IOException {
        String full = rows.replaceAll("(?m)^(X-\\d+,[a-z]+,\"?)", "$1" + SAMPLE.replace("$", "\\$"));
        assertEquals("rule,store,test,result\n" + full, Files.readString(report));
    }
}
