package io.github.communities.core;

import io.github.communities.Communities;
import io.github.communities.Role;
import io.github.communities.access.AccessListener;
import io.github.communities.change.ChangeListener;
import io.github.communities.core.accounts.BillingQuestions;
import io.github.communities.core.accounts.NoBillingAccounts;
import io.github.communities.core.authorization.MemberCap;
import io.github.communities.core.cache.AccessListeners;
import io.github.communities.core.cache.AccessTables;
import io.github.communities.core.directory.DirectoryStorage;
import io.github.communities.core.policy.CompiledPolicy;
import io.github.communities.core.text.OrderedIds;
import io.github.communities.core.transaction.RowStorage;
import io.github.communities.core.transaction.Storage;
import io.github.communities.core.transaction.Transactions;
import io.github.communities.error.InvalidInput;
import io.github.communities.internal.Arguments;
import io.github.communities.policy.Policy;
import io.github.communities.spi.BillingAccounts;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.Directory;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Builds {@link Communities}: the only class of this module that a host needs.
 *
 * <pre>{@code
 * Communities communities = CommunityEngine.builder()
 *         .store(InMemoryCommunityStore.create())
 *         .policy(Policy.standard())
 *         .build();
 * }</pre>
 *
 * <p>Not thread-safe; what it builds is. Two engines share nothing mutable, even in one JVM (TEN-2).
 */
public final class CommunityEngine {
    private static final Logger LOGGER = System.getLogger("io.github.communities");
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final long LEAST_MEMORY = 64 * 1024;

    private @Nullable CommunityStore store;
    private Policy policy = Policy.standard();
    private Clock clock = Clock.systemUTC();
    private LongSupplier ticker = System::nanoTime;
    private @Nullable Supplier<String> ids;
    private Duration stalenessBound = Duration.ofSeconds(1);
    private long accessMemory = 64 * 1024 * 1024;

    private final List<ChangeListener> listeners = new ArrayList<>();
    private final List<AccessListener> accessListeners = new ArrayList<>();
    private @Nullable Directory directory;
    private BillingAccounts billingAccounts = new NoBillingAccounts();
    private Duration hostPatience = Duration.ofSeconds(2);

    private CommunityEngine() {}

    /** A builder with the standard policy, the system's clock and a staleness bound of one second. */
    public static CommunityEngine builder() {
        return new CommunityEngine();
    }

    /** Where to keep everything; must be given. It is closed with what is built. */
    public CommunityEngine store(CommunityStore communityStore) {
        store = Arguments.required("store", communityStore);
        return this;
    }

    /** Who may do what; {@link Policy#standard()} if not given. */
    public CommunityEngine policy(Policy rolesAndSwitches) {
        policy = Arguments.required("policy", rolesAndSwitches);
        return this;
    }

    /**
     * What time it is, for all instants: when bindings, invitations and what was deleted expire, and when something was
     * done; the system's clock if not given. Instants are cut to microseconds. May be set, back too.
     */
    public CommunityEngine clock(Clock time) {
        clock = Arguments.required("clock", time);
        return this;
    }

    /**
     * What measures how long something took and how old it is, the staleness bound among it, which the clock can't,
     * since that may be set; {@link System#nanoTime} if not given. Whoever gives a clock that does not run with the
     * system's gives this too.
     *
     * @param nanos nanoseconds that have passed since some moment, which may be any; never goes back, save that it may
     *     overflow; thread-safe
     */
    public CommunityEngine ticker(LongSupplier nanos) {
        ticker = Arguments.required("ticker", nanos);
        return this;
    }

    /**
     * Where the ids of communities, projects, resources and invitations come from, and pseudonyms (CHG-4): 1 to 64
     * visible code points each, never the same twice. If not given: 26 letters and digits that grow with time, 80 of
     * their bits random. A source that repeats an id is asked for another one a few times; then, and if it gives what
     * is no id, the operation throws {@link io.github.communities.error.Unavailable}, and nothing of it is stored
     * (TEN-1).
     */
    public CommunityEngine ids(Supplier<String> generator) {
        ids = Arguments.required("ids", generator);
        return this;
    }

    /**
     * How old an answer about access may be (ACC-4, CON-2): a millisecond to 365 days, one second if not given; or zero,
     * so that the store is asked for each question whether the organization was changed, and views answer only until it
     * is. What this engine writes itself, its next answer always knows.
     */
    public CommunityEngine stalenessBound(Duration bound) {
        stalenessBound = Arguments.required("staleness bound", bound);
        return this;
    }

    /**
     * About how many bytes the engine may retain of what decides about access, so that the store is not asked each time:
     * 65,536 or more, 64 MiB if not given, which is room for some 50,000 principals with twenty roles, or 200,000
     * targets. What is asked for least is dropped when it is full.
     */
    public CommunityEngine accessMemory(long bytes) {
        accessMemory = bytes;
        return this;
    }

    /**
     * The host's own directory of who belongs to organizations, with which roles, in which groups (ORG-2, ORG-7); if
     * not given, the library keeps that itself, and the host tells it by {@link io.github.communities.Host}.
     */
    public CommunityEngine directory(Directory hosts) {
        directory = Arguments.required("directory", hosts);
        return this;
    }

    /** What the host knows of billing accounts; if not given, none may be linked by anyone (BIL-2). */
    public CommunityEngine billingAccounts(BillingAccounts accounts) {
        billingAccounts = Arguments.required("billing accounts", accounts);
        return this;
    }

    /**
     * Within how long the host's own interfaces are told to answer (BIL-1, ORG-7): a millisecond to 365 days; two
     * seconds if not given. A directory is never given longer than the staleness bound, past which its answer would be
     * of no use.
     */
    public CommunityEngine hostPatience(Duration time) {
        hostPatience = Arguments.required("host patience", time);
        return this;
    }

    /** Who is told what is built writes (CHG-3); may be called several times, and listeners are told in that order. */
    public CommunityEngine listener(ChangeListener listener) {
        listeners.add(Arguments.required("listener", listener));
        return this;
    }

    /**
     * Who is told what access asks the store, and what it forgets; may be called several times, and listeners are told in
     * that order.
     */
    public CommunityEngine accessListener(AccessListener listener) {
        accessListeners.add(Arguments.required("access listener", listener));
        return this;
    }

    /**
     * Builds the engine. Roles that are stored and that the policy does not know grant nothing and are kept (POL-2), as
     * are those that all users of an organization have and may not have under the policy (MEM-2); each is listed in the
     * log, as a warning of {@code io.github.communities}.
     *
     * @throws InvalidInput if no store was given, or the staleness bound or the host's patience is shorter or longer
     *     than it may be (LIM-2)
     */
    public Communities build() {
        if (!stalenessBound.isZero()) {
            check("staleness bound", stalenessBound);
        }
        check("host patience", hostPatience);
        if (accessMemory < LEAST_MEMORY) {
            throw new InvalidInput(
                    "access memory",
                    Long.toString(accessMemory),
                    "LIM-2",
                    "must be " + LEAST_MEMORY + " bytes or more");
        }
        CommunityStore given = Arguments.required("store", store);
        CompiledPolicy compiled = new CompiledPolicy(policy);
        list(
                given.roles().stream().filter(role -> !compiled.knows(role)),
                "[POL-2] role {0} is stored, but policy ''{1}'' does not know it: its bindings are kept and grant"
                        + " nothing");
        list(
                given.rolesOfAllUsers().stream().filter(compiled::managesAccess),
                "[MEM-2] role {0} is bound to all users of an organization, but under policy ''{1}'' it manages"
                        + " access, or one that does follows from it: these bindings are kept and grant nothing");
        Supplier<String> generator = ids == null ? new OrderedIds(clock) : ids;
        AccessTables tables = new AccessTables(accessMemory, ticker, new AccessListeners(accessListeners, ticker));
        return new Engine(
                new Transactions(
                        storage(given, compiled),
                        compiled,
                        clock,
                        ticker,
                        generator,
                        MemberCap::new,
                        tables,
                        listeners),
                new BillingQuestions(billingAccounts, ticker, hostPatience),
                stalenessBound,
                tables);
    }

    /** Lists roles of which stored bindings grant nothing under this policy. */
    private void list(Stream<Role> roles, String warning) {
        roles.sorted(Comparator.comparing(Role::name))
                .forEach(role -> LOGGER.log(Level.WARNING, warning, role, policy.name()));
    }

    private Storage storage(CommunityStore given, CompiledPolicy compiled) {
        return directory == null
                ? new RowStorage(given)
                : new DirectoryStorage(
                        given,
                        directory,
                        compiled,
                        ticker,
                        hostPatience,
                        stalenessBound.isZero() ? hostPatience : stalenessBound);
    }

    private static void check(String field, Duration time) {
        if (time.compareTo(SHORTEST) < 0 || time.compareTo(LONGEST) > 0) {
            throw new InvalidInput(field, time.toString(), "LIM-2", "must be a millisecond to 365 days");
        }
    }
}
