package io.github.communities.jdbi;

import io.github.communities.Host;
import io.github.communities.OrganizationId;
import io.github.communities.organization.RosterReport;
import io.github.communities.organization.RosterRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The rows of one organization's roster: those of the file that the system property {@code roster} names, without
 * quotes and with a header, or else made up in the shape of a real one: 1,276 users, 283 communities, 78 projects,
 * 3,596 rows.
 */
record SampleRoster(List<List<String>> rows) {
    private static final int USERS = 1_276;
    private static final int COMMUNITIES = 283;
    private static final int PROJECTS = 78;
    private static final int MEMBERS = 1_690;
    private static final int PARTICIPANTS = 630;

    static SampleRoster read() {
        String file = System.getProperty("roster", "");
        if (file.isEmpty()) {
            return new SampleRoster(madeUp());
        }
        try {
            return new SampleRoster(Files.readAllLines(Path.of(file)).stream()
                    .skip(1)
                    .map(line -> List.of(line.split(",", -1)).subList(1, 5))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<List<String>> madeUp() {
        List<List<String>> rows = new ArrayList<>();
        IntStream.range(0, USERS).forEach(i -> rows.add(List.of("", "", "user" + i, i < 10 ? "admin" : "member")));
        IntStream.range(0, MEMBERS)
                .forEach(i -> rows.add(List.of(
                        "Team " + i % COMMUNITIES, "", "user" + (i * 7) % USERS, i % 5 == 0 ? "admin" : "developer")));
        IntStream.range(0, PARTICIPANTS)
                .forEach(i -> rows.add(List.of(
                        "Team " + (i % PROJECTS) * 3,
                        "Project " + i % PROJECTS,
                        "user" + (i * 11) % USERS,
                        i % 20 == 0 ? "viewer" : "developer")));
        return rows;
    }

    /** Registers an organization and brings the rows in. */
    RosterReport bringIn(Host host, OrganizationId organization) {
        host.register(organization, "Roster");
        return host.importRoster(
                IntStream.range(0, rows.size()).mapToObj(line -> row(line, organization)), outcome -> {});
    }

    private RosterRow row(int line, OrganizationId organization) {
        List<String> row = rows.get(line);
        return new RosterRow(line + 2L, organization, named(row.get(0)), named(row.get(1)), row.get(2), row.get(3));
    }

    private static Optional<String> named(String field) {
        return field.isEmpty() ? Optional.empty() : Optional.of(field);
    }
}
