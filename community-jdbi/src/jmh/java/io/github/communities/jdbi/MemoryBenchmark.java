package io.github.communities.jdbi;

import io.github.communities.Communities;
import io.github.communities.ProjectId;
import io.github.communities.access.Access;
import io.github.communities.access.AccessStatistics;
import java.util.HashSet;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jol.info.GraphLayout;

/** The bytes that what is remembered takes, by the object layout of the JVM; ids come from a database, as they do for a host. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // by the harness
public class MemoryBenchmark {
    private static final int PRINCIPALS = 4_000;
    private static final int ROLES = 20;
    private static final int FEW = 500;
    /** Less than all of it takes. */
    private static final long LITTLE = 4 << 20;

    @Param("postgresql")
    public String database = "";

    private Ground ground;

    /** Has the layout of records told too. */
    @Setup(Level.Trial)
    public void begin() {
        System.setProperty("jol.magicFieldOffset", "true");
        System.setProperty("jol.skipHotspotSAAttach", "true");
        ground = Ground.of(database);
    }

    private BindingsGround filled(int principals, long accessMemory) {
        return new BindingsGround(ground.store(), principals, ROLES, accessMemory);
    }

    /** What a principal of twenty roles adds to the tables, key and entries included. */
    @Benchmark
    public void principal(Pair pair) throws ReflectiveOperationException {
        BindingsGround bindings = filled(FEW + 1, BindingsGround.DEFAULT_MEMORY);
        Access access = bindings.communities().access();
        ProjectId project = bindings.project(bindings.numbered(0));
        access.can(bindings.numbered(0), Questions.ASKED, project);
        long before = bytes(bindings.communities());
        for (int i = 1; i <= FEW; i++) {
            access.can(bindings.numbered(i), Questions.ASKED, project);
        }
        pair.note((double) (bytes(bindings.communities()) - before) / FEW, 1);
    }

    /** What a target adds to the tables, entries included, but for the id that it is asked by. */
    @Benchmark
    public void target(Pair pair) throws ReflectiveOperationException {
        BindingsGround bindings = filled(1, BindingsGround.DEFAULT_MEMORY);
        Access access = bindings.communities().access();
        Set<ProjectId> targets = new HashSet<>();
        while (targets.size() < FEW) {
            targets.add(bindings.project(bindings.numbered(0)));
        }
        access.can(bindings.numbered(0), Questions.ASKED, bindings.organization());
        long before = bytes(bindings.communities());
        long ids = -FEW * GraphLayout.parseInstance(bindings.organization()).totalSize(); // which they share
        for (ProjectId target : targets) {
            access.can(bindings.numbered(0), Questions.ASKED, target);
            ids += GraphLayout.parseInstance(target).totalSize();
        }
        pair.note((double) (bytes(bindings.communities()) - before - ids) / FEW, 1);
    }

    /** What the tables are said to take when they are full, against what they do. */
    @Benchmark
    public void full(Pair pair) throws ReflectiveOperationException {
        BindingsGround bindings = filled(PRINCIPALS, LITTLE);
        Access access = bindings.communities().access();
        long empty = bytes(bindings.communities());
        for (int i = 0; i < PRINCIPALS; i++) {
            access.can(bindings.numbered(i), Questions.ASKED, bindings.project(bindings.numbered(i)));
        }
        AccessStatistics full = bindings.communities().host().accessStatistics();
        Same.require(true, full.evictions() > 0);
        pair.note((double) full.weight(), (double) bytes(bindings.communities()) - empty);
    }

    private static long bytes(Communities engine) throws ReflectiveOperationException {
        engine.host().accessStatistics(); // tidies up
        var tables = engine.getClass().getDeclaredField("tables");
        tables.setAccessible(true);
        return GraphLayout.parseInstance(tables.get(engine)).totalSize();
    }

    @TearDown(Level.Trial)
    public void close() {
        ground.close();
    }
}
