package io.github.communities.jdbi;

import io.github.communities.OrganizationId;
import io.github.communities.Subject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** The morning of a new customer: a thousand users sign in at once for the first time, against the same by hand. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // by the harness
public class MorningBenchmark {
    private static final int AT_ONCE = 1_000;
    private static final int USERS = 200_000;
    /** As many connections as the pool has. */
    private static final int CONNECTIONS = 16;

    @Param({"h2", "postgresql", "mariadb"})
    public String database = "";

    private final OrganizationId organization = OrganizationId.of("morning");
    private final BlockingQueue<WritesByHand> byHand = new LinkedBlockingQueue<>();
    private Ground ground;
    private ExecutorService threads;
    private int next;

    @Setup(Level.Trial)
    public void open() throws SQLException {
        ground = Ground.of(database);
        threads = Executors.newFixedThreadPool(AT_ONCE);
        if (ground.communities().host().register(organization, "Morning").changed()) {
            ground.addUsers(organization, USERS);
            ground.analyze();
        }
        for (int i = 0; i < CONNECTIONS; i++) {
            byHand.add(new WritesByHand(ground.connect()));
        }
    }

    private interface SignIn {
        boolean of(Subject user) throws Exception;
    }

    private boolean ours(Subject user) {
        return ground.communities().host().signIn(organization, user).changed();
    }

    private boolean reference(Subject user) throws Exception {
        WritesByHand connection = byHand.take();
        try {
            return connection.signIn(organization, user);
        } finally {
            byHand.add(connection);
        }
    }

    @Benchmark
    public void pair(Pair pair, Blackhole hole) throws Exception {
        pair.time(hole, () -> times(this::ours), () -> times(this::reference));
    }

    /** How long the slowest waits, and the median. */
    @Benchmark
    public void slowest(Pair pair) throws Exception {
        List<Long> times = times(this::ours);
        pair.note(times.get(AT_ONCE - 1) / 1e6, times.get(AT_ONCE / 2) / 1e6);
    }

    /** The times from the moment at which all begin, from short to long. */
    private List<Long> times(SignIn signIn) throws Exception {
        CountDownLatch begin = new CountDownLatch(1);
        List<Future<Long>> signingIn = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            Subject user = newUser();
            signingIn.add(threads.submit(() -> {
                begin.await();
                long begun = System.nanoTime();
                Same.require(true, signIn.of(user));
                return System.nanoTime() - begun;
            }));
        }
        begin.countDown();
        List<Long> times = new ArrayList<>();
        for (Future<Long> each : signingIn) {
            times.add(each.get());
        }
        times.sort(Long::compare);
        return times;
    }

    /** One who has not signed in, be it in another process that measures. */
    private Subject newUser() {
        Subject user = Ground.user(next++);
        boolean signedIn = next % AT_ONCE == 1
                && ground.store()
                        .principalRecords(organization, user)
                        .subjects()
                        .get(0)
                        .signedIn();
        if (!signedIn) {
            return user;
        }
        next += AT_ONCE - 1;
        return newUser();
    }

    @TearDown(Level.Trial)
    public void close() throws SQLException {
        threads.shutdownNow();
        for (WritesByHand each : byHand) {
            each.close();
        }
        ground.close();
    }
}
