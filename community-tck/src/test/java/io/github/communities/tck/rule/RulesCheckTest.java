package io.github.communities.tck.rule;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RulesCheckTest {

    private static final Specification TWO_RULES =
            Specification.parse("- **X-1** One.\n  *Why:* For one.\n- **X-2** Two.\n  *Why:* For two.\n");
    private static final Set<String> BOTH = Set.of("paper", "stone");

    @TempDir
    Path folder;

    @Test
    void rules_that_passed_on_every_store_are_shown() throws IOException {
        Path paper = report("X-1,paper,a,passed", "X-2,paper,a,passed", "X-2,paper,b,passed");
        Path stone = report("X-1,stone,a,passed", "X-2,stone,a,passed");

        assertEquals(
                "2 rules shown on paper, stone: {PASSED=5}", RulesCheck.check(TWO_RULES, BOTH, List.of(paper, stone)));
    }

    @Test
    void a_rule_that_is_unsupported_for_a_reason_is_excused() throws IOException {
        Path report = report(
                "X-1,paper,a,passed", "X-2,paper,a,unsupported:too flat", "X-1,stone,a,passed", "X-2,stone,a,passed");

        assertEquals(
                "2 rules shown on paper, stone: {PASSED=3, UNSUPPORTED=1}",
                RulesCheck.check(TWO_RULES, BOTH, List.of(report)));
    }

    @Test
    void a_rule_that_is_unsupported_for_no_reason_is_a_fault() throws IOException {
        Path report = report(
                "X-1,paper,a,passed", "X-2,paper,a,passed", "X-2,paper,b,unsupported:", "X-2,paper,c,unsupported: ");

        assertFaults(
                List.of(
                        "X-2 on paper: unsupported without a reason: b",
                        "X-2 on paper: unsupported without a reason: c"),
                Set.of("paper"),
                report);
    }

    @Test
    void a_rule_that_nothing_shows_on_one_store_is_a_fault_though_it_is_shown_on_another() throws IOException {
        Path report = report("X-1,paper,a,passed", "X-2,paper,a,passed", "X-1,stone,a,passed", "X-2,none,a,passed");

        assertFaults(List.of("X-2 on stone: no test shows it"), BOTH, report);
    }

    @Test
    void a_store_on_which_nothing_ran_is_a_fault() throws IOException {
        Path report = report("X-1,paper,a,passed", "X-2,paper,a,passed");

        assertFaults(List.of("store stone: no test ran on it"), BOTH, report);
    }

    @Test
    void a_store_that_was_not_asked_for_must_show_every_rule_too() throws IOException {
        Path report = report("X-1,paper,a,passed", "X-2,paper,a,passed", "X-1,stone,a,passed");

        assertFaults(List.of("X-2 on stone: no test shows it"), Set.of("paper"), report);
    }

    @Test
    void a_test_that_failed_or_was_skipped_is_a_fault_though_others_passed() throws IOException {
        Path report = report(
                "X-1,paper,a,passed",
                "X-1,paper,b,failed",
                "X-2,paper,a,passed",
                "X-2,paper,b,skipped",
                "X-2,none,c,failed");

        assertFaults(
                List.of("X-1 on paper: failed: b", "X-2 on none: failed: c", "X-2 on paper: skipped: b"),
                Set.of("paper"),
                report);
    }

    @Test
    void a_test_of_a_suite_that_ran_on_one_store_only_is_a_fault() throws IOException {
        Path report = report(
                "X-1,paper,PaperTest$First#a,passed",
                "X-1,paper,PaperTest$First#b,passed",
                "X-2,paper,PaperTest#of_paper_alone,passed",
                "X-2,paper,PaperTest#of_paper_alone(PaperTest$Sheet),passed",
                "X-1,stone,StoneTest$First#a,passed",
                "X-2,stone,StoneTest$First#a,passed",
                "X-2,none,RulesTest$First#a,passed",
                "X-2,none,RulesTest$Second#a,passed");

        assertFaults(
                List.of(
                        "X-1 by $First#b: did not run on stone, but on paper",
                        "X-2 by $First#a: did not run on paper, but on none, stone"),
                BOTH,
                report);
    }

    @Test
    void an_id_that_the_specification_does_not_know_is_a_fault_wherever_it_is_cited() throws IOException {
        Path report = report(
                "X-1,paper,a,passed",
                "X-2,paper,a,passed",
                "X-3,paper,a,passed",
                "X-3,none,b,skipped",
                ",paper,c,passed");

        assertFaults(
                List.of(
                        " on paper: not in the specification, but cited by c",
                        "X-3 on none: not in the specification, but cited by b",
                        "X-3 on none: skipped: b",
                        "X-3 on paper: not in the specification, but cited by a"),
                Set.of("paper"),
                report);
    }

    @Test
    void a_report_that_is_not_there_is_a_fault() throws IOException {
        Path report = report("X-1,paper,a,passed", "X-2,paper,a,passed");
        Path missing = folder.resolve("missing.csv");

        assertFaults(
                List.of(missing + ": not there, so no test of that module cited a rule"),
                Set.of("paper"),
                report,
                missing);
    }

    @Test
    void a_report_that_cannot_be_understood_is_a_fault() throws IOException {
        Path report = report("X-1,paper,a,passed", "X-2,paper,a,passed");
        Path broken = report("X-1,paper,a");

        assertFaults(List.of(broken + ": row 2: must have 4 fields, has 3"), Set.of("paper"), report, broken);
    }

    @Test
    void a_test_that_is_in_two_reports_counts_with_its_worst_result() throws IOException {
        Path first = report("X-1,paper,a,failed", "X-2,paper,a,passed");
        Path second = report("X-1,paper,a,passed", "X-2,paper,a,passed");

        assertFaults(List.of("X-1 on paper: failed: a"), Set.of("paper"), first, second);
    }

    @Test
    void the_command_line_checks_the_specification_of_the_kit() throws IOException {
        Map<Citation, RuleResult> rows = new TreeMap<>();
        for (String rule : Specification.read().rules()) {
            rows.put(new Citation(rule, "memory", "a"), RuleResult.PASSED);
            rows.put(new Citation(rule, "h2", "a"), RuleResult.PASSED);
        }
        Path complete = folder.resolve("complete.csv");
        RulesFile.merge(complete, rows);
        rows.remove(new Citation("MEM-5", "h2", "a"));
        Path incomplete = folder.resolve("incomplete.csv");
        RulesFile.merge(incomplete, rows);

        assertDoesNotThrow(() -> RulesCheck.main("--stores", "memory, h2", complete.toString()));
        AssertionError failure = assertThrows(
                AssertionError.class, () -> RulesCheck.main(incomplete.toString(), "--stores", "memory,h2"));
        assertEquals(message(List.of("MEM-5 on h2: no test shows it")), failure.getMessage());
    }

    @Test
    void a_report_of_another_module_counts_if_it_is_there() throws IOException {
        Map<Citation, RuleResult> rows = new TreeMap<>();
        Specification.read().rules().forEach(rule -> rows.put(new Citation(rule, "h2", "a"), RuleResult.PASSED));
        Path own = folder.resolve("own.csv");
        RulesFile.merge(own, rows);
        Path beside = report("MEM-5,memory,a,failed");
        Path missing = folder.resolve("missing.csv");

        assertDoesNotThrow(() -> RulesCheck.main("--stores", "h2", own.toString(), "--beside", missing.toString()));
        AssertionError failure = assertThrows(
                AssertionError.class,
                () -> RulesCheck.main("--stores", "h2", own.toString(), "--beside", beside.toString()));
        assertTrue(failure.toString().contains("MEM-5 on memory: failed: a"), failure::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "rules.csv",
                "--stores",
                "--stores memory",
                "--stores memory, rules.csv",
                "rules.csv --stores",
                "--stores memory rules.csv --beside",
                "--stores memory --beside rules.csv",
                "--store memory rules.csv"
            })
    void a_command_line_that_makes_no_sense_is_refused(String line) {
        String[] args = line.isEmpty() ? new String[0] : line.split(" ", -1);

        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> RulesCheck.main(args), () -> Arrays.toString(args));

        assertTrue(
                refusal.toString().endsWith("; usage: --stores NAME[,NAME…] RULES.CSV… [--beside RULES.CSV]…"),
                refusal::toString);
    }

    private static void assertFaults(List<String> faults, Set<String> stores, Path... reports) {
        AssertionError failure =
                assertThrows(AssertionError.class, () -> RulesCheck.check(TWO_RULES, stores, List.of(reports)));

        assertEquals(message(faults), failure.getMessage());
    }

    private static String message(List<String> faults) {
        return "Not every rule was shown on every store; faults: " + faults.size() + "\n  "
                + String.join("\n  ", faults);
    }

    private Path report(String... rows) throws IOException {
        Path report = Files.createTempFile(folder, "rules", ".csv");
        return Files.writeString(report, "rule,store,test,result\n" + String.join("\n", rows) + "\n");
    }
}
