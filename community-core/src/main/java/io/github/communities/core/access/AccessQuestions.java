package io.github.communities.core.access;

import io.github.communities.Caller;
import io.github.communities.access.Access;
import io.github.communities.access.AccessView;
import io.github.communities.core.work.Transactions;
import io.github.communities.internal.Text;
import java.time.Duration;

/** The access service: every question is asked of a view of its caller. */
public final class AccessQuestions implements Access {
    private final Transactions transactions;
    private final Duration stalenessBound;

    /** Over transactions; a view answers no longer than the bound. */
    public AccessQuestions(Transactions transactions, Duration stalenessBound) {
        this.transactions = transactions;
        this.stalenessBound = stalenessBound;
    }

    @Override
    public AccessView of(Caller caller) {
        return PrincipalView.load(transactions, stalenessBound, Text.required("caller", caller));
    }
}
