package io.github.communities.jdbi;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.communities.Communities;
import io.github.communities.Host;
import io.github.communities.OrganizationId;
import io.github.communities.core.CommunityEngine;
import io.github.communities.organization.RosterReport;
import io.github.communities.organization.RosterRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A roster of any length in the worst order: organizations by turns, row by row, and the people last. A quarter of the
 * rows are people, each with three roles.
 *
 * @param organizations whose it is
 * @param rows how many rows; for each organization a multiple of 100
 */
record LongRoster(List<OrganizationId> organizations, long rows) {
    /** Those of a host in a JVM of its own. */
    static final List<OrganizationId> ORGANIZATIONS = List.of(OrganizationId.of("acme"), OrganizationId.of("globex"));

    /** What it says once it waits to be killed. */
    static final String STOPPED = "in the middle of a write";

    private static final String FILLER = "Filler, so that a row takes more memory: \u732b";

    /** How many people each of the organizations has. */
    long people() {
        return rows / 4 / organizations.size();
    }

    /** How many communities each of them gets. */
    long communities() {
        return rows / 100 / organizations.size();
    }

    private Stream<RosterRow> stream() {
        return LongStream.range(0, rows).mapToObj(this::row);
    }

    private RosterRow row(long i) {
        OrganizationId organization = organizations.get((int) (i % organizations.size()));
        long ofTheirs = i / organizations.size();
        long roles = people() * 3;
        if (ofTheirs >= roles) {
            return new RosterRow(
                    i + 2, organization, Optional.empty(), Optional.empty(), user(ofTheirs - roles), "member");
        }
        // A community has its rows all over the roster, and no two rows say the same.
        return new RosterRow(
                i + 2,
                organization,
                Optional.of("Team " + ofTheirs % communities() + ", " + FILLER),
                ofTheirs / communities() % 3 == 0 ? Optional.of("Project") : Optional.empty(),
                user(ofTheirs % people()),
                List.of("viewer", "developer", "editor").get((int) (ofTheirs / people())));
    }

    private static String user(long number) {
        return "user" + number + ", " + FILLER;
    }

    /** Registers the organizations and brings the rows in. */
    RosterReport bringIn(Host host) {
        organizations.forEach(organization -> host.register(organization, "Organization"));
        return host.importRoster(stream(), outcome -> {});
    }

    /**
     * A host in a JVM of its own. Takes the URL of a database, how many rows, and after how many new ids it is to stop;
     * never, if that is 0.
     */
    public static void main(String[] args) {
        LongRoster roster = new LongRoster(ORGANIZATIONS, Long.parseLong(args[1]));
        long stop = Long.parseLong(args[2]);
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(args[0]);
        config.setMaximumPoolSize(2);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            CommunitySchema.migrate(pool);
            try (Communities communities = CommunityEngine.builder()
                    .store(JdbiCommunityStore.over(pool))
                    .ids(new Ids(stop))
                    .build()) {
                System.out.println(roster.bringIn(communities.host()));
            }
        }
    }

    /** New ids; they are asked for in the midst of a write, when what it makes is not stored yet. */
    private static final class Ids implements Supplier<String> {
        private final long stop;
        private long given;

        Ids(long stop) {
            this.stop = stop;
        }

        @Override
        public String get() {
            given++;
            if (given == stop) {
                System.out.println(STOPPED);
                try {
                    System.in.read();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return UUID.randomUUID().toString();
        }
    }
}
