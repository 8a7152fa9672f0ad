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
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
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
    private final List<Command> beginning;
    private final Optional<Watch> watch;
    private final Tally tally;
    private final ProgramText text = new ProgramText();
    private int current;
    /** A view that was taken before some of what was written since. */
    private Optional<KeptView> kept = Optional.empty();

    private int viewsTaken;

    private Outcome last = Outcome.unchanged();

    /** Compares, unless somebody else watches. */
    private ProgramRun(Cluster cluster, RoleTable table, Optional<Watch> watch, Tally tally) {
        this.cluster = cluster;
        this.watch = watch;
        this.tally = tally;
        this.beginning = Programs.beginning(table, watch.isPresent());
        this.model = new Model(table, cluster.clock().instant());
        this.nodes = new Communities[] {open(), open()};
    }

    /**
     * Runs a program from its beginning to its end, compared with the model. If it fails it is run again and again
     * without one of its commands, for as long as it still fails without one: what is told then is as short as can be.
     *
     * @param clusters makes a cluster that has no nodes and nothing stored yet
     */
    public static void compare(List<Command> program, RoleTable table, Supplier<Cluster> clusters, Tally tally) {
        run(program, table, clusters, Optional::empty, tally);
    }

    /**
     * The same, watched instead of compared: what the engine refuses is left undone, whatever the model says.
     *
     * @param watches makes one for each run
     */
    public static void watch(
            List<Command> program, RoleTable table, Supplier<Cluster> clusters, Supplier<Watch> watches, Tally tally) {
        run(program, table, clusters, () -> Optional.of(watches.get()), tally);
    }

    private static void run(
            List<Command> program,
            RoleTable table,
            Supplier<Cluster> clusters,
            Supplier<Optional<Watch>> watches,
            Tally tally) {
        Optional<AssertionError> failure = failure(program, table, clusters, watches, tally);
        if (failure.isPresent()) {
            // What is only run to make it shorter is not counted.
            throw new Failing(program, table, failure.get())
                    .simplest((some, under) -> failure(some, under, clusters, watches, new Tally()));
        }
    }

    private static Optional<AssertionError> failure(
            List<Command> program,
            RoleTable table,
            Supplier<Cluster> clusters,
            Supplier<Optional<Watch>> watches,
            Tally tally) {
        try (ProgramRun run = new ProgramRun(clusters.get(), table, watches.get(), tally)) {
            return run.all(program);
        }
    }

    /** Runs a program, and gives what its last command came to. */
    static Outcome last(List<Command> program, RoleTable table, Cluster cluster) {
        try (ProgramRun run = new ProgramRun(cluster, table, Optional.empty(), new Tally())) {
            run.all(program).ifPresent(failure -> {
                throw failure;
            });
            return run.last;
        }
    }

    /** Runs a program under a policy; empty if it does not fail. */
    private interface Runs {
        Optional<AssertionError> failure(List<Command> program, RoleTable table);
    }

    /** A program that fails, and how. */
    private record Failing(List<Command> program, RoleTable table, AssertionError failure) {
        /** What is simpler by one command, from the end, or by one thing in which the policy differs. */
        private Stream<Failing> simpler(Runs runs) {
            Stream<Failing> shorter = IntStream.iterate(program.size() - 1, i -> i >= 0, i -> i - 1)
                    .mapToObj(i -> {
                        List<Command> without = new ArrayList<>(program);
                        without.remove(i);
                        return new Failing(without, table, failure);
                    });
            return Stream.concat(shorter, table.simpler().stream().map(less -> new Failing(program, less, failure)))
                    .flatMap(candidate -> runs
                            .failure(candidate.program(), candidate.table())
                            .map(still -> new Failing(candidate.program(), candidate.table(), still))
                            .stream());
        }

        AssertionError simplest(Runs runs) {
            Failing simplest = this;
            Optional<Failing> simpler = Optional.of(this);
            while (simpler.isPresent()) {
                simplest = simpler.get();
                simpler = simplest.simpler(runs).findFirst();
            }
            return simplest.failure();
        }
    }

    private Optional<AssertionError> all(List<Command> program) {
        try {
            beginning.forEach(this::execute);
            for (int i = 0; i < program.size(); i++) {
                execute(program.get(i));
                if (watch.isEmpty() && i % BETWEEN == BETWEEN - 1) {
                    lookAround();
                }
            }
            if (watch.isEmpty()) {
                lookAround();
                new Comparison(model, node()).everything();
            }
        } catch (TestAbortedException unsupported) {
            throw unsupported;
        } catch (AssertionError | RuntimeException failure) {
            String said = watch.isEmpty()
                    ? text.toKeep(model.table(), beginning, program, failure)
                    : text.of(model.table(), beginning, failure);
            return Optional.of(new AssertionError(said, failure));
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
        kept = Optional.empty(); // what has expired meanwhile is judged when a view is asked (ACC-4)
        cluster.clock().advance(duration);
        model.advanceTo(cluster.clock().instant());
    }

    /** What everyone may do everywhere, on both nodes. */
    private void lookAround() {
        pass(PAST_STALENESS);
        Comparison.permissions(
                model,
                Map.of(
                        "at node 1, when the bound has passed",
                        nodes[0].access()::of,
                        "at node 2, when the bound has passed",
                        nodes[1].access()::of));
    }

    /** What everyone may do everywhere, at once: where it was written, and where they are told how far that has come. */
    private void lookAtOnce(Revision written) {
        Communities elsewhere = nodes[1 - current];
        Comparison.permissions(
                model,
                Map.of(
                        "where it was written",
                        node().access()::of,
                        "on another node, by the revision",
                        caller -> elsewhere.access().of(caller, written)));
    }

    /** Through a view from before what was just written, or, if there is none that still answers, takes one. */
    private void lookBack() {
        Optional<KeptView> answering = kept.filter(view -> view.answersAsBefore(model));
        kept.ifPresent(view -> tally.viewFromBefore(answering.isPresent()));
        kept = answering.or(() -> Optional.of(
                KeptView.of(model, node(), Programs.PRINCIPALS.get(viewsTaken++ % Programs.PRINCIPALS.size()))));
    }

    private void execute(Command command) {
        model.advanceTo(cluster.clock().instant());
        if (command instanceof Command.Write write) {
            attempt(write);
            return;
        }
        text.add(command);
        if (command instanceof Command.Advance advance) {
            pass(advance.duration());
        } else if (command instanceof Command.SwitchNode) {
            pass(PAST_STALENESS);
            current = 1 - current;
        } else if (command instanceof Command.AccountBecomes becomes) {
            model.world.accounts.become(becomes.account(), becomes.status());
        } else {
            node().close();
            kept = Optional.empty();
            nodes[current] = open();
        }
        watch.ifPresent(each -> each.after(scene(), Optional.empty()));
    }

    private Scene scene() {
        return new Scene(node(), model, revision());
    }

    private void attempt(Command.Write command) {
        Attempt attempt = command.in(model);
        Expected expected = attempt.expected();
        if (expected.isNothing()) {
            // Nor could the model follow it.
            tally.leftOpen();
            text.leftOpen(command, attempt);
            return;
        }
        watch.ifPresent(each -> each.before(scene(), attempt.caller()));
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
        text.add(command, attempt, actual);
        follow(expected, actual, value);
        tally.command(actual);
        last = actual;
        Revision after = actual.kind() == Outcome.Kind.CHANGED ? before.next() : before;
        assertEquals(after, revision(), "revision");
        told.ifPresent(revision -> assertEquals(after, revision, "revision that is returned"));
        if (watch.isEmpty() && actual.kind() == Outcome.Kind.CHANGED) {
            lookAtOnce(after);
            lookBack();
        }
        watch.ifPresent(each -> each.after(scene(), attempt.caller()));
    }

    private void follow(Expected expected, Outcome actual, Object value) {
        Optional<Consumer<Object>> effect = expected.effectOf(actual);
        if (effect.isPresent()) {
            effect.get().accept(value);
        } else if (watch.isEmpty() || actual.kind() == Outcome.Kind.CHANGED) {
            fail("the rules say: " + expected + "\nit came to:    " + actual + ": " + value);
        }
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
