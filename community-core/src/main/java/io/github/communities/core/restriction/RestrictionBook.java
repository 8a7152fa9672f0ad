package io.github.communities.core.restriction;

import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.Written;
import io.github.communities.core.work.Transactions;
import io.github.communities.restriction.Restriction;
import io.github.communities.restriction.RestrictionValue;
import io.github.communities.restriction.Restrictions;
import java.util.List;

/** The restrictions service: what a community forbids itself. */
public final class RestrictionBook implements Restrictions {
    @SuppressWarnings("UnusedVariable") // until it is there
    private final Transactions transactions;

    /** Over transactions. */
    public RestrictionBook(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Written<Restriction> set(Caller caller, CommunityId community, String name, RestrictionValue value) {
        throw new UnsupportedOperationException("not there yet");
    }

    @Override
    public Written<Restriction> unset(Caller caller, CommunityId community, String name) {
        throw new UnsupportedOperationException("not there yet");
    }

    @Override
    public Restriction get(Caller caller, CommunityId community, String name) {
        throw new UnsupportedOperationException("not there yet");
    }

    @Override
    public List<Restriction> list(Caller caller, CommunityId community) {
        throw new UnsupportedOperationException("not there yet");
    }
}
