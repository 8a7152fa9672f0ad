package io.github.communities.jdbi;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeRecord;
import io.github.communities.jdbi.table.OrganizationTable.RowState;
import io.github.communities.jdbi.table.RowChanges;
import io.github.communities.jdbi.table.Tables;
import io.github.communities.spi.DuplicateKey;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.record.JointRecords;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.StoredRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** What a work writes with while its transaction is open and holds the organization's row. */
final class OpenWriter extends OpenReader implements StoreWriter {
    private final Session session;
    private final Handle handle;
    private final Tables tables;
    private final RowChanges changes;
    private final Revision revision;
    private final boolean commits;
    /** Why it can store nothing, if it can't. */
    private final Optional<Failure> readOnly;

    /** What was read before the work, as long as it has changed nothing. */
    private Optional<Known> known = Optional.empty();

    private final List<Runnable> announcements = new ArrayList<>();
    /** Whether the organization exists. While one is created its row is in the table before it exists. */
    private boolean exists;

    private boolean removed;
    private boolean stored;
    private boolean appended;

    OpenWriter(Session session, Tables tables, OrganizationId organization, RowState row) {
        this(session, tables, organization, row, Optional.empty());
    }

    OpenWriter(Session session, Tables tables, OrganizationId organization, RowState row, Optional<Failure> readOnly) {
        super(session.handle(), tables, organization, row.revision());
        this.session = session;
        this.handle = session.handle();
        this.tables = tables;
        this.changes = tables.changing(handle);
        this.revision = row.revision();
        this.commits = !session.inHostTransaction();
        this.readOnly = readOnly;
        this.exists = row.present();
    }

    @Override
    boolean exists() {
        return exists;
    }

    @Override
    boolean locked() {
        return readOnly.isEmpty();
    }

    private record Known(Subject principal, Set<RecordKey<?>> keys, JointRecords records) {
        boolean answers(Subject otherPrincipal, Collection<? extends RecordKey<?>> otherKeys) {
            return principal.equals(otherPrincipal) && keys.equals(JointRecords.requireKeys(otherKeys));
        }
    }

    /** Takes what the work is going to read for read. */
    void know(Subject principal, Set<RecordKey<?>> keys, JointRecords records) {
        known = Optional.of(new Known(principal, keys, records));
    }

    @Override
    public JointRecords jointRecords(Subject principal, Collection<? extends RecordKey<?>> keys) {
        Optional<Known> answer = use(() -> known.filter(read -> read.answers(principal, keys)));
        return answer.map(Known::records).orElseGet(() -> super.jointRecords(principal, keys));
    }

    /** What is read shows what this work has stored (S-17). */
    @Override
    void beforeReading() {
        changes.send();
    }

    @Override
    public void insert(Collection<? extends StoredRecord> records) {
        List<StoredRecord> given = Arguments.all("records", records);
        change(() -> byKind(requireOwn(given), StoredRecord::kind).forEach(this::insert));
    }

    @Override
    public void update(Collection<? extends StoredRecord> records) {
        List<StoredRecord> given = Arguments.all("records", records);
        change(() -> byKind(requireOwn(given), StoredRecord::kind).forEach(this::update));
    }

    @Override
    public void delete(Collection<? extends RecordKey<?>> keys) {
        List<RecordKey<?>> given = Arguments.all("keys", keys);
        change(() -> byKind(given.stream(), RecordKey::kind).forEach(this::delete));
    }

    @Override
    public void append(ChangeRecord record) {
        Arguments.required("record", record);
        change(() -> {
            if (appended) {
                throw new IllegalStateException("[S-15] a work appends one change record, and this is its second");
            }
            if (!record.revision().equals(revision.next())) {
                throw new IllegalStateException("[S-15] the change record of a work that begins at revision " + revision
                        + " has revision " + revision.next() + ", not " + record.revision());
            }
            for (Change change : record.changes()) {
                refuseForeign(change.scope().organization());
            }
            tables.changes().append(changes, organization(), record);
            appended = true;
        });
    }

    @Override
    public void amend(Collection<ChangeRecord> records) {
        List<ChangeRecord> given = Arguments.all("records", records);
        change(() -> {
            changes.send();
            if (tables.changes().amend(handle, organization(), given) != given.size()) {
                throw new IllegalStateException("[S-25] a change record to be amended does not exist");
            }
            stored |= !given.isEmpty();
        });
    }

    @Override
    public void dropChanges(Revision upTo) {
        Arguments.required("revision", upTo);
        change(() -> {
            changes.send();
            stored |= tables.changes().drop(handle, organization(), upTo) > 0;
        });
    }

    @Override
    public boolean commits() {
        return commits;
    }

    @Override
    public void onceCommitted(Runnable announcement) {
        announcements.add(Arguments.required("announcement", announcement));
    }

    /** What is to be done once the host has committed what the work has stored. */
    List<Runnable> announcements() {
        return announcements;
    }

    /**
     * Checks the work as a whole once it has ended, and raises the revision.
     *
     * @return whether there is something to commit
     */
    boolean finish() {
        if (!appended) {
            if (stored) {
                throw new IllegalStateException("[S-15] a work that stores something appends a change record");
            }
            return false;
        }
        if (!exists && !removed) {
            throw new IllegalStateException(
                    "[S-8] a work that creates an organization inserts the organization's record");
        }
        return Failure.askDatabase(() -> {
            if (exists) {
                tables.organizations().setRevision(changes, organization(), revision.next());
            }
            changes.send();
            if (!exists) {
                tables.clear(handle, organization(), revision.next());
            }
            return true;
        });
    }

    private void change(Runnable work) {
        use(() -> {
            if (readOnly.isPresent()) {
                throw readOnly.get();
            }
            session.beforeChange();
            known = Optional.empty();
            work.run();
            return true;
        });
    }

    private <R extends StoredRecord> void insert(RecordKind<R> kind, List<? extends StoredRecord> records) {
        if (kind.equals(RecordKind.ORGANIZATION)) {
            if (exists || records.size() > 1) {
                throw new DuplicateKey("[S-11] the organization record to be inserted exists already");
            }
            exists = true;
            // The row is there since the work began.
            tables.of(kind).update(changes, handle, organization(), cast(kind, records));
        } else {
            tables.of(kind).insert(changes, organization(), cast(kind, records));
        }
        stored = true;
    }

    private <R extends StoredRecord> void update(RecordKind<R> kind, List<? extends StoredRecord> records) {
        refuseMissing(kind);
        tables.of(kind).update(changes, handle, organization(), cast(kind, records));
        stored = true;
    }

    private <R extends StoredRecord> void delete(RecordKind<R> kind, List<? extends RecordKey<?>> keys) {
        if (kind.equals(RecordKind.ORGANIZATION)) {
            refuseMissing(kind);
            // Its row is what this write holds, so it ends when the work has ended, with all that is left of it.
            exists = false;
            removed = true;
        } else {
            tables.of(kind)
                    .delete(
                            changes,
                            organization(),
                            keys.stream()
                                    .map(key -> new RecordKey<>(kind, key.parts()))
                                    .toList());
        }
        stored = true;
    }

    private void refuseMissing(RecordKind<?> kind) {
        if (kind.equals(RecordKind.ORGANIZATION) && !exists) {
            throw new IllegalStateException("[S-11] the organization record does not exist");
        }
    }

    private <R extends StoredRecord> Stream<R> requireOwn(Collection<R> records) {
        records.forEach(record -> refuseForeign(record.organization()));
        return records.stream();
    }

    private void refuseForeign(OrganizationId other) {
        if (!other.equals(organization())) {
            throw new IllegalStateException(
                    "[S-14] a work in organization '" + organization() + "' stores nothing of '" + other + "'");
        }
    }

    private static <R extends StoredRecord> List<R> cast(RecordKind<R> kind, List<? extends StoredRecord> records) {
        return records.stream().map(kind.type()::cast).toList();
    }

    private static <T> Map<RecordKind<?>, List<T>> byKind(
            Stream<? extends T> some, Function<? super T, RecordKind<?>> kind) {
        return some.collect(groupingBy(kind, LinkedHashMap::new, toList()));
    }
}
