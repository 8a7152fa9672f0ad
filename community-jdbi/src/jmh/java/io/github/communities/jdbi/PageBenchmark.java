package io.github.communities.jdbi;

import io.github.communities.CommunityId;
import io.github.communities.PageRequest;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** The last page of a community of a million, against the first. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // by the harness
public class PageBenchmark {
    private static final int SIZE = 100;

    @Param({"h2", "postgresql", "mariadb"})
    public String database = "";

    private final CommunityId many = Ground.community("many");
    private Ground ground;
    private PageRequest first = PageRequest.first(SIZE);
    private PageRequest last = first;

    @Setup(Level.Trial)
    public void open() {
        ground = Ground.of(database);
        last = ground.lastPage(many, SIZE);
        // One is a page of others than the other is, and as full.
        Same.require(SIZE, ground.members(many, first).size());
        Same.require(SIZE, ground.members(many, last).size());
        String id = ground.members(many, last).get(0).subject().id();
        Same.require(true, id.startsWith("user9999"));
    }

    @Benchmark
    public void pair(Pair pair, Blackhole hole) throws Exception {
        pair.time(hole, this::ours, this::reference);
    }

    private Object ours() {
        return ground.members(many, last);
    }

    private Object reference() {
        return ground.members(many, first);
    }

    @TearDown(Level.Trial)
    public void close() {
        ground.close();
    }
}
