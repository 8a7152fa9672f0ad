package io.github.communities.jdbi;

import static io.github.communities.Permission.COMMUNITY_VIEW;

import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.Subject;
import io.github.communities.access.Access;
import io.github.communities.core.CommunityEngine;
import io.github.communities.jdbi.TappedDataSource.Executed;
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

/** A check of someone whom nobody has asked about before, each time another one, against its statement by hand. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // by the harness
public class MissBenchmark {
    /** One of the million, to whom no other id is alike. */
    private static final int RECORDED = 777_777;

    @Param({"h2", "postgresql"})
    public String database = "";

    private final CommunityId many = Ground.community("many");
    private Ground ground;
    private Access access;
    private Replay byHand;
    private int next;

    /** Writes down what a miss sends. */
    @Setup(Level.Trial)
    public void record() throws SQLException {
        ground = Ground.of(database);
        access = ground.communities().access();
        Same.require(true, can(access, Ground.user(0)));
        TappedDataSource tapped = new TappedDataSource(ground.pool());
        try (var engine =
                CommunityEngine.builder().store(JdbiCommunityStore.over(tapped)).build()) {
            Same.require(true, can(engine.access(), Ground.user(0)));
            tapped.statements();
            Same.require(true, can(engine.access(), Ground.user(RECORDED)));
            List<Executed> sent = tapped.statements();
            Same.require(1, sent.size());
            byHand = new Replay(sent, Ground.user(RECORDED).id(), Long.MAX_VALUE);
        }
        try (Connection connection = ground.pool().getConnection()) {
            Same.require(
                    byHand.read(connection, Ground.user(RECORDED).id()).size(),
                    byHand.read(connection, Ground.user(RECORDED + 1).id()).size());
        }
    }

    private boolean can(Access asked, Subject user) {
        return asked.can(Caller.of(Ground.ACME, user), COMMUNITY_VIEW, many);
    }

    @Benchmark
    public void pair(Pair pair, Blackhole hole) throws Exception {
        pair.time(hole, this::ours, this::reference);
    }

    private Object ours() {
        return can(access, someone());
    }

    private Object reference() throws SQLException {
        try (Connection connection = ground.pool().getConnection()) {
            return byHand.read(connection, someone().id());
        }
    }

    /** Of those who are in but one community, and before long nobody twice. */
    private Subject someone() {
        return Ground.user(Ground.FEW + next++ % (Ground.MANY - Ground.FEW));
    }

    @TearDown(Level.Trial)
    public void close() {
        ground.close();
    }
}
