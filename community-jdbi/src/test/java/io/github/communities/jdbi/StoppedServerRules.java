package io.github.communities.jdbi;

import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Communities;
import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import io.github.communities.core.CommunityEngine;
import io.github.communities.error.Unavailable;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.LeftoverRecord;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.tck.fixture.ManualClock;
import io.github.communities.tck.rule.Rule;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that falls over in the midst of a write, and is started again. */
abstract class StoppedServerRules {
    private static final OrganizationId ACME = OrganizationId.of("acme");
    private static final Subject ANN = Subject.user("ann");

    @TempDir
    Path folder;

    /**
     * A server of the test's own, which keeps its data in a folder and is found at one place however often it is
     * started.
     */
    interface Server extends AutoCloseable {
        /** Not pooled: when a pool finds out that the server is back is the pool's affair. */
        DataSource connections();

        void start() throws IOException;

        /** As if its process had died. */
        void kill();

        @Override
        void close() throws IOException;
    }

    /** One that is not started, on a free port. */
    abstract Server server(Path data) throws IOException;

    @Test
    @Rule({"S-1", "S-18", "CHG-1"})
    void what_was_committed_is_there_and_nothing_else_when_it_is_back() throws IOException {
        try (Server server = server(folder.resolve("data"))) {
            server.start();
            CommunitySchema.migrate(server.connections());
            CommunityStore store = JdbiCommunityStore.over(server.connections(), Duration.ZERO);
            ManualClock clock = new ManualClock();
            try (Communities communities = CommunityEngine.builder()
                    .store(store)
                    .clock(clock)
                    .ticker(clock.ticker())
                    .build()) {
                List<ChangeRecord> before = fill(communities);

                requireUnavailable(() -> store.write(ACME, writer -> {
                    writer.insert(LeftoverRecord.builder()
                            .organization(ACME)
                            .subject(Subject.user("half-written"))
                            .build());
                    writer.append(ChangeRecord.builder()
                            .revision(writer.revision().next())
                            .at(Instant.EPOCH)
                            .addChanges(Change.of(ChangeKind.SUBJECT_REMOVED, ACME))
                            .build());
                    server.kill();
                    return "not committed";
                }));
                requireUnavailable(() -> communities.host().addUser(ACME, Subject.user("nobody")));
                requireUnavailable(() -> store.revision(ACME));
                requireUnavailable(() -> store.principalRecords(ACME, ANN));
                requireUnavailable(() -> store.targetRecords(ACME, List.of(ACME)));
                requireUnavailable(() -> store.read(ACME, StoreReader::revision));

                server.start();

                assertEquals(before, feed(communities));
                communities.host().addUser(ACME, Subject.user("late"));
                List<ChangeRecord> after = feed(communities);
                assertEquals(before, after.subList(0, before.size()));
                assertEquals(
                        LongStream.rangeClosed(1, before.size() + 1L)
                                .mapToObj(Revision::of)
                                .toList(),
                        after.stream().map(ChangeRecord::revision).toList());
                assertEquals(List.of(), store.read(ACME, reader -> reader.list(RecordRange.of(Index.LEFTOVERS))));
            }
        }
    }

    private static List<ChangeRecord> fill(Communities communities) {
        communities.host().register(ACME, "Acme");
        communities.host().addUser(ACME, ANN, ORGANIZATION_ADMIN);
        for (int i = 0; i < 30; i++) {
            communities.host().addUser(ACME, Subject.user("user " + i));
        }
        return feed(communities);
    }

    private static List<ChangeRecord> feed(Communities communities) {
        return communities.host().changes(ACME, Revision.NONE, 100);
    }

    private static void requireUnavailable(Runnable call) {
        Unavailable unavailable = assertThrows(Unavailable.class, call::run);
        assertTrue(unavailable.retryable(), unavailable::toString);
        assertEquals("S-18", unavailable.rule());
    }
}
