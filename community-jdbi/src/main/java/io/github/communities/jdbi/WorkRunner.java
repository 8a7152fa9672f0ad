package io.github.communities.jdbi;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.Target;
import io.github.communities.jdbi.dialect.Dialect;
import io.github.communities.jdbi.table.JointQuestion;
import io.github.communities.jdbi.table.OrganizationTable.RowState;
import io.github.communities.jdbi.table.OrganizationTable.WithSessionAnswer;
import io.github.communities.jdbi.table.Tables;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.record.JointRecords;
import io.github.communities.spi.record.PrincipalRecords;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.TargetKeys;
import io.github.communities.spi.record.TargetRecords;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Runs a work, or asks a question, once, on a session that is fit: on one state of the organization (S-4), or while its
 * row is held, and no other's (S-5). What fails is thrown, for {@link Attempts} to run it again. Thread-safe.
 *
 * @param hostTransactions what is told of those in which the data source gives connections
 */
record WorkRunner(Database database, SessionGuard guard, Tables tables, Optional<HostTransactions> hostTransactions) {
    /** How often a read in a transaction of the host is run before it holds the organization. */
    private static final int READS_BEFORE_LOCKING = 3;

    private static final RowState NEVER_EXISTED = new RowState(Revision.NONE, false);

    /** The same inside a transaction that the host has given, which says itself when it is committed. */
    WorkRunner within(Database inTransaction) {
        return new WorkRunner(inTransaction, guard, tables, Optional.empty());
    }

    <T> T read(OrganizationId organization, Function<? super StoreReader, ? extends T> work) {
        return readState(organization, (session, revision) -> {
            OpenReader reader = new OpenReader(
                    session.handle(),
                    tables,
                    organization,
                    revision.orElseThrow(() -> OpenReader.notFound(organization)));
            return reader.run(() -> work.apply(reader));
        });
    }

    <T> T write(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
        Function<Session, RowState> ifAbsent = session -> {
            throw OpenReader.notFound(organization);
        };
        return store(organization, work, ifAbsent, session -> {
            RowState row = present(organization, lock(session, organization));
            return run(session, new OpenWriter(session, tables, organization, row), work);
        });
    }

    /** What the work is going to read is read even where there is no organization (ACC-8). */
    <T> T write(
            OrganizationId organization,
            Subject principal,
            Set<RecordKey<?>> keys,
            Function<? super StoreWriter, ? extends T> work) {
        JointQuestion<JointRecords> question = tables.jointRecords(principal, keys);
        Function<Session, RowState> ifAbsent = session -> {
            requireFit(session, question.ask(session.handle(), organization, false));
            throw OpenReader.notFound(organization);
        };
        return store(organization, work, ifAbsent, session -> {
            Optional<RowState> row = lock(session, organization);
            Optional<JointRecords> records =
                    requireFit(session, Failure.askDatabase(() -> question.ask(session.handle(), organization, true)));
            OpenWriter writer = new OpenWriter(session, tables, organization, present(organization, row));
            records.ifPresent(read -> writer.know(principal, keys, read));
            return run(session, writer, work);
        });
    }

    private static RowState present(OrganizationId organization, Optional<RowState> row) {
        return row.filter(RowState::present).orElseThrow(() -> OpenReader.notFound(organization));
    }

    <T> T create(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
        return store(organization, work, session -> NEVER_EXISTED, session -> {
            Optional<RowState> row = lock(session, organization);
            if (row.isEmpty()) {
                requireFit(session);
                Failure.askDatabase(() -> tables.organizations().insertEmptyRow(session.handle(), organization));
            }
            return run(session, new OpenWriter(session, tables, organization, row.orElse(NEVER_EXISTED)), work);
        });
    }

    Revision revision(OrganizationId organization) {
        return database.statements(
                session -> currentRevision(session, organization).orElse(Revision.NONE));
    }

    PrincipalRecords principalRecords(OrganizationId organization, Subject principal) {
        return ask(organization, tables.principalRecords().of(principal));
    }

    JointRecords jointRecords(OrganizationId organization, Subject principal, Set<RecordKey<?>> keys) {
        return ask(organization, tables.jointRecords(principal, keys));
    }

    TargetRecords targetRecords(OrganizationId organization, Collection<? extends Target> targets) {
        return tables.targetRecords()
                .map(query -> ask(organization, query.of(TargetKeys.of(organization, targets))))
                .orElseGet(() -> read(organization, reader -> reader.targetRecords(targets)));
    }

    /** Asks by one statement, outside of a transaction unless the host has begun one. */
    private <T> T ask(OrganizationId organization, JointQuestion<T> question) {
        return database.statements(session -> requireFit(session, question.ask(session.handle(), organization, false)))
                .orElseThrow(() -> OpenReader.notFound(organization));
    }

    Set<Role> roles() {
        return database.read(session -> {
            requireFit(session);
            return Failure.askDatabase(() -> tables.bindings().roles(session.handle()));
        });
    }

    Set<Role> rolesOfAllUsers() {
        return database.read(session -> {
            requireFit(session);
            return Failure.askDatabase(() -> tables.bindings().rolesOfAllUsers(session.handle()));
        });
    }

    /** What reads one state of an organization, at its revision; none if it does not exist. */
    private interface Reading<T> {
        T from(Session session, Optional<Revision> revision);
    }

    private <T> T readState(OrganizationId organization, Reading<T> reading) {
        return database.read(session -> session.inHostTransaction()
                ? readUntilStable(session, organization, reading)
                : readOnce(session, organization, reading));
    }

    private <T> T readOnce(Session session, OrganizationId organization, Reading<T> reading) {
        return reading.from(session, currentRevision(session, organization));
    }

    /**
     * Reads by statements each of which sees what is committed by then (S-4): they have seen one state if the revision
     * is the same after them as before, since every change raises it. Where it moves again and again, the row is held
     * meanwhile.
     */
    private <T> T readUntilStable(Session session, OrganizationId organization, Reading<T> reading) {
        for (int reads = 0; reads < READS_BEFORE_LOCKING; reads++) {
            Optional<Revision> revision = currentRevision(session, organization);
            try {
                T result = reading.from(session, revision);
                if (currentRevision(session, organization).equals(revision)) {
                    return result;
                }
            } catch (Failure e) {
                throw e;
            } catch (RuntimeException e) {
                // It may be of a state that never was.
                if (currentRevision(session, organization).equals(revision)) {
                    throw e;
                }
            }
        }
        return database.write(holding -> {
            lock(holding, organization);
            return new WorkResult<>(readOnce(holding, organization, reading), false);
        });
    }

    private <T> T store(
            OrganizationId organization,
            Function<? super StoreWriter, ? extends T> work,
            Function<Session, RowState> ifAbsent,
            Function<Session, WorkResult<T>> write) {
        try {
            return database.write(write);
        } catch (Failure failure) {
            if (failure.losesHostTransaction() || !failure.hasCause(database.dialect()::isReadOnly)) {
                throw failure;
            }
            return runWithoutStoring(
                    organization,
                    work,
                    ifAbsent,
                    Failure.readOnly(database.dialect().readOnlySettings(), failure));
        }
    }

    /** Where nothing can be stored, a work may still find that there is nothing to store, in any one state. */
    private <T> T runWithoutStoring(
            OrganizationId organization,
            Function<? super StoreWriter, ? extends T> work,
            Function<Session, RowState> ifAbsent,
            Failure readOnly) {
        return readState(organization, (session, revision) -> {
            RowState row = revision.map(last -> new RowState(last, true)).orElseGet(() -> ifAbsent.apply(session));
            OpenWriter writer = new OpenWriter(session, tables, organization, row, Optional.of(readOnly));
            return writer.run(() -> work.apply(writer));
        });
    }

    private Optional<Revision> currentRevision(Session session, OrganizationId organization) {
        return requireFit(
                session,
                Failure.askDatabase(() ->
                        tables.organizations().revision(session.handle(), organization, isolationToVerify(session))));
    }

    /** Where there is no such row, nothing is known of the session. */
    private Optional<RowState> lock(Session session, OrganizationId organization) {
        Optional<WithSessionAnswer<RowState>> locked = Failure.askDatabase(
                () -> tables.organizations().lock(session.handle(), organization, isolationToVerify(session)));
        if (locked.isPresent()) {
            session.rowLocked(database.dialect());
        }
        return locked.flatMap(answered -> requireFit(session, answered));
    }

    private <T> Optional<T> requireFit(Session session, WithSessionAnswer<T> answered) {
        guard.require(session, answered.answer());
        return answered.found();
    }

    private void requireFit(Session session) {
        guard.require(
                session, Failure.askDatabase(() -> tables.probe().ask(session.handle(), isolationToVerify(session))));
    }

    private static Optional<String> isolationToVerify(Session session) {
        return session.isolationToVerify().map(Dialect::isolationPattern);
    }

    private <T> WorkResult<T> run(Session session, OpenWriter writer, Function<? super StoreWriter, ? extends T> work) {
        T result = writer.run(() -> work.apply(writer));
        boolean commit = writer.finish();
        if (session.inHostTransaction()) {
            // While it can be taken back: what the host takes no task for, nobody would be told of.
            hostTransactions.ifPresent(ofHost -> writer.announcements().forEach(ofHost::afterCommit));
        }
        return new WorkResult<>(result, commit);
    }
}
