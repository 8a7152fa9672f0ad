package io.github.communities.core.roster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.OrganizationId;
import io.github.communities.error.Unavailable;
import io.github.communities.organization.RosterRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaitingRowsTest {
    private static final String FOLDER = "java.io.tmpdir";
    private static final Path OPEN_FILES = Path.of("/proc/self/fd");

    private final String before = System.getProperty(FOLDER);

    @TempDir
    private Path folder;

    @BeforeEach
    void moveTemporaryFiles() {
        System.setProperty(FOLDER, folder.toString());
    }

    @AfterEach
    void moveThemBack() {
        System.setProperty(FOLDER, before);
    }

    private static RosterRow row(long line, String organization, String user) {
        return new RosterRow(
                line,
                OrganizationId.of(organization),
                line % 13 == 0 ? Optional.empty() : Optional.of((line % 2 == 0 ? "Team " : "TEAM ") + line % 5),
                Optional.empty(),
                user,
                "viewer");
    }

    private static List<RosterRow> all(WaitingRows waiting) {
        List<RosterRow> all = new ArrayList<>();
        waiting.inOrder().forEachRemaining(all::add);
        return all;
    }

    /** Rows of which most are on disk, in several runs, and the last few in memory. */
    private static List<RosterRow> many() {
        List<RosterRow> rows = new ArrayList<>();
        for (int line = 1; line <= 45_678; line++) {
            rows.add(row(line, "organization " + line * 7 % 11, "user" + line));
        }
        return rows;
    }

    @Test
    void rows_come_by_organization_and_community_and_within_one_in_the_order_in_which_they_were_added() {
        for (List<RosterRow> rows : List.of(many().subList(0, 100), many().subList(0, 5_000), many())) {
            try (WaitingRows waiting = new WaitingRows()) {
                rows.forEach(waiting::add);

                List<RosterRow> expected = new ArrayList<>(rows);
                expected.sort(Comparator.<RosterRow, String>comparing(
                                row -> row.organization().value())
                        .thenComparing(row -> row.community().orElse("").toLowerCase(Locale.ROOT))); // stable
                assertEquals(expected, all(waiting));
            }
        }
    }

    @Test
    void none_wait_unless_some_were_added() {
        try (WaitingRows waiting = new WaitingRows()) {
            assertEquals(List.of(), all(waiting));
        }
    }

    @Test
    void few_rows_are_not_worth_a_file() {
        System.setProperty(FOLDER, folder.resolve("nowhere").toString());
        try (WaitingRows waiting = new WaitingRows()) {
            many().subList(0, 4_999).forEach(waiting::add);
            assertEquals(4_999, all(waiting).size());
        }
    }

    @Test
    void the_file_keeps_every_character() {
        List<RosterRow> rows = new ArrayList<>();
        for (String text : List.of(
                "",
                " ",
                "a,\"b\"\n\r",
                "\0",
                "é\u0301",
                "\ud83d\ude00",
                "\ud83d",
                "\ude00x",
                "\uffff",
                "\u2028".repeat(10_000))) {
            rows.add(new RosterRow(
                    Long.MIN_VALUE, OrganizationId.of("söhne 🐈"), Optional.of(text), Optional.of(text), text, text));
            rows.add(new RosterRow(
                    Long.MAX_VALUE, OrganizationId.of("söhne 🐈"), Optional.empty(), Optional.empty(), text, text));
        }
        try (RowFile file = RowFile.create()) {
            file.write(rows.subList(0, 3));
            file.write(List.of());
            file.write(rows.subList(3, rows.size()));

            List<Iterator<RosterRow>> lists = file.lists();
            assertEquals(3, lists.size());
            List<RosterRow> read = new ArrayList<>();
            lists.forEach(list -> list.forEachRemaining(read::add));
            assertEquals(rows, read);
        }
    }

    @Test
    void any_number_of_lists_is_read_side_by_side() {
        List<RosterRow> rows = many().subList(0, 30_000);
        try (RowFile file = RowFile.create()) {
            for (int from = 0; from < rows.size(); from += 3) {
                file.write(rows.subList(from, from + 3));
            }
            List<RosterRow> read = new ArrayList<>();
            List<Iterator<RosterRow>> lists = file.lists();
            for (int step = 0; step < 3; step++) {
                lists.forEach(list -> read.add(list.next()));
            }
            assertTrue(lists.stream().noneMatch(Iterator::hasNext));
            read.sort(Comparator.comparingLong(RosterRow::line));
            assertEquals(rows, read);
        }
    }

    @Test
    void the_file_has_no_name_and_only_its_owner_may_read_it() throws IOException {
        try (RowFile file = RowFile.create()) {
            file.write(many().subList(0, 3));
            if (Files.isDirectory(OPEN_FILES)) {
                assertEquals(List.of(), names(), "what is killed leaves nothing behind");
                Path open = openFiles().get(0);
                assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(open)));
                assertTrue(Files.size(open) > 0);
            }
        }
        assertEquals(List.of(), names());
        assertEquals(List.of(), openFiles(), "it is closed");
    }

    @Test
    void nothing_is_left_when_the_work_on_them_fails() throws IOException {
        IllegalStateException failure = assertThrows(IllegalStateException.class, () -> {
            try (WaitingRows waiting = new WaitingRows()) {
                many().forEach(waiting::add);
                waiting.inOrder().forEachRemaining(row -> {
                    throw new IllegalStateException("as the test wants it");
                });
            }
        });
        assertArrayEquals(new Throwable[0], failure.getSuppressed());
        assertEquals(List.of(), names());
        assertEquals(List.of(), openFiles());
    }

    @Test
    void a_folder_that_can_not_be_used_is_named() {
        Path nowhere = folder.resolve("nowhere");
        System.setProperty(FOLDER, nowhere.toString());
        try (WaitingRows waiting = new WaitingRows()) {
            Unavailable failure = assertThrows(Unavailable.class, () -> many().forEach(waiting::add));

            String message = String.valueOf(failure.getMessage());
            for (String part : List.of("[ORG-6]", nowhere.toString(), FOLDER, "NoSuchFileException", "again")) {
                assertTrue(message.contains(part), () -> part + " is not in: " + message);
            }
            assertFalse(failure.retryable());
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::toString).toList();
        }
    }

    /** The open files of this process that are, or were, in the folder. */
    private List<Path> openFiles() throws IOException {
        if (!Files.isDirectory(OPEN_FILES)) {
            return List.of();
        }
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(OPEN_FILES)) {
            for (Path file : files.toList()) {
                if (Files.isSymbolicLink(file) && Files.readSymbolicLink(file).startsWith(folder.toRealPath())) {
                    found.add(file);
                }
            }
        }
        return found;
    }
}
