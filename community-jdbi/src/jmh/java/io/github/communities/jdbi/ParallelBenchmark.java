package io.github.communities.jdbi;

import io.github.communities.OrganizationId;
import io.github.communities.Subject;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/** Writes of eight organizations at the same time, against one after the other. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // by the harness
public class ParallelBenchmark {
    private static final int ORGANIZATIONS = 8;

    @Param("postgresql")
    public String database = "";

    private final AtomicInteger threads = new AtomicInteger();
    private Ground ground;

    /** One of those who write. */
    @State(Scope.Thread)
    public static class Writer {
        private final String unique = UUID.randomUUID().toString();
        private int organization;
        private int writes;

        @Setup(Level.Trial)
        public void begin(ParallelBenchmark benchmark) {
            organization = benchmark.threads.getAndIncrement();
        }
    }

    @Setup(Level.Trial)
    public void open() {
        ground = Ground.of(database);
        for (int i = 0; i < ORGANIZATIONS; i++) {
            ground.communities().host().register(organization(i), "Organization " + i);
        }
    }

    private static OrganizationId organization(int number) {
        return OrganizationId.of("organization " + number % ORGANIZATIONS);
    }

    @Benchmark
    @Threads(ORGANIZATIONS)
    public Object ours(Writer writer) {
        return write(writer, writer.organization);
    }

    @Benchmark
    @Threads(1)
    public Object reference(Writer writer) {
        return write(writer, writer.writes);
    }

    private Object write(Writer writer, int organization) {
        return ground.communities()
                .host()
                .addUser(organization(organization), Subject.user(writer.unique + " " + writer.writes++));
    }

    @TearDown(Level.Trial)
    public void close() {
        ground.close();
    }
}
