package io.github.communities.jdbi;

import io.github.communities.OrganizationId;
import java.util.List;
import java.util.UUID;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** A roster of a million rows in the worst order, against ten of a tenth of its length. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // by the harness
public class RosterGrowthBenchmark {
    static final int MANY = Boolean.getBoolean("jmh.quick") ? 20_000 : 1_000_000;
    static final int FEW = MANY / 10;
    private static final int WARM = 20_000;

    @Param({"h2", "postgresql"})
    public String database = "";

    private Ground ground;

    @Setup(Level.Trial)
    public void open() {
        ground = Ground.of(database);
        bringIn(WARM);
    }

    @Benchmark
    public void pair(Pair pair, Blackhole hole) throws Exception {
        pair.time(hole, this::ours, this::reference);
    }

    private Object ours() {
        return bringIn(MANY);
    }

    private Object reference() {
        long added = 0;
        for (int i = 0; i < MANY / FEW; i++) {
            added += bringIn(FEW);
        }
        return added;
    }

    private long bringIn(int rows) {
        LongRoster roster = new LongRoster(List.of(OrganizationId.of("roster " + UUID.randomUUID())), rows);
        long added = roster.bringIn(ground.communities().host()).added();
        Same.require((long) rows, added);
        return added;
    }

    @TearDown(Level.Trial)
    public void close() {
        ground.close();
    }
}
