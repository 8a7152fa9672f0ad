package io.github.communities.jdbi;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.Target;
import io.github.communities.error.Refused;
import io.github.communities.error.Unavailable;
import io.github.communities.jdbi.table.Tables;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.HostTransaction;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.record.JointRecords;
import io.github.communities.spi.record.PrincipalRecords;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.TargetRecords;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Keeps communities in an SQL database: H2, PostgreSQL or MariaDB. Thread-safe; any number of stores, in any number of
 * processes, may share one database.
 *
 * <pre>{@code
 * CommunitySchema.migrate(dataSource);
 * CommunityStore store = JdbiCommunityStore.over(dataSource);
 * }</pre>
 *
 * <p>It takes a connection from the data source for each call and gives it back, so the data source should have a pool.
 * Reading {@link #principalRecords}, {@link #jointRecords} and {@link #revision} is one statement each, committed by
 * itself, as is {@link #targetRecords} but on H2; all else is a transaction. On H2, where no statement is a round trip,
 * nothing is looked up along with a principal. A write holds its organization's row from its first statement on,
 * and no other's. What fails because of other transactions is run again, for up to ten seconds.
 *
 * <p>Nothing depends on the data source's isolation, except that it must not be {@code READ_UNCOMMITTED}. Where
 * connections come with autocommit off, {@link JdbiOptions} say what that means. A store is in one schema of one
 * database, found when it is opened; a connection to another one, or one whose session would change or cut short what
 * passes, is refused before anything is read or stored, at the price of no statement of its own.
 *
 * <p><b>Inside a transaction of the host</b> it works on the host's connection (CON-4): either on one that the host
 * gives as {@link JdbiTransaction} to {@link io.github.communities.Communities#within}, or, if the data source itself
 * gives connections that are in a transaction, as Spring's {@code TransactionAwareDataSourceProxy} does, on these. When
 * that is committed, and listeners are to be told, it learns from {@link HostTransactions}; without, the host reads the
 * feed. What isolation it takes {@link JdbiTransaction} says, and after an {@link Unavailable} that says so the host
 * has to let the transaction be rolled back; with Spring on MariaDB it has to be asked for, by {@code
 * ISOLATION_READ_COMMITTED}.
 */
public final class JdbiCommunityStore implements CommunityStore {
    private static final System.Logger LOGGER = System.getLogger("io.github.communities");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Database database;
    private final WorkRunner runner;
    private final Attempts attempts;
    private final Attempts creating;
    private final ThreadLocal<Boolean> working;
    /** The store of which this is inside a transaction of the host. */
    private final Optional<JdbiCommunityStore> outer;

    private volatile boolean closed;

    private JdbiCommunityStore(
            Database database, SessionGuard guard, Duration patience, Optional<HostTransactions> hostTransactions) {
        Predicate<SQLException> conflict = database.dialect()::isRetryable;
        this.database = database;
        this.runner = new WorkRunner(database, guard, new Tables(database.dialect()), hostTransactions);
        this.working = ThreadLocal.withInitial(() -> false);
        this.outer = Optional.empty();
        this.attempts = new Attempts(patience, conflict);
        this.creating = new Attempts(patience, conflict.or(database.dialect()::isDuplicateKey));
    }

    /**
     * The same inside a transaction of the host. A work of the one must not call the other either: it would wait for
     * it.
     */
    private JdbiCommunityStore(JdbiCommunityStore outer, Database database) {
        this.database = database;
        this.runner = outer.runner.within(database);
        this.attempts = outer.attempts;
        this.creating = outer.creating;
        this.working = outer.working;
        this.outer = Optional.of(outer);
    }

    /**
     * A store in the database of a data source, which it never closes. Where a setting of the database lets what was
     * committed be lost, as H2's {@code WRITE_DELAY} for files does, that is logged as a warning.
     *
     * @param dataSource gives connections to a database whose schema is up to date
     * @throws Refused if the database is none that the library can use (S-18), its sessions change texts or compare
     *     them by a collation (S-10, S-12), cut answers short (S-16), have autocommit off for no reason that is known
     *     (CON-4), read what is not committed or are behind a proxy that mixes up prepared statements (S-4), or the
     *     schema is missing, older, changed, or needs a newer library (S-18); the message says what to do
     * @throws Unavailable if the database can't be reached (S-18)
     */
    public static JdbiCommunityStore over(DataSource dataSource) {
        return over(dataSource, JdbiOptions.standard());
    }

    /** As {@link #over(DataSource)}, with options. */
    public static JdbiCommunityStore over(DataSource dataSource, JdbiOptions options) {
        return over(dataSource, options, PATIENCE);
    }

    /** As {@link #over(DataSource)}; new attempts begin for so long. */
    static JdbiCommunityStore over(DataSource dataSource, Duration patience) {
        return over(dataSource, JdbiOptions.standard(), patience);
    }

    private static JdbiCommunityStore over(DataSource dataSource, JdbiOptions options, Duration patience) {
        Arguments.required("data source", dataSource);
        Arguments.required("options", options);
        return CommunitySchema.onceReachable(() -> {
            Database database = Database.of(dataSource, options);
            SessionGuard guard = CommunitySchema.check(database);
            warnOfDurabilityRisks(database);
            return new JdbiCommunityStore(database, guard, patience, options.transactions());
        });
    }

    /** A host may want it so, and still ought to know what a commit is worth. */
    private static void warnOfDurabilityRisks(Database database) {
        database.statements(session -> {
                    try {
                        return database.dialect()
                                .durabilityRisks(session.handle().getConnection());
                    } catch (SQLException e) {
                        throw new Failure(Failure.Step.ASKING, e);
                    }
                })
                .forEach(risk -> LOGGER.log(Level.WARNING, "[S-1] what is committed may be lost: " + risk));
    }

    @Override
    public <T> T read(OrganizationId organization, Function<? super StoreReader, ? extends T> work) {
        required(organization, work);
        return call(attempts, () -> runner.read(organization, work));
    }

    @Override
    public <T> T write(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
        required(organization, work);
        return call(attempts, () -> runner.write(organization, work));
    }

    @Override
    public <T> T write(
            OrganizationId organization,
            Subject principal,
            Collection<? extends RecordKey<?>> keys,
            Function<? super StoreWriter, ? extends T> work) {
        required(organization, work);
        Arguments.required("principal", principal);
        Set<RecordKey<?>> given = JointRecords.requireKeys(keys);
        return call(attempts, () -> runner.write(organization, principal, given, work));
    }

    /**
     * {@inheritDoc}
     *
     * <p>Of nodes that insert the organization's row at once, the database makes all but one wait and then fails them;
     * they run again, and find the row.
     */
    @Override
    public <T> T create(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
        required(organization, work);
        return call(creating, () -> runner.create(organization, work));
    }

    @Override
    public Revision revision(OrganizationId organization) {
        Arguments.required("organization id", organization);
        return call(attempts, () -> runner.revision(organization));
    }

    @Override
    public PrincipalRecords principalRecords(OrganizationId organization, Subject principal) {
        Arguments.required("organization id", organization);
        Arguments.required("principal", principal);
        return call(attempts, () -> runner.principalRecords(organization, principal));
    }

    @Override
    public JointRecords jointRecords(
            OrganizationId organization, Subject principal, Collection<? extends RecordKey<?>> keys) {
        Arguments.required("organization id", organization);
        Arguments.required("principal", principal);
        Set<RecordKey<?>> given = JointRecords.requireKeys(keys);
        return call(attempts, () -> runner.jointRecords(organization, principal, given));
    }

    @Override
    public TargetRecords targetRecords(OrganizationId organization, Collection<? extends Target> targets) {
        Arguments.required("organization id", organization);
        List<Target> given = Arguments.all("targets", targets);
        return call(attempts, () -> runner.targetRecords(organization, given));
    }

    @Override
    public boolean inHostTransaction() {
        return outer.isPresent() || call(attempts, () -> database.statements(Session::inHostTransaction));
    }

    /**
     * {@inheritDoc} Inside a transaction of the host, those that are bound all the while it is asked are among them.
     */
    @Override
    public Set<Role> roles() {
        return call(attempts, runner::roles);
    }

    @Override
    public Set<Role> rolesOfAllUsers() {
        return call(attempts, runner::rolesOfAllUsers);
    }

    /** {@inheritDoc} It takes a {@link JdbiTransaction}. */
    @Override
    public CommunityStore within(HostTransaction transaction) {
        if (!(Arguments.required("transaction", transaction) instanceof JdbiTransaction ofHost)) {
            throw new Refused(
                    "CON-4",
                    "a store in an SQL database joins a transaction on a connection to it, and not a "
                            + transaction.getClass().getName() + ": give it JdbiTransaction.on(connection)");
        }
        return call(attempts, () -> new JdbiCommunityStore(this, database.within(ofHost)));
    }

    /**
     * Ends the store; the data source stays open, and the connection of a transaction, for they are the host's (S-19).
     */
    @Override
    public void close() {
        closed = true;
    }

    private static void required(OrganizationId organization, Function<?, ?> work) {
        Arguments.required("organization id", organization);
        Arguments.required("work", work);
    }

    private boolean isClosed() {
        return closed || (outer.isPresent() && outer.get().isClosed());
    }

    private <T> T call(Attempts attempts, Supplier<T> attempt) {
        if (working.get()) {
            throw new IllegalStateException(
                    "[S-22] a work calls its own store, in which it would wait for itself: use the"
                            + " reader or writer it was given");
        }
        if (isClosed()) {
            throw new Unavailable(
                    "S-19", "the store has been closed: open another one over the same data source", false);
        }
        working.set(true);
        try {
            return attempts.run(attempt);
        } finally {
            working.remove();
        }
    }
}
