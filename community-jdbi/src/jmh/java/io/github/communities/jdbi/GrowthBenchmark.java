package io.github.communities.jdbi;

import static io.github.communities.Role.COMMUNITY_DEVELOPER;

import java.sql.SQLException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** Bringing members into a community of a million, against into one of a thousand. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // by the harness
public class GrowthBenchmark {
    @Param({"h2", "postgresql", "mariadb"})
    public String database = "";

    private Ground ground;
    private int next;

    @Setup(Level.Trial)
    public void open() throws SQLException {
        ground = Ground.of(database);
    }

    @Setup(Level.Iteration)
    public void begin() throws SQLException {
        ground.revokeAll("few");
        ground.revokeAll("many");
        next = 0;
    }

    @Benchmark
    public void pair(Pair pair, Blackhole hole) throws Exception {
        pair.time(hole, this::ours, this::reference);
    }

    private Object ours() {
        return add("many");
    }

    private Object reference() {
        return add("few");
    }

    private Object add(String community) {
        return ground.communities()
                .members()
                .grant(Ground.ANN, Ground.community(community), Ground.newcomer(next++), COMMUNITY_DEVELOPER);
    }

    @TearDown(Level.Trial)
    public void close() {
        ground.close();
    }
}
