package io.github.communities.jdbi;

import static io.github.communities.Role.COMMUNITY_VIEWER;

import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.community.NewCommunity;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** How many times as fast eight organizations are written to at once as one after the other, against that by hand. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // by the harness
public class ParallelBenchmark {
    private static final int ORGANIZATIONS = 8;
    private static final int GRANTS = 100;
    private static final int USERS = 100_000;

    @Param("postgresql")
    public String database = "";

    private final List<Writer> writers = new ArrayList<>();
    private Ground ground;
    private ExecutorService threads;

    @Setup(Level.Trial)
    public void open() throws SQLException {
        ground = Ground.of(database);
        threads = Executors.newFixedThreadPool(ORGANIZATIONS);
        for (int i = 0; i < ORGANIZATIONS; i++) {
            OrganizationId organization = OrganizationId.of(UUID.randomUUID().toString());
            Caller ann = Caller.of(organization, Ground.ANN.principal());
            ground.communities().host().register(organization, "Organization " + i);
            ground.communities().host().addUser(organization, ann.principal(), Role.ORGANIZATION_ADMIN);
            CommunityId cats = ground.communities()
                    .create(ann, NewCommunity.named("Cats"))
                    .value()
                    .id();
            ground.addUsers(organization, USERS);
            writers.add(new Writer(ann, cats, new WritesByHand(ground.connect())));
        }
        ground.analyze();
    }

    /** Who writes to one organization, by one thread at a time. */
    private final class Writer {
        private final Caller caller;
        private final CommunityId community;
        private final WritesByHand byHand;
        private int next;

        Writer(Caller caller, CommunityId community, WritesByHand byHand) {
            this.caller = caller;
            this.community = community;
            this.byHand = byHand;
        }

        Object ours() {
            for (int i = 0; i < GRANTS; i++) {
                Same.require(
                        true,
                        ground.communities()
                                .members()
                                .grant(caller, community, user(), COMMUNITY_VIEWER)
                                .changed());
            }
            return next;
        }

        Object reference() throws SQLException {
            for (int i = 0; i < GRANTS; i++) {
                Same.require(true, byHand.grant(caller.principal(), community, user(), COMMUNITY_VIEWER));
            }
            return next;
        }

        private Subject user() {
            return Ground.user(next++);
        }
    }

    @Benchmark
    public void gain(Pair pair) throws Exception {
        double ours = gain(
                writers.stream().<Callable<Object>>map(writer -> writer::ours).toList());
        pair.note(
                ours,
                gain(writers.stream()
                        .<Callable<Object>>map(writer -> writer::reference)
                        .toList()));
    }

    private double gain(List<Callable<Object>> tasks) throws Exception {
        long begun = System.nanoTime();
        for (Callable<Object> task : tasks) {
            task.call();
        }
        long alone = System.nanoTime() - begun;
        begun = System.nanoTime();
        for (Future<Object> each : threads.invokeAll(tasks)) {
            each.get();
        }
        return (double) alone / (System.nanoTime() - begun);
    }

    @TearDown(Level.Trial)
    public void close() throws SQLException {
        threads.shutdownNow();
        for (Writer writer : writers) {
            writer.byHand.close();
        }
        ground.close();
    }
}
