package io.github.communities.jdbi;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.Target;
import io.github.communities.change.ChangeRecord;
import io.github.communities.error.NotFound;
import io.github.communities.jdbi.table.JointQuestion;
import io.github.communities.jdbi.table.Tables;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.record.JointRecords;
import io.github.communities.spi.record.PrincipalRecords;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.spi.record.TargetKeys;
import io.github.communities.spi.record.TargetRecords;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What a work reads with while its transaction is open. */
class OpenReader implements StoreReader {
    private final Handle handle;
    private final Tables tables;
    private final OrganizationId organization;
    private final Revision revision;
    private final Thread thread = Thread.currentThread();
    private boolean ended;
    /** Why nothing may go on in this transaction. */
    private @Nullable RuntimeException failure;

    OpenReader(Handle handle, Tables tables, OrganizationId organization, Revision revision) {
        this.handle = handle;
        this.tables = tables;
        this.organization = organization;
        this.revision = revision;
    }

    /** What a store says of an organization it does not have (S-9), under the rule that hosts know. */
    static NotFound notFound(OrganizationId organization) {
        return new NotFound("ORG-1", "organization", organization.value());
    }

    /**
     * Runs a work with this reader and ends it. What failed the transaction is thrown even if the work got over it, for
     * what it returned then is worth nothing.
     */
    final <T> T run(Supplier<? extends T> work) {
        T result;
        try {
            result = work.get();
        } catch (Throwable e) {
            if (failure instanceof Failure) {
                throw failure;
            }
            throw e;
        } finally {
            ended = true;
        }
        if (failure != null) {
            throw failure;
        }
        return result;
    }

    @Override
    public final Revision revision() {
        return use(() -> revision);
    }

    @Override
    public final <R extends StoredRecord> List<R> find(RecordKind<R> kind, Collection<RecordKey<R>> keys) {
        Arguments.required("kind of record", kind);
        List<RecordKey<R>> given = Arguments.all("keys", keys);
        return look(() -> exists() || !kind.equals(RecordKind.ORGANIZATION)
                ? tables.of(kind).find(handle, organization, given)
                : List.of());
    }

    @Override
    public final <R extends StoredRecord> List<R> list(RecordRange<R> range) {
        Arguments.required("range", range);
        return look(() -> tables.of(range.index().kind()).list(handle, organization, range));
    }

    @Override
    public final <R extends StoredRecord> List<List<R>> listEach(List<RecordRange<R>> ranges) {
        List<RecordRange<R>> given = RecordRange.requireTogether(ranges);
        return given.isEmpty()
                ? List.of()
                : look(() -> tables.of(given.get(0).index().kind()).listEach(handle, organization, given));
    }

    @Override
    public final PrincipalRecords principalRecords(Subject principal) {
        Arguments.required("principal", principal);
        requireExists();
        return ask(tables.principalRecords().of(principal));
    }

    @Override
    public JointRecords jointRecords(Subject principal, Collection<? extends RecordKey<?>> keys) {
        Arguments.required("principal", principal);
        Set<RecordKey<?>> given = JointRecords.requireKeys(keys);
        requireExists();
        return ask(tables.jointRecords(principal, given));
    }

    @Override
    public final TargetRecords targetRecords(Collection<? extends Target> targets) {
        TargetKeys keys = TargetKeys.of(organization, targets);
        requireExists();
        return tables.targetRecords()
                .map(query -> ask(query.of(keys)))
                .orElseGet(() -> StoreReader.super.targetRecords(targets));
    }

    private void requireExists() {
        if (!use(this::exists)) {
            throw notFound(organization);
        }
    }

    private <T> T ask(JointQuestion<T> question) {
        return look(() -> question.ask(handle, organization, locked()))
                .found()
                .orElseThrow(() -> notFound(organization));
    }

    @Override
    public final List<ChangeRecord> changes(Revision after, int limit) {
        Arguments.required("revision", after);
        if (limit < 1 || limit > RecordRange.MAX) {
            throw new IllegalArgumentException("a limit is 1 to " + RecordRange.MAX + ", not " + limit);
        }
        return look(() -> tables.changes().after(handle, organization, after, limit));
    }

    /** Whether the organization exists in this transaction. */
    boolean exists() {
        return true;
    }

    final OrganizationId organization() {
        return organization;
    }

    /** Whether the organization's row is held, so that nobody else changes anything of it. */
    boolean locked() {
        return false;
    }

    /** What is to be done before anything is read. */
    void beforeReading() {}

    private <T> T look(Supplier<T> question) {
        return use(() -> {
            beforeReading();
            return question.get();
        });
    }

    /** Does something on the connection, if the work is still running, and remembers that it failed. */
    final <T> T use(Supplier<T> question) {
        if (ended) {
            throw new IllegalStateException(
                    "[S-23] the work has ended, and what it read or wrote with ended with it: return"
                            + " what is needed from the work");
        }
        if (thread != Thread.currentThread()) {
            throw new IllegalStateException(
                    "[S-23] a work reads and writes in the thread that runs it, not in another");
        }
        if (failure != null) {
            throw failure;
        }
        try {
            return Failure.askDatabase(question);
        } catch (Failure | IllegalStateException e) {
            failure = e;
            throw e;
        }
    }
}
