package io.github.communities.jdbi;

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

/** The grants of one principal with twenty memberships and five groups, against the same statement by hand. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // by the harness
public class PrincipalBenchmark {
    @Param({"h2", "postgresql"})
    public String database = "";

    private Ground ground;
    private Replay byHand;

    /** Writes down what the library sends. */
    @Setup(Level.Trial)
    public void record() throws SQLException {
        ground = Ground.of(database);
        TappedDataSource tapped = new TappedDataSource(ground.pool());
        try (var store = JdbiCommunityStore.over(tapped)) {
            tapped.statements();
            int bindings =
                    store.principalRecords(Ground.ACME, Ground.BUSY).bindings().size();
            List<Executed> sent = tapped.statements();
            Same.require(25, bindings);
            Same.require(1, sent.size());
            byHand = new Replay(sent, Ground.BUSY.id(), Long.MAX_VALUE);
            try (Connection connection = ground.pool().getConnection()) {
                long viewers = byHand.read(connection, Ground.BUSY.id()).stream()
                        .filter("communities.viewer"::equals)
                        .count();
                Same.require(25L, viewers);
            }
        }
    }

    @Benchmark
    public void pair(Pair pair, Blackhole hole) throws Exception {
        pair.time(hole, this::ours, this::reference);
    }

    private Object ours() {
        return ground.store().principalRecords(Ground.ACME, Ground.BUSY);
    }

    private Object reference() throws SQLException {
        try (Connection connection = ground.pool().getConnection()) {
            return byHand.read(connection, Ground.BUSY.id());
        }
    }

    @TearDown(Level.Trial)
    public void close() {
        ground.close();
    }
}
