package io.github.communities.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.communities.Communities;
import io.github.communities.Revision;
import io.github.communities.core.CommunityEngine;
import io.github.communities.organization.OrganizationOverview;
import io.github.communities.organization.RosterReport;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A roster in the worst order, by a JVM with so little memory that the rows that wait would not fit. The size is that
 * of the everyday build; {@code -Dcommunities.roster.rows=1000000 -Dcommunities.roster.memory=256m} makes it a real
 * one.
 */
final class LongRosterTest {
    private static final LongRoster ROSTER =
            new LongRoster(LongRoster.ORGANIZATIONS, Long.getLong("communities.roster.rows", 24_000));
    private static final String MEMORY = System.getProperty("communities.roster.memory", "24m");
    private static final String DATABASE = "long_roster";

    @TempDir
    private Path temporary;

    @BeforeEach
    void create() {
        PostgresServer.only().create(DATABASE);
    }

    @AfterEach
    void drop() {
        PostgresServer.only().drop(DATABASE);
    }

    @Test
    void comes_in_whole_though_it_was_killed_once_and_changes_nothing_when_it_comes_again() throws Exception {
        long places = 2 * ROSTER.communities();
        Process killed = start(places); // half of the ids, of which a community and its project take two
        try (BufferedReader said = killed.inputReader(StandardCharsets.UTF_8)) {
            assertEquals(LongRoster.STOPPED, said.readLine());
            requireHiddenFile(killed);
        } finally {
            killed.destroyForcibly().waitFor();
        }
        assertEquals(List.of(), left(), "when it is killed");
        for (OrganizationOverview half : overviews()) {
            assertEquals(ROSTER.people(), half.users());
        }
        long before = overviews().stream()
                .mapToLong(OrganizationOverview::communities)
                .sum();
        assertTrue(before > 0 && before < places, () -> "half of it was in: " + before + " communities");

        String second = run();

        for (OrganizationOverview whole : overviews()) {
            assertEquals(ROSTER.people(), whole.users());
            assertEquals(ROSTER.communities(), whole.communities());
            assertEquals(ROSTER.communities(), whole.orphaned());
            assertEquals(ROSTER.communities(), whole.projects());
        }
        assertTrue(second.startsWith("RosterReport[rows=" + ROSTER.rows() + ", ") && second.endsWith(", refused=0]"));
        assertTrue(!second.contains("added=0") && !second.contains("unchanged=0"), second);
        List<Revision> revisions = revisions();

        String third = run();

        assertEquals(new RosterReport(ROSTER.rows(), 0, ROSTER.rows(), 0).toString(), third);
        assertEquals(revisions, revisions());
        assertEquals(List.of(), left());
    }

    private Process start(long stop) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + MEMORY,
                        "-Djava.io.tmpdir=" + temporary,
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        LongRoster.class.getName(),
                        PostgresServer.only().url(DATABASE),
                        Long.toString(ROSTER.rows()),
                        Long.toString(stop))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Lets it run to its end. */
    private String run() throws IOException, InterruptedException {
        Process process = start(0);
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
            List<String> lines = said.lines().toList();
            assertEquals(0, process.waitFor(), lines::toString);
            assertEquals(1, lines.size(), lines::toString);
            return lines.get(0);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /**
     * Where the system shows the files of others: that it has one, that only its owner may read, and that has no name.
     */
    private void requireHiddenFile(Process process) throws IOException {
        assertEquals(List.of(), left(), "while it runs");
        Path descriptors = Path.of("/proc", Long.toString(process.pid()), "fd");
        if (Files.isDirectory(descriptors)) {
            List<Path> open = new ArrayList<>();
            try (Stream<Path> files = Files.list(descriptors)) {
                for (Path file : files.toList()) {
                    if (Files.readSymbolicLink(file).startsWith(temporary.toRealPath())) {
                        open.add(file);
                    }
                }
            }
            assertEquals(1, open.size(), "the rows that wait");
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(open.get(0))));
            assertTrue(Files.size(open.get(0)) > 0);
        }
    }

    private List<String> left() throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.map(Path::toString).toList();
        }
    }

    private static List<OrganizationOverview> overviews() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(PostgresServer.only().url(DATABASE));
        try (HikariDataSource pool = new HikariDataSource(config);
                Communities communities = CommunityEngine.builder()
                        .store(JdbiCommunityStore.over(pool))
                        .build()) {
            return LongRoster.ORGANIZATIONS.stream()
                    .map(organization -> communities.host().overview(organization))
                    .toList();
        }
    }

    private static List<Revision> revisions() {
        return overviews().stream()
                .map(overview -> overview.organization().revision())
                .toList();
    }
}
