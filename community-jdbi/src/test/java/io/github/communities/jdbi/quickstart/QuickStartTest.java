package io.github.communities.jdbi.quickstart;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.github.communities.OrganizationId;
import io.github.communities.error.NotFound;
import io.github.communities.organization.OrganizationOverview;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quick start as its user sees it: what it prints, what it leaves in the database, and how it fails. */
final class QuickStartTest {
    private static final String HEADER = "organization,community,project,user,role\n";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void shows_what_happens_at_Acme_and_leaves_nothing_behind() {
        run(Optional.empty(), Optional.empty());

        assertPrinted("4 added, 0 unchanged, 0 refused.");
        assertPrinted("ann signs in for the first time, and so becomes a member of Acme Team.");
        assertPrinted("bob signs in for the first time, and so becomes a member of Acme Team.");
        assertPrinted("ann communities.admin communities.admin (from organization.admin), communities.developer");
        assertPrinted("bob communities.developer communities.developer");
        assertPrinted("ann community.manageAccess community Acme Team yes communities.admin (from organization.admin)");
        assertPrinted("ann community.view community Cat lovers no no role permits it; communities.viewer would");
        assertPrinted("bob community.manageAccess community Acme Team no no role permits it; communities.admin would");
        assertPrinted("bob project.run project Rockets yes projects.admin");
        assertPrinted("[DEF-2] 'Acme Team' is the default community of organization acme and can't be deleted");
        assertPrinted("Acme 2 2 1 0 1 5 4");
        assertPrinted("Acme went from revision 0 to 4.");

        assertPrinted("a log only ever sees InvitationToken[not shown].");
        assertPrinted("The student follows the link: JOINED as communities.developer.");
        assertPrinted("may not be done: no billing account is linked to community university/");
        assertPrinted("The teacher links billing account faculty-4711, and now: run, project university/");
        assertPrinted("neither belongs nor is attached to project university/");
        assertPrinted("use resource, resource university/");
        assertPrinted("The teacher tries to delete it: [RES-4] resource university/");
        assertPrinted("graph LR");
        assertPrinted("projects.developer at project university/");

        Matcher database = Pattern.compile("H2, new: (.*)").matcher(printed.toString(UTF_8));
        assertTrue(database.find(), "names the database");
        assertFalse(Files.exists(Path.of(database.group(1)).resolveSibling("")), "the temporary folder is gone");
    }

    @Test
    void changes_nothing_when_it_runs_again() {
        Path database = folder.resolve("acme");
        run(Optional.empty(), Optional.of(database));
        OrganizationOverview before = overview(database, "acme");

        run(Optional.empty(), Optional.of(database));

        assertPrinted("0 added, 4 unchanged, 0 refused.");
        assertPrinted("ann signs in again: a member of Acme Team already, so nothing is written.");
        assertPrinted("This run changed nothing: every revision is where it was before.");
        assertEquals(before, overview(database, "acme"));
        assertArrayEquals(new String[] {"acme.mv.db"}, folder.toFile().list(), "one file, and none beside it");
    }

    @Test
    void makes_one_change_of_a_row_that_is_added_wherever_it_stands() {
        Path database = folder.resolve("acme.mv.db");
        String rows = "Acme,,,ann,admin\nAcme,,,bob,member\nAcme,Cat lovers,,bob,admin\n";
        run(roster(rows), Optional.of(database));
        long before = overview(database, "acme").organization().revision().value();

        run(roster("Acme,,,aaron,owner\n" + rows), Optional.of(database));

        assertPrinted("1 added, 3 unchanged, 0 refused.");
        assertPrinted("Acme went from revision " + before + " to " + (before + 1) + ".");
        OrganizationOverview after = overview(database, "acme");
        assertEquals(before + 1, after.organization().revision().value());
        assertEquals(3, after.users());
        assertEquals(2, after.signedIn(), "who signed in is not who was added");
    }

    @Test
    void keeps_no_organization_of_which_no_row_came_in() {
        Path database = folder.resolve("acme");

        assertThrows(
                QuickStartFailed.class,
                () -> run(
                        roster("Typo,,,ann,chief\nTypo,Cats,,eve,admin\nAcme,,,bob,member\n"), Optional.of(database)));

        assertPrinted("Typo is not kept, since none of its rows came in.");
        assertPrinted("1 added, 0 unchanged, 2 refused.");
        assertEquals(1, overview(database, "acme").users());
        assertThrows(NotFound.class, () -> overview(database, "typo"));
    }

    @Test
    void names_the_first_wrong_row_of_each_kind_counts_the_rest_brings_in_the_others_and_fails() {
        Path database = folder.resolve("acme");
        Optional<Path> roster = roster("""
                Acme,,,ann,admin
                Acme,,,bob,chief
                Acme,Cat lovers,,eve,developer
                Acme,Cat lovers,Whiskers,ann,admin
                Acme,,,carol
                Acme,,,carol,member,today
                Acme,?!,,ann,admin
                "Acme
                Acme",,,carol,member
                Acme,"Cat lovers"x,,ann,viewer
                Acme,,Whiskers,ann,viewer

                ACME,,,carol,member
                ,,,carol,member
                Acme,,,dave,member
                Acme,,,"erin,member
                Acme,,,frank,member
                """);

        QuickStartFailed failure = assertThrows(QuickStartFailed.class, () -> run(roster, Optional.of(database)));

        assertPrinted("line 3: [POL-1] role 'chief'");
        assertPrinted("line 4: [MEM-2] user/eve does not belong to the organization acme; add a row");
        assertPrinted("line 6: has 4 columns instead of 5");
        assertPrinted("line 8: [COM-2] name of community '?!'");
        assertPrinted("line 9: [TEN-1] organization id 'acme\\u000Aacme' must not contain U+000A (LINE FEED (LF))");
        assertPrinted("line 12: [ORG-6] project 'Whiskers' is given without its community");
        assertPrinted("... and 4 rows more that could not be read.");
        assertPrinted("... and 1 row more refused by TEN-1.");
        assertEquals(
                6,
                printed.toString(UTF_8)
                        .lines()
                        .filter(line -> line.contains("  line "))
                        .count(),
                "one for each kind");
        assertPrinted("15 rows in");
        assertPrinted("4 added, 0 unchanged, 11 refused.");
        assertEquals(
                "11 of 15 rows could not be brought in; the first of each kind is shown above, and -Drefused=FILE"
                        + " writes all to a file.",
                failure.getMessage());
        assertEquals(0, failure.getStackTrace().length, "the message is all there is to say");

        OrganizationOverview acme = overview(database, "acme");
        assertEquals(3, acme.users(), "ann, dave, frank");
        assertEquals(1, acme.communities());
        assertEquals(1, acme.projects());
        assertEquals(1, acme.orphaned());
    }

    @Test
    void writes_every_refused_row_to_a_file_that_is_a_roster_once_it_is_mended() throws IOException {
        Path database = folder.resolve("acme");
        Path refused = folder.resolve("refused.csv");
        Optional<Path> roster = roster("""
                "Acme, Inc.",,,ann,admin
                "Acme, Inc.",,,"bob ""b"", jr.",chief
                "Acme, Inc.",Cats,,eve,viewer
                "Acme, Inc.",,,carol
                "Acme, Inc.",,,frank,member,today
                "Acme, Inc.","Cats"x,,ann,viewer
                "Acme, Inc.",Cats,Whiskers?,ann,viewer
                "Acme, Inc.",Cats,,mallory,viewer
                """);

        QuickStartFailed failure =
                assertThrows(QuickStartFailed.class, () -> run(roster, Optional.of(refused), Optional.of(database)));

        assertEquals(
                "7 of 8 rows could not be brought in; the first of each kind is shown above, and all are in " + refused
                        + ".",
                failure.getMessage());
        List<String> lines = Files.readAllLines(refused);
        assertEquals("line,rule,reason,organization,community,project,user,role", lines.get(0));
        assertEquals(
                Set.of(
                        "3,POL-1,\"Acme, Inc.\",,,\"bob \"\"b\"\", jr.\",chief",
                        "4,MEM-2,\"Acme, Inc.\",Cats,,eve,viewer",
                        "5,,\"Acme, Inc.\",,,carol",
                        "6,,\"Acme, Inc.\",,,frank,member,today",
                        "7,,",
                        "8,PRJ-1,\"Acme, Inc.\",Cats,Whiskers?,ann,viewer",
                        "9,MEM-2,\"Acme, Inc.\",Cats,,mallory,viewer"),
                lines.stream().skip(1).map(QuickStartTest::withoutReason).collect(Collectors.toSet()));

        String mended = Files.readString(refused)
                        .replace("chief", "member")
                        .replace(",carol", ",carol,member")
                        .replace("member,today", "member")
                        .replace("Whiskers?", "Whiskers")
                        .replaceAll("(?m)^[79],.*\\R", "")
                + "0,,,\"Acme, Inc.\",,,eve,member\n";
        Path again = Files.writeString(folder.resolve("mended.csv"), mended);
        Path none = folder.resolve("none.csv");
        run(Optional.of(again), Optional.of(none), Optional.of(database));

        assertPrinted("6 added, 0 unchanged, 0 refused.");
        assertFalse(Files.exists(none), "no file is left in which nothing would be");
        assertEquals(5, overview(database, "acme,-inc.").users());
    }

    /** The third field, in quotes or without. */
    private static String withoutReason(String line) {
        return line.replaceFirst("^([0-9]+,[^,]*),(\"([^\"]|\"\")*\"|[^,]*)(,|$)", "$1,");
    }

    @Test
    void overwrites_no_file_with_refused_rows() throws IOException {
        Path database = folder.resolve("acme");
        Path kept = Files.writeString(folder.resolve("kept.csv"), "mine");
        Path nowhere = folder.resolve("nowhere").resolve("refused.csv");

        QuickStartFailed failure = assertThrows(
                QuickStartFailed.class, () -> run(Optional.empty(), Optional.of(kept), Optional.of(database)));
        assertEquals(
                "The file for refused rows " + kept
                        + " is there already, and is not overwritten; name another, or remove" + " it.",
                failure.getMessage());
        assertEquals("mine", Files.readString(kept));
        failure = assertThrows(
                QuickStartFailed.class, () -> run(Optional.empty(), Optional.of(nowhere), Optional.of(database)));
        assertTrue(String.valueOf(failure.getMessage()).startsWith("The refused rows can't be written to " + nowhere));
        assertFalse(Files.exists(folder.resolve("acme.mv.db")), "nothing was brought in");
    }

    @Test
    void refuses_the_rows_that_are_not_UTF_8() throws IOException {
        Path database = folder.resolve("acme");
        Path roster = write(HEADER + "Acme,,,ann,admin\nAcme,,,rené,member\n", ISO_8859_1);

        assertThrows(QuickStartFailed.class, () -> run(Optional.of(roster), Optional.of(database)));

        assertPrinted("line 3: holds bytes that are not UTF-8");
        assertEquals(1, overview(database, "acme").users());
    }

    @Test
    void takes_what_spreadsheets_write() throws IOException {
        Path database = folder.resolve("acme");
        Path roster = write("\uFEFF" + (HEADER + "Acme,,,\"rené\",admin\n").replace("\n", "\r\n"), UTF_8);

        run(Optional.of(roster), Optional.of(database));

        assertEquals(1, overview(database, "acme").users());
    }

    @Test
    void brings_in_nothing_without_the_header() throws IOException {
        Path database = folder.resolve("acme");
        for (String text :
                List.of("", "\n", "Acme,,,ann,admin\n", "user,organization,community,project,role\n", "\"x")) {
            Path roster = write(text, UTF_8);

            QuickStartFailed failure =
                    assertThrows(QuickStartFailed.class, () -> run(Optional.of(roster), Optional.of(database)));

            assertEquals(
                    "line 1: the roster " + roster
                            + " does not begin with the header organization,community,project,user,role. Nothing was"
                            + " brought in.",
                    failure.getMessage());
            assertFalse(Files.exists(folder.resolve("acme.mv.db")), "no database is made either");
        }
    }

    @Test
    void takes_a_roster_without_rows() {
        run(roster(""), Optional.empty());

        assertPrinted("0 rows in");
        assertPrinted("This run changed nothing");
    }

    @Test
    void says_what_is_wrong_with_a_file_it_can_not_use() throws IOException {
        Path nowhere = folder.resolve("nowhere.csv");
        Path noDatabase = Files.writeString(folder.resolve("text.mv.db"), "This is no database. ".repeat(1000));

        assertFailsWith("There is no roster " + nowhere + ".", Optional.of(nowhere), Optional.empty());
        assertFailsWith(
                "The roster " + folder + " is a folder; it must be a CSV file.", Optional.of(folder), Optional.empty());
        assertFailsWith(
                "The database " + folder + " is a folder; name a file in it.", Optional.empty(), Optional.of(folder));
        assertFailsWith("which H2 takes for a setting.", Optional.empty(), Optional.of(folder.resolve("a;b")));
        assertFailsWith(
                "The database " + noDatabase + " can't be used: [S-18]", Optional.empty(), Optional.of(noDatabase));
    }

    @Test
    void takes_thousands_of_rows_in_any_order_with_whatever_names_allow() throws IOException {
        Path database = folder.resolve("many");
        List<List<String>> rows = manyRows();

        run(Optional.of(shuffled(rows, 1)), Optional.of(database));

        assertPrinted("3,000 rows ...");
        assertPrinted("3,660 rows in");
        assertPrinted("3,660 added, 0 unchanged, 0 refused.");
        OrganizationOverview cats = overview(database, "cats,-\"dogs\"-&-söhne");
        assertEquals("Cats, \"Dogs\" & Söhne", cats.organization().name());
        assertEquals(1200, cats.users());
        assertEquals(60, cats.communities());
        assertEquals(30, cats.orphaned());
        assertEquals(30, cats.projects());

        run(Optional.of(shuffled(rows, 2)), Optional.of(database));

        assertPrinted("0 added, 3,660 unchanged, 0 refused.");
        assertPrinted("This run changed nothing");
        assertEquals(cats, overview(database, "cats,-\"dogs\"-&-söhne"));
    }

    /**
     * 1,200 users; each is a member of two of 60 communities, of which every other has an administrator and a project.
     */
    private static List<List<String>> manyRows() {
        String organization = "Cats, \"Dogs\" & Söhne";
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < 1200; i++) {
            String user = "\"user, " + i + "\" 🐈";
            rows.add(List.of(organization, "", "", user, i == 0 ? "owner" : "member"));
            rows.add(List.of(organization, community(i % 60), "", user, "developer"));
            rows.add(List.of(organization, community((i * 7 + 1) % 60), "", user, "viewer"));
        }
        for (int i = 0; i < 60; i += 2) {
            String user = "\"user, " + i + "\" 🐈";
            rows.add(List.of(organization, community(i), "", user, "admin"));
            rows.add(List.of(organization, community(i), "Toys (& more), No. 1", user, "editor"));
        }
        return rows;
    }

    private static String community(int number) {
        return "Cats' friends, No. " + number + ", Köln";
    }

    private Path shuffled(List<List<String>> rows, long seed) throws IOException {
        List<List<String>> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(seed));
        Path file = folder.resolve("roster-" + seed + ".csv");
        try (CsvWriter csv = CsvWriter.builder().build(file)) {
            csv.writeRecord("organization", "community", "project", "user", "role");
            shuffled.forEach(csv::writeRecord);
        }
        return file;
    }

    private void assertFailsWith(String message, Optional<Path> roster, Optional<Path> database) {
        QuickStartFailed failure = assertThrows(QuickStartFailed.class, () -> run(roster, database));
        assertTrue(String.valueOf(failure.getMessage()).contains(message), failure::getMessage);
    }

    /** Checks that a line of the last run has these words, whatever the columns of tables are wide. */
    private void assertPrinted(String words) {
        String text = printed.toString(UTF_8).replaceAll("[ \n\r]+", " ");
        assertTrue(text.contains(words), () -> "\"" + words + "\" is not in what was printed:\n" + printed);
    }

    private void run(Optional<Path> roster, Optional<Path> database) {
        run(roster, Optional.empty(), database);
    }

    private void run(Optional<Path> roster, Optional<Path> refused, Optional<Path> database) {
        printed.reset();
        new QuickStart(roster, refused, database, new PrintStream(printed, true, UTF_8)).run();
    }

    private Optional<Path> roster(String rows) {
        try {
            return Optional.of(write(HEADER + rows, UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path write(String text, Charset charset) throws IOException {
        return Files.writeString(folder.resolve("roster.csv"), text, charset);
    }

    /** What is in a database, opened again by another host. */
    private static OrganizationOverview overview(Path database, String organization) {
        try (HostDatabase data = HostDatabase.at(Optional.of(database))) {
            return data.open(communities -> communities.host().overview(OrganizationId.of(organization)));
        }
    }
}
