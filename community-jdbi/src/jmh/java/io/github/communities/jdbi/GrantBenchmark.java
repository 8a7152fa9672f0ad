package io.github.communities.jdbi;

import static io.github.communities.Role.COMMUNITY_VIEWER;

import io.github.communities.CommunityId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.change.ChangeRecord;
import io.github.communities.core.CommunityEngine;
import io.github.communities.jdbi.TappedDataSource.Executed;
import io.github.communities.policy.Billing;
import io.github.communities.policy.Policy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** A write: granting a role, against what somebody would do by hand, and against the very statements that it takes. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // by the harness
public class GrantBenchmark {
    @Param({"h2", "postgresql", "mariadb"})
    public String database = "";

    private final CommunityId cats = Ground.community("cats");
    private Ground ground;
    private Replay replay;
    private WritesByHand byHand;
    private int next;

    /** Writes down what the library sends, and requires that by hand the same is sent, and comes to the same. */
    @Setup(Level.Trial)
    public void record() throws SQLException {
        ground = Ground.of(database);
        ground.revokeAll("cats");
        TappedDataSource tapped = new TappedDataSource(ground.pool());
        var communities = CommunityEngine.builder()
                .store(JdbiCommunityStore.over(tapped))
                .policy(Policy.standard().toBuilder("free")
                        .billing(Billing.NOT_REQUIRED)
                        .build())
                .build();
        // The first write of an engine may send more.
        communities.members().grant(Ground.ANN, cats, Ground.user(1), COMMUNITY_VIEWER);
        tapped.statements();
        long revision = ground.revision();
        communities.members().grant(Ground.ANN, cats, Ground.user(2), COMMUNITY_VIEWER);
        List<Executed> sent = tapped.statements();
        replay = new Replay(sent, Ground.user(2).id(), revision);

        List<String> ours = sent.stream().map(Executed::sql).toList();
        try (Connection connection = tapped.getConnection()) {
            replay.write(connection, Ground.user(3).id());
        }
        Same.require(ours, tapped.statements().stream().map(Executed::sql).toList());
        Same.require(
                ground.store()
                        .principalRecords(Ground.ACME, Ground.user(2))
                        .bindings()
                        .size(),
                ground.store()
                        .principalRecords(Ground.ACME, Ground.user(3))
                        .bindings()
                        .size());
        Same.require(revision + 2, ground.revision());

        byHand = new WritesByHand(ground.connect());
        Same.require(true, byHand.grant(Ground.ANN.principal(), cats, Ground.user(4), COMMUNITY_VIEWER));
        Same.require(true, granted(revision).equals(granted(revision + 2)));
    }

    @Setup(Level.Iteration)
    public void begin() throws SQLException {
        ground.revokeAll("cats");
        next = 0;
    }

    /** What the change record after a revision tells, but for the user. */
    private String granted(long revision) {
        ChangeRecord record = ground.communities()
                .host()
                .changes(Ground.ACME, Revision.of(revision), 1)
                .get(0);
        return record.actor() + " " + record.changes().toString().replaceAll("user[0-9]+", "");
    }

    @Benchmark
    public void pair(Pair pair, Blackhole hole) throws Exception {
        pair.time(hole, this::ours, this::replayed);
    }

    @Benchmark
    public void byHand(Pair pair, Blackhole hole) throws Exception {
        pair.time(hole, this::ours, this::reference);
    }

    private Object ours() {
        return ground.communities().members().grant(Ground.ANN, cats, user(), COMMUNITY_VIEWER);
    }

    private Object replayed() throws SQLException {
        try (Connection connection = ground.pool().getConnection()) {
            return replay.write(connection, user().id());
        }
    }

    private Object reference() throws SQLException {
        return byHand.grant(Ground.ANN.principal(), cats, user(), COMMUNITY_VIEWER);
    }

    private Subject user() {
        return Ground.user(next++);
    }

    @TearDown(Level.Trial)
    public void close() throws SQLException {
        byHand.close();
        ground.close();
    }
}
