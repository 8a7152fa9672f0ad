package io.github.communities.core.authorization;

import io.github.communities.BillingAccountId;
import io.github.communities.Caller;
import io.github.communities.OrganizationId;
import io.github.communities.Target;
import io.github.communities.Written;
import io.github.communities.access.Authorization;
import io.github.communities.access.Condition;
import io.github.communities.access.OperationRequest;
import io.github.communities.core.accounts.BillingAnswer;
import io.github.communities.core.accounts.BillingQuestions;
import io.github.communities.core.transaction.ReadTransaction;
import io.github.communities.core.transaction.Transactions;
import io.github.communities.core.transaction.WriteTransaction;
import io.github.communities.error.Refused;
import io.github.communities.error.Unmet;
import io.github.communities.internal.Arguments;
import io.github.communities.policy.Billing;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Operations about which the host has to be asked: what costs, and what links an account. It is asked outside of all
 * transactions, and asked anew if by then the operation is about another account (BIL-1, BIL-2). Thread-safe.
 */
public final class BilledOperations {
    private static final int ACCOUNTS_TO_ASK_ABOUT = 5;
    /** What takes more than to know where its target leads. */
    private static final Set<Condition> BEYOND_TARGETS =
            Set.of(Condition.NOT_SHARED, Condition.PUBLISHED, Condition.WITHIN_CAPS);

    private static final Unmet UNSETTLED = new Unmet(
            "BIL-1", "the linked billing account was replaced again and again while the host was asked about it");

    private final Transactions transactions;
    private final BillingQuestions billing;

    /** How what decides about one target is read. */
    public interface TargetReads {
        /** Asks a question about a target on behalf of a caller. */
        <T> T read(Caller caller, Target target, Function<ReadTransaction, T> question);
    }

    /** Over transactions, of a host. */
    public BilledOperations(Transactions transactions, BillingQuestions billing) {
        this.transactions = transactions;
        this.billing = billing;
    }

    /**
     * Writes on behalf of a caller what the host has to be asked about: the account that pays, or the one to be linked.
     * It is asked before the transaction, if the caller has the permissions that it takes (ACC-7). Authorizing again is
     * for the use case to do.
     *
     * @param request what is to be done
     */
    public <T> Written<T> write(
            Caller caller, OperationRequest request, BiFunction<WriteTransaction, BillingAnswer, T> useCase) {
        Arguments.required("caller", caller);
        return withCurrentAccount(
                        () -> ask(caller, request, this::read),
                        answer -> transactions.write(caller, writing -> useCase.apply(writing, answer)))
                .orElseThrow(() -> new Refused(List.of(UNSETTLED)));
    }

    /** Reads all that a question takes in a transaction. */
    public <T> T read(Caller caller, Target target, Function<ReadTransaction, T> question) {
        return transactions.read(caller, question);
    }

    /** Whether an operation may be done now: the host is asked just as for the operation itself (ACC-7). */
    public Authorization authorize(Caller caller, OperationRequest request, TargetReads reads) {
        Arguments.required("caller", caller);
        OperationAuthorizer.checkShape(request);
        TargetReads fit = Collections.disjoint(request.operation().conditions(), BEYOND_TARGETS) ? reads : this::read;
        return withCurrentAccount(
                        () -> ask(caller, request, fit),
                        answer -> fit.read(
                                caller,
                                request.target(),
                                reading -> OperationAuthorizer.answer(reading, request, answer)))
                .orElseGet(() -> new Authorization(
                        request, transactions.store().revision(caller.organization()), List.of(), List.of(UNSETTLED)));
    }

    /**
     * Makes an attempt with what the host says of its account, and again if another account has been linked meanwhile;
     * empty if that goes on and on.
     */
    private static <T> Optional<T> withCurrentAccount(
            Supplier<BillingAnswer> question, Function<BillingAnswer, T> attempt) {
        for (int asked = 0; asked < ACCOUNTS_TO_ASK_ABOUT; asked++) {
            BillingAnswer answer = question.get();
            try {
                return Optional.of(attempt.apply(answer));
            } catch (AccountChanged again) {
                // The next answer is about the account that is linked now.
            }
        }
        return Optional.empty();
    }

    /** What the host says before an operation, if that is about billing and the caller has the permissions it takes. */
    private BillingAnswer ask(Caller caller, OperationRequest request, TargetReads reads) {
        List<Condition> conditions = request.operation().conditions();
        boolean linking = conditions.contains(Condition.ACCOUNT_MAY_BE_USED);
        boolean paying = conditions.contains(Condition.BILLING)
                && transactions.policy().source().billing() == Billing.REQUIRED;
        if (!linking && !paying) {
            return BillingAnswer.NONE;
        }
        OrganizationId organization = caller.organization();
        return reads.<Optional<BillingAccountId>>read(
                        caller, request.target(), reading -> OperationAuthorizer.accountInQuestion(reading, request))
                .map(account -> linking
                        ? billing.linking(organization, caller.principal(), account)
                        : billing.paying(organization, account))
                .orElse(BillingAnswer.NONE);
    }

    /** The host was not asked about the account that it takes now: it must be asked anew. */
    static final class AccountChanged extends RuntimeException {
        private static final long serialVersionUID = 1L;

        AccountChanged() {
            super(null, null, false, false);
        }
    }
}
