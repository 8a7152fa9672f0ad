package io.github.communities.core.access;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.Target;
import io.github.communities.access.StoreQuestion;
import io.github.communities.change.ChangeRecord;
import io.github.communities.core.cache.AccessTables;
import io.github.communities.core.transaction.Transactions;
import io.github.communities.spi.record.PrincipalRecords;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.TargetRecords;
import java.util.Collection;
import java.util.List;

/** What answers about access ask the store: each question is counted, and listeners are told of it. Thread-safe. */
final class MeasuredStore {
    private final Transactions transactions;
    private final AccessTables tables;

    MeasuredStore(Transactions transactions, AccessTables tables) {
        this.transactions = transactions;
        this.tables = tables;
    }

    /** By which it is asked. */
    Transactions transactions() {
        return transactions;
    }

    /** All that decides about a principal. */
    PrincipalRecords principal(OrganizationId organization, Subject principal) {
        tables.counts().loads.increment();
        return tables.listeners()
                .ask(StoreQuestion.PRINCIPAL, () -> transactions.principalRecords(organization, principal));
    }

    /** All that decides about where targets lead, up to 1,000 of them. */
    TargetRecords targets(OrganizationId organization, Collection<? extends Target> targets) {
        tables.counts().reads.increment();
        return tables.listeners().ask(StoreQuestion.TARGETS, () -> transactions.targetRecords(organization, targets));
    }

    /** An organization's revision. */
    Revision revision(OrganizationId organization) {
        tables.counts().revisionChecks.increment();
        return tables.listeners()
                .ask(StoreQuestion.REVISION, () -> transactions.store().revision(organization));
    }

    /** The change records after a revision, a page at most. */
    List<ChangeRecord> changes(OrganizationId organization, long after) {
        List<ChangeRecord> changes = tables.listeners()
                .ask(
                        StoreQuestion.CHANGES,
                        () -> transactions
                                .store()
                                .read(organization, reader -> reader.changes(Revision.of(after), RecordRange.MAX)));
        tables.counts().changesRead.add(changes.size());
        return changes;
    }
}
