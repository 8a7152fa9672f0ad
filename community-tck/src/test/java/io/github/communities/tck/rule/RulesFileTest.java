package io.github.communities.tck.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulesFileTest {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name_a_file_in_a_folder_that_is_not_there() {
        file = folder.resolve("deep/down/rules.csv");
    }

    @Test
    void rows_are_sorted_and_their_lines_end_with_a_line_feed() throws IOException {
        merge(row("b", "passed"));
        merge(row("c", "failed"));
        merge(row("a", "skipped"));

        assertEquals("""
                rule,store,test,result
                X-1,paper,a,skipped
                X-1,paper,b,passed
                X-1,paper,c,failed
                """, Files.readString(file));
    }

    @Test
    void a_field_is_quoted_if_and_only_if_it_must_be() throws IOException {
        Map<Citation, RuleResult> rows = new TreeMap<>();
        for (String test : List.of("plain", "a blank", "a,b", "say \"x\"", "two\nlines", "return\r", "é😀", "", "'")) {
            rows.putAll(row(test, "unsupported:why, \"so\""));
        }

        RulesFile.merge(file, rows);

        String unsupported = ",\"unsupported:why, \"\"so\"\"\"\n";
        assertEquals(
                "rule,store,test,result\n"
                        + "X-1,paper," + unsupported
                        + "X-1,paper,'" + unsupported
                        + "X-1,paper,a blank" + unsupported
                        + "X-1,paper,\"a,b\"" + unsupported
                        + "X-1,paper,plain" + unsupported
                        + "X-1,paper,\"return\r\"" + unsupported
                        + "X-1,paper,\"say \"\"x\"\"\"" + unsupported
                        + "X-1,paper,\"two\nlines\"" + unsupported
                        + "X-1,paper,é😀" + unsupported,
                Files.readString(file));
        assertEquals(rows, RulesFile.read(file));
    }

    @ParameterizedTest
    @CsvSource({
        "passed, passed, passed",
        "passed, unsupported:b, unsupported:b",
        "unsupported:b, passed, unsupported:b",
        "unsupported:b, unsupported:a, unsupported:a",
        "unsupported:a, unsupported:b, unsupported:a",
        "unsupported:a, skipped, skipped",
        "skipped, passed, skipped",
        "skipped, failed, failed",
        "failed, passed, failed",
    })
    void of_two_results_of_one_test_the_worse_is_kept(String first, String second, String kept) throws IOException {
        merge(row("a", first));
        merge(row("a", second));

        assertEquals(row("a", kept), RulesFile.read(file));
    }

    @Test
    void a_file_of_other_line_ends_is_read_too() throws IOException {
        write("rule,store,test,result\r\nX-1,paper,a,passed\r\n");

        assertEquals(row("a", "passed"), RulesFile.read(file));
    }

    @Test
    void a_file_shrinks_when_its_rows_do() throws IOException {
        write("rule,store,test,result\nX-1,paper,\"a\",\"unsupported:for   a   reason\"\n");

        merge(Map.of());

        assertEquals("""
                rule,store,test,result
                X-1,paper,a,unsupported:for a reason
                """, Files.readString(file));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "row 1: must be rule,store,test,result|rule,store,test\n",
                "row 1: must be rule,store,test,result|\n",
                "row 1: breaks off|rule,store,test,result",
                "row 2: must have 4 fields, has 3|rule,store,test,result\nX-1,paper,passed\n",
                "row 2: must have 4 fields, has 1|rule,store,test,result\n\n",
                "row 2: no result of a test: well|rule,store,test,result\nX-1,paper,a,well\n",
                "row 3: breaks off|rule,store,test,result\nX-1,paper,a,passed\nX-1,paper,b,pas",
                "row 2: breaks off|rule,store,test,result\nX-1,paper,\"a,passed\n",
            })
    void a_file_that_is_no_report_is_refused_with_the_row_and_left_as_it_was(String messageAndFile) throws IOException {
        int bar = messageAndFile.indexOf('|');
        String content = messageAndFile.substring(bar + 1);
        write(content);

        IllegalArgumentException onRead = assertThrows(IllegalArgumentException.class, () -> RulesFile.read(file));
        assertThrows(IllegalArgumentException.class, () -> merge(row("a", "passed")));

        assertEquals(messageAndFile.substring(0, bar), onRead.getMessage());
        assertEquals(content, Files.readString(file));
    }

    @Test
    void threads_that_write_at_once_lose_none_of_each_others_rows() throws Exception {
        int threads = 16;
        int rows = 25;
        CyclicBarrier barrier = new CyclicBarrier(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                String name = "thread " + i + " row ";
                writers.add(executor.submit(() -> {
                    barrier.await();
                    RowWriter.write(file, name, rows);
                    return null;
                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        } finally {
            executor.shutdownNow();
        }

        assertEquals(threads * rows, RulesFile.read(file).size());
    }

    @Test
    void processes_that_write_at_once_lose_none_of_each_others_rows() throws Exception {
        int processes = 3;
        int rows = 200;
        List<Process> writers = new ArrayList<>();
        for (int i = 0; i < processes; i++) {
            writers.add(OwnJvm.start(
                    folder,
                    List.of(),
                    RowWriter.class,
                    file.toString(),
                    "process " + i + " row ",
                    String.valueOf(rows)));
        }
        for (Process writer : writers) {
            writer.outputWriter().append('\n').close();
        }
        for (Process writer : writers) {
            assertEquals(0, writer.waitFor(), () -> OwnJvm.outputIn(folder));
        }

        assertEquals(processes * rows, RulesFile.read(file).size());
    }

    private void merge(Map<Citation, RuleResult> rows) throws IOException {
        RulesFile.merge(file, rows);
    }

    private void write(String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static Map<Citation, RuleResult> row(String test, String result) {
        return Map.of(new Citation("X-1", "paper", test), RuleResult.parse(result));
    }
}
