package io.github.communities.core.access;

import io.github.communities.Caller;
import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Target;
import io.github.communities.core.authorization.BilledOperations;
import io.github.communities.core.authorization.TargetResolver;
import io.github.communities.core.cache.History;
import io.github.communities.core.cache.History.Question;
import io.github.communities.core.transaction.ReadTransaction;
import io.github.communities.core.transaction.Transactions;
import io.github.communities.error.NotFound;
import io.github.communities.spi.record.TargetRecords;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads for questions about one target what is remembered of the caller, and what the target leads to by one statement;
 * where that does not suffice, all of it in a transaction. Thread-safe.
 */
final class RememberedReads implements BilledOperations.TargetReads {
    private final MeasuredStore store;
    private final SharedAccess shared;

    RememberedReads(MeasuredStore store, SharedAccess shared) {
        this.store = store;
        this.shared = shared;
    }

    @Override
    public <T> T read(Caller caller, Target target, Function<ReadTransaction, T> question) {
        return tryRead(caller, target, question)
                .orElseGet(() -> store.transactions().read(caller, question));
    }

    /** Empty for who does not belong, if it was changed meanwhile, and if what is asked takes more. */
    private <T> Optional<T> tryRead(Caller caller, Target target, Function<ReadTransaction, T> question) {
        OrganizationId organization = caller.organization();
        Transactions transactions = store.transactions();
        if (shared.isJoined()
                || !TargetResolver.isOf(organization, target)
                || !shared.view(caller, Revision.NONE, true).grants().belongs()) {
            return Optional.empty();
        }
        History history = shared.tables().history(organization);
        Question asked = history.ask(transactions.ticks());
        try {
            TargetRecords records = store.targets(organization, List.of(target));
            shared.learn(organization, history, asked.answer(records.revision()));
            PrincipalView view = shared.view(caller, Revision.NONE, true);
            return view.revision().equals(records.revision())
                            && !records.organization().removed()
                    ? Optional.of(question.apply(transactions.readingFrom(
                            caller, new RecordsReader(target, records), records.organization(), view.grants())))
                    : Optional.empty();
        } catch (RecordsReader.NotAtHand | NotFound more) {
            return Optional.empty();
        }
    }
}
