package io.github.communities.tck.property;

import io.github.communities.Permission;
import io.github.communities.core.memory.InMemoryCommunityStore;
import io.github.communities.policy.Policy;
import io.github.communities.tck.fixture.Cluster;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.model.Command;
import io.github.communities.tck.model.ProgramRun;
import io.github.communities.tck.model.Programs;
import io.github.communities.tck.model.RoleTable;
import io.github.communities.tck.model.Tally;
import io.github.communities.tck.model.Watch;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import net.jqwik.api.Arbitrary;

/**
 * What people and their host do in one organization under a policy, one after the other: they sign in, create
 * communities, projects and resources, give and take roles, invite and join, link accounts, share, delete and restore,
 * leave and are removed. Few people and few places, so that they meet; most of what they try is permitted.
 *
 * <p>A property takes one and says what it must not come to:
 *
 * <pre>{@code
 * @Property
 * void auditors_change_nothing(@ForAll("programs") Program program) {
 *     program.nobodyWho(person -> person.holdsOnly(AUDITOR)).may(PROJECT_UPDATE, COMMUNITY_MANAGE_ACCESS);
 * }
 *
 * @Provide
 * Arbitrary<Program> programs() {
 *     return Program.under(POLICY);
 * }
 * }</pre>
 *
 * <p>It is run on an engine of its own over the store in memory; what that refuses is left undone. A program that comes
 * to what it must not is told as short as can be made: without any step that is not needed for it. Immutable and
 * thread-safe.
 */
public final class Program {
    private static final int COMMANDS = 30;

    private final RoleTable table;
    private final List<Command> commands;

    private Program(RoleTable table, List<Command> commands) {
        this.table = table;
        this.commands = commands;
    }

    /**
     * Random programs of 1 to 30 steps under a policy. They are not shrunk by jqwik: what fails is made short already.
     *
     * @param policy the host's own, or a ready one
     */
    public static Arbitrary<Program> under(Policy policy) {
        return under(policy, COMMANDS);
    }

    /**
     * Random programs of some length under a policy.
     *
     * @param steps how many steps at most, 1 to 1,000
     * @throws IllegalArgumentException if it is less or more
     */
    public static Arbitrary<Program> under(Policy policy, int steps) {
        if (steps < 1 || steps > 1000) {
            throw new IllegalArgumentException("steps: must be 1 to 1,000, but is " + steps);
        }
        RoleTable table = RoleTable.of(Objects.requireNonNull(policy, "policy"));
        return Programs.of(steps, table)
                .map(commands -> new Program(table, commands))
                .dontShrink()
                .withoutEdgeCases();
    }

    /** Begins to say what some people must never come to; it is looked at after each step. */
    public Never nobodyWho(Predicate<? super Person> who) {
        return new Never(this, Objects.requireNonNull(who, "who"));
    }

    /** Begins to say what changes only by those who have a permission there. */
    public Only nobodyWithout(Permission permission) {
        return new Only(this, Objects.requireNonNull(permission, "permission"));
    }

    /**
     * Checks whatever else must hold after each step; for what the other two do not say.
     *
     * @param always throws, best an {@link AssertionError}, if it does not hold; is given a new state each time
     */
    public void always(Consumer<? super State> always) {
        Objects.requireNonNull(always, "always");
        watchedBy(() -> (scene, caller) -> always.accept(new State(scene)));
    }

    /** What was given, at least one and none of it null. */
    static <T> List<T> given(String each, T[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException(each + ": at least one must be named, or nothing would be tested");
        }
        return Arrays.stream(values)
                .map(value -> Objects.requireNonNull(value, each))
                .toList();
    }

    /** Runs it, watched. */
    void watchedBy(Supplier<Watch> watches) {
        run(watches, new Tally());
    }

    /** Runs it, and counts what became of its steps. */
    void run(Supplier<Watch> watches, Tally tally) {
        ProgramRun.watch(commands, table, () -> new Cluster(storage()), watches, tally);
    }

    private static StoreFixture storage() {
        InMemoryCommunityStore memory = InMemoryCommunityStore.create();
        return () -> InMemoryCommunityStore.sharing(memory);
    }

    /** How many steps it has. */
    @Override
    public String toString() {
        return commands.size() + " steps under the policy " + table;
    }
}
