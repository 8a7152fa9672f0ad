package io.github.communities.jdbi;

import io.github.communities.OrganizationId;
import java.sql.SQLException;
import java.util.UUID;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** A roster of 3,596 rows, against a program that inserts what comes of it in batches. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // by the harness
public class RosterBenchmark {
    @Param({"h2", "postgresql"})
    public String database = "";

    private final SampleRoster roster = SampleRoster.read();
    private Ground ground;
    private RosterRows inserted;

    /** Brings it in once, and requires that the rows that are inserted by hand are then the same. */
    @Setup(Level.Trial)
    public void record() throws SQLException {
        ground = Ground.of(database);
        OrganizationId first = any();
        Same.require(0L, roster.bringIn(ground.communities().host(), first).refused());
        inserted = RosterRows.of(ground.pool(), first);
        OrganizationId second = any();
        inserted.insert(ground.pool(), second);
        Same.require(inserted.counts(), RosterRows.of(ground.pool(), second).counts());
        Same.require(
                ground.communities().host().overview(first).communities(),
                ground.communities().host().overview(second).communities());
    }

    private static OrganizationId any() {
        return OrganizationId.of("roster " + UUID.randomUUID());
    }

    @Benchmark
    public void pair(Pair pair, Blackhole hole) throws Exception {
        pair.time(hole, this::ours, this::reference);
    }

    private Object ours() {
        return roster.bringIn(ground.communities().host(), any());
    }

    private Object reference() throws SQLException {
        return inserted.insert(ground.pool(), any());
    }

    @TearDown(Level.Trial)
    public void close() {
        ground.close();
    }
}
