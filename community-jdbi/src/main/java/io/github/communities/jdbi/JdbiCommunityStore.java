package io.github.communities.jdbi;

import static org.jdbi.v3.core.transaction.TransactionIsolationLevel.READ_COMMITTED;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.error.Unavailable;
import io.github.communities.jdbi.Database.Outcome;
import io.github.communities.jdbi.table.Tables;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.Standing;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.StoreWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;

/**
 * Keeps communities in an SQL database: H2, PostgreSQL or MariaDB. Thread-safe; any number of
 * stores, in any number of processes, may share one database.
 *
 * <pre>{@code
 * CommunitySchema.migrate(dataSource);
 * CommunityStore store = JdbiCommunityStore.over(dataSource);
 * }</pre>
 *
 * <p>It takes a connection from the data source for each call and gives it back, so the data source should have a pool.
 * Reading {@link #standing} and {@link #revision} is one statement each, committed by itself; all else is a transaction.
 * A write holds its organization's row from its first statement on, and no other's. What fails because of other
 * transactions is run again, for up to ten seconds.
 *
 * <p>Nothing depends on the data source's isolation, except that it must not be {@code READ_UNCOMMITTED}, and autocommit
 * must be on.
 */
public final class JdbiCommunityStore implements CommunityStore {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Database database;
    private final Tables tables;
    private final Attempts attempts;
    private final Attempts creating;
    private final ThreadLocal<Boolean> working = ThreadLocal.withInitial(() -> false);
    private volatile boolean closed;

    private JdbiCommunityStore(Database database, Duration patience) {
        Predicate<SQLException> runAgain = database.dialect()::saysRunAgain;
        this.database = database;
        this.tables = new Tables(database.dialect());
        this.attempts = new Attempts(patience, runAgain);
        this.creating = new Attempts(patience, runAgain.or(database.dialect()::saysDuplicate));
    }

    /**
     * A store in the database of a data source, which it never closes.
     *
     * @param dataSource gives connections with autocommit on, to a database whose schema is up to date
     * @throws io.github.communities.error.Refused if the database is none that the library can use (S-18), compares texts
     *     by a collation (S-12), has its autocommit off (S-1), reads what is not committed (S-4), or has a schema that is
     *     missing, older or newer (S-18); the message says what to do
     * @throws Unavailable if the database can't be reached (S-18)
     */
    public static JdbiCommunityStore over(DataSource dataSource) {
        return over(dataSource, TablePrefix.STANDARD);
    }

    /** As {@link #over(DataSource)}, in tables whose names begin so. */
    public static JdbiCommunityStore over(DataSource dataSource, TablePrefix prefix) {
        return over(dataSource, prefix, PATIENCE);
    }

    /** As {@link #over(DataSource)}; new attempts begin for so long. */
    static JdbiCommunityStore over(DataSource dataSource, Duration patience) {
        return over(dataSource, TablePrefix.STANDARD, patience);
    }

    private static JdbiCommunityStore over(DataSource dataSource, TablePrefix prefix, Duration patience) {
        return CommunitySchema.onceReachable(() -> {
            Database database = Database.of(dataSource, prefix);
            CommunitySchema.check(database);
            return new JdbiCommunityStore(database, patience);
        });
    }

    @Override
    public <T> T read(OrganizationId organization, Function<? super StoreReader, ? extends T> work) {
        return call(
                attempts,
                () -> database.transaction(database.dialect().snapshot(), handle -> {
                    Revision revision = Failure.guard(
                                    () -> tables.organizations().revision(handle, organization))
                            .orElseThrow(() -> OpenReader.notFound(organization));
                    OpenReader reader = new OpenReader(handle, tables, organization, revision);
                    return new Outcome<>(reader.run(() -> work.apply(reader)), false);
                }));
    }

    @Override
    public <T> T write(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
        return call(
                attempts,
                () -> database.transaction(READ_COMMITTED, handle -> {
                    Revision revision = lock(handle, organization).orElseThrow(() -> OpenReader.notFound(organization));
                    return run(handle, organization, revision, work);
                }));
    }

    /**
     * {@inheritDoc}
     *
     * <p>Of nodes that insert the organization's row at once, the database makes all but one wait and then fails them;
     * they run again, and find the row.
     */
    @Override
    public <T> T create(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
        return call(
                creating,
                () -> database.transaction(READ_COMMITTED, handle -> {
                    Optional<Revision> revision = lock(handle, organization);
                    if (revision.isEmpty()) {
                        Failure.guard(() -> tables.organizations().claim(handle, organization));
                    }
                    return run(handle, organization, revision.orElse(Revision.NONE), work);
                }));
    }

    @Override
    public Revision revision(OrganizationId organization) {
        return call(
                attempts,
                () -> database.statements(handle ->
                        tables.organizations().revision(handle, organization).orElse(Revision.NONE)));
    }

    @Override
    public Standing standing(OrganizationId organization, Subject principal) {
        return call(
                        attempts,
                        () -> database.statements(handle -> tables.standing().ask(handle, organization, principal)))
                .orElseThrow(() -> OpenReader.notFound(organization));
    }

    @Override
    public Set<Role> roles() {
        return call(
                attempts,
                () -> database.transaction(
                        database.dialect().snapshot(),
                        handle -> new Outcome<>(
                                Failure.guard(() -> tables.bindings().roles(handle)), false)));
    }

    /** Ends the store; the data source stays open, it is the host's (S-19). */
    @Override
    public void close() {
        closed = true;
    }

    private Optional<Revision> lock(Handle handle, OrganizationId organization) {
        return Failure.guard(() -> tables.organizations().lock(handle, organization));
    }

    private <T> Outcome<T> run(
            Handle handle,
            OrganizationId organization,
            Revision revision,
            Function<? super StoreWriter, ? extends T> work) {
        OpenWriter writer = new OpenWriter(handle, tables, organization, revision);
        T result = writer.run(() -> work.apply(writer));
        return new Outcome<>(result, writer.finish());
    }

    private <T> T call(Attempts attempts, Supplier<T> attempt) {
        if (working.get()) {
            throw new IllegalStateException(
                    "[S-22] a work calls its own store, in which it would wait for itself: use the"
                            + " reader or writer it was given");
        }
        if (closed) {
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
