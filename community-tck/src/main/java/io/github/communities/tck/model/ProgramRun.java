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
import java.util.function.Function;
import java.util.function.Supplier;
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
            throw shortest(program, failure.get(), shorter -> failure(shorter, table, clusters, new Tally()));
        }
    }

    private static AssertionError shortest(
            List<Command> program, AssertionError failure, Function<List<Command>, Optional<AssertionError>> failing) {
        List<Command> shortest = new ArrayList<>(program);
        AssertionError last = failure;
        for (boolean found = true; found; ) {
            found = false;
            for (int i = shortest.size() - 1; i >= 0; i--) {
                List<Command> shorter = new ArrayList<>(shortest);
                shorter.remove(i);
                Optional<AssertionError> still = failing.apply(shorter);
                if (still.isPresent()) {
                    shortest = shorter;
                    last = still.get();
                    found = true;
                }
            }
        }
        return last;
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
