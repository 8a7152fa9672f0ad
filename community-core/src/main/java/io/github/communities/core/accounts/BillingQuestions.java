package io.github.communities.core.accounts;

import io.github.communities.BillingAccountId;
import io.github.communities.OrganizationId;
import io.github.communities.Subject;
import io.github.communities.billing.BillingStatus;
import io.github.communities.core.time.Age;
import io.github.communities.error.Unmet;
import io.github.communities.spi.BillingAccounts;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Asks the host about billing accounts; an answer that is late, or an exception, is none (BIL-1). Thread-safe. */
public final class BillingQuestions {
    private static final System.Logger LOGGER = System.getLogger("io.github.communities");

    private final BillingAccounts accounts;
    private final LongSupplier ticker;
    private final Duration patience;

    /** To a host, which is told to answer within so long. */
    public BillingQuestions(BillingAccounts accounts, LongSupplier ticker, Duration patience) {
        this.accounts = accounts;
        this.ticker = ticker;
        this.patience = patience;
    }

    /** Whether what costs money may be done with an account. */
    public BillingAnswer paying(OrganizationId organization, BillingAccountId account) {
        List<Unmet> unmet = new ArrayList<>();
        status(organization, account, "BIL-1", unmet);
        return new BillingAnswer(Optional.of(account), unmet);
    }

    /** Whether a principal may link an account (BIL-2, BIL-3). */
    public BillingAnswer linking(OrganizationId organization, Subject principal, BillingAccountId account) {
        List<Unmet> unmet = new ArrayList<>();
        Optional<Boolean> may = ask(account, () -> accounts.mayUse(organization, principal, account, patience), unmet);
        if (may.isPresent() && !may.get()) {
            unmet.add(new Unmet("BIL-2", "the host does not let " + principal + " use billing account " + account));
        }
        if (may.isPresent()) {
            status(organization, account, "BIL-3", unmet);
        }
        return new BillingAnswer(Optional.of(account), unmet);
    }

    private void status(OrganizationId organization, BillingAccountId account, String rule, List<Unmet> unmet) {
        Optional<Optional<BillingStatus>> status =
                ask(account, () -> accounts.status(organization, account, patience), unmet);
        if (status.isPresent()
                && status.get().filter(BillingStatus::isInGoodStanding).isEmpty()) {
            unmet.add(new Unmet(
                    rule,
                    "billing account " + account + " is not in good standing: "
                            + status.get().map(BillingStatus::name).orElse("the host knows none of that id")));
        }
    }

    private <T> Optional<T> ask(BillingAccountId account, Supplier<T> question, List<Unmet> unmet) {
        Age asked = Age.beginning(ticker);
        T answer;
        try {
            answer = Objects.requireNonNull(question.get(), "the host's BillingAccounts answered null");
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "[BIL-1] the host could not say anything about a billing account", e);
            unmet.add(new Unmet("BIL-1", "the host could not answer about billing account " + account));
            return Optional.empty();
        }
        if (asked.exceeds(patience)) {
            unmet.add(new Unmet(
                    "BIL-1",
                    "the host answered about billing account " + account + " after the deadline: it was given "
                            + patience));
            return Optional.empty();
        }
        return Optional.of(answer);
    }
}
