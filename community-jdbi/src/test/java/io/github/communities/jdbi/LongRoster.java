package io.github.communities.jdbi;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.communities.Communities;
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
 * A host that brings a long roster in, to be started in a JVM of its own: two organizations by turns, row by row, of which
 * the rows of their people come last. A quarter of the rows are people, each with three roles.
 *
 * @param rows how many rows; a multiple of 200
 */
record LongRoster(long rows) {
    static final List<OrganizationId> ORGANIZATIONS = List.of(OrganizationId.of("acme"), OrganizationId.of("globex"));

    /** What it says once it waits to be killed. */
    static final String STOPPED = "in the middle of a write";

    private static final String FILLER = "Filler, so that a row takes more memory: \u732b";

    /** How many people each of the organizations has. */
    long people() {
        return rows / 4 / 2;
    }

    /** How many communities each of them gets. */
    long communities() {
        return rows / 200;
    }

    Stream<RosterRow> stream() {
        return LongStream.range(0, rows).mapToObj(this::row);
    }

    private RosterRow row(long i) {
        OrganizationId organization = ORGANIZATIONS.get((int) (i % 2));
        long ofTheirs = i / 2;
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
                ofTheirs % 3 == 0 ? Optional.of("Project") : Optional.empty(),
                user(ofTheirs % people()),
                List.of("viewer", "developer", "editor").get((int) (ofTheirs / people())));
    }

    private static String user(long number) {
        return "user" + number + ", " + FILLER;
    }

    /** Takes the URL of a database, how many rows, and after how many new ids it is to stop; never, if that is 0. */
    public static void main(String[] args) {
        LongRoster roster = new LongRoster(Long.parseLong(args[1]));
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
                ORGANIZATIONS.forEach(organization -> communities.host().register(organization, "Organization"));
                RosterReport report = communities.host().importRoster(roster.stream(), outcome -> {});
                System.out.println(report);
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
