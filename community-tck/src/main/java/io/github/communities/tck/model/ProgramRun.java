package io.github.communities.tck.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.communities.Communities;
import io.github.communities.Revision;
import io.github.communities.Written;
import io.github.communities.error.CommunitiesException;
import io.github.communities.tck.fixture.Cluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/** One program on one cluster of two nodes, through engine and model. */
public final class ProgramRun implements AutoCloseable {
    /** How many commands are run between two looks at what everyone may do. */
    private static final int BETWEEN = 10;

    private static final Duration PAST_STALENESS = Duration.ofSeconds(2);

    private final Cluster cluster;
    private final Model model;
    private final Communities[] nodes;
    private final Tally tally;
    private final ProgramText text = new ProgramText();
    private int current;
    private Outcome last = Outcome.unchanged();

    private ProgramRun(Cluster cluster, RoleTable table, Tally tally) {
        this.cluster = cluster;
        this.tally = tally;
        this.model = new Model(table, cluster.clock().instant());
        this.nodes = new Communities[] {open(), open()};
    }

    /**
     * Runs a program from its beginning to its end. If it fails it is run again and again without one of its commands,
     * for as long as it still fails without one: what is told then is as short as can be.
     *
     * @param clusters makes a cluster that has no nodes and nothing stored yet
     */
    public static void of(List<Command> program, RoleTable table, Supplier<Cluster> clusters, Tally tally) {
        Optional<AssertionError> failure = failure(program, table, clusters, tally);
        if (failure.isPresent()) {
            throw simplest(new Failing(program, table, failure.get()), clusters);
        }
    }

    /** Runs a program, and gives what its last command came to. */
    static Outcome last(List<Command> program, RoleTable table, Cluster cluster) {
        try (ProgramRun run = new ProgramRun(cluster, table, new Tally())) {
            run.all(program).ifPresent(failure -> {
                throw failure;
            });
            return run.last;
        }
    }

    /** A program that fails, and how. */
    private record Failing(List<Command> program, RoleTable table, AssertionError failure) {
        /** What is simpler by one command, from the end, or by one thing in which the policy differs. */
        Stream<Failing> simpler() {
            Stream<Failing> shorter = IntStream.iterate(program.size() - 1, i -> i >= 0, i -> i - 1)
                    .mapToObj(i -> {
                        List<Command> without = new ArrayList<>(program);
                        without.remove(i);
                        return new Failing(without, table, failure);
                    });
            return Stream.concat(shorter, table.simpler().stream().map(less -> new Failing(program, less, failure)));
        }

        Optional<Failing> again(Supplier<Cluster> clusters) {
            return ProgramRun.failure(program, table, clusters, new Tally())
                    .map(still -> new Failing(program, table, still));
        }
    }

    private static AssertionError simplest(Failing failing, Supplier<Cluster> clusters) {
        Failing simplest = failing;
        Optional<Failing> simpler = Optional.of(failing);
        while (simpler.isPresent()) {
            simplest = simpler.get();
            simpler = simplest.simpler()
                    .flatMap(candidate -> candidate.again(clusters).stream())
                    .findFirst();
        }
        return simplest.failure();
    }

    private static Optional<AssertionError> failure(
            List<Command> program, RoleTable table, Supplier<Cluster> clusters, Tally tally) {
        try (ProgramRun run = new ProgramRun(clusters.get(), table, tally)) {
            return run.all(program);
        }
    }

    private Optional<AssertionError> all(List<Command> program) {
        try {
            Programs.BEGINNING.forEach(this::execute);
            for (int i = 0; i < program.size(); i++) {
                execute(program.get(i));
                if (i % BETWEEN == BETWEEN - 1) {
                    lookAround();
                }
            }
            lookAround();
            new Comparison(model, node()).everything();
        } catch (TestAbortedException unsupported) {
            throw unsupported;
        } catch (AssertionError | RuntimeException failure) {
            return Optional.of(new AssertionError(text.of(model.table(), program, failure), failure));
        }
        tally.program();
        return Optional.empty();
    }

    private Communities open() {
        return cluster.node(model.table().policy(), engine -> engine.billingAccounts(model.world.accounts));
    }

    private Communities node() {
        return nodes[current];
    }

    private void pass(Duration duration) {
        cluster.clock().advance(duration);
        model.advanceTo(cluster.clock().instant());
    }

    /** What everyone may do everywhere, on both nodes. */
    private void lookAround() {
        pass(PAST_STALENESS);
        for (Communities each : nodes) {
            new Comparison(model, each).permissions();
        }
    }

    private void execute(Command command) {
        model.advanceTo(cluster.clock().instant());
        if (command instanceof Command.Write write) {
            attempt(write);
        } else if (command instanceof Command.Advance advance) {
            pass(advance.duration());
            text.add(command);
        } else if (command instanceof Command.SwitchNode) {
            pass(PAST_STALENESS);
            current = 1 - current;
            text.add(command);
        } else if (command instanceof Command.AccountBecomes becomes) {
            model.world.accounts.become(becomes.account(), becomes.status());
            text.add(command);
        } else {
            node().close();
            nodes[current] = open();
            text.add(command);
        }
    }

    private void attempt(Command.Write command) {
        Attempt attempt = command.in(model);
        Expected expected = attempt.expected();
        if (expected.isNothing()) {
            tally.leftOpen();
            text.leftOpen(command, attempt);
            return;
        }
        Revision before = revision();
        Outcome actual;
        Object value;
        Optional<Revision> told = Optional.empty();
        try {
            Written<?> written = attempt.call().apply(node());
            actual = Outcome.of(written);
            value = written.value();
            told = Optional.of(written.revision());
        } catch (CommunitiesException refusal) {
            actual = Outcome.of(refusal);
            value = refusal;
        }
        Outcome came = actual;
        Object found = value;
        text.add(command, attempt, came);
        expected.effectOf(actual)
                .orElseGet(() -> fail("the rules say: " + expected + "\nit came to:    " + came + ": " + found))
                .accept(value);
        tally.command(actual);
        last = actual;
        Revision after = actual.kind() == Outcome.Kind.CHANGED ? before.next() : before;
        assertEquals(after, revision(), "revision");
        told.ifPresent(revision -> assertEquals(after, revision, "revision that is returned"));
    }

    private Revision revision() {
        try {
            return node().host().organization(Model.ACME).revision();
        } catch (CommunitiesException notRegistered) {
            return Revision.NONE;
        }
    }

    @Override
    public void close() {
        cluster.close();
    }
}
