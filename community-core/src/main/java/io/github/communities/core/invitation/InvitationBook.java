package io.github.communities.core.invitation;

import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.InvitationId;
import io.github.communities.Page;
import io.github.communities.PageRequest;
import io.github.communities.Written;
import io.github.communities.core.work.Transactions;
import io.github.communities.invitation.Acceptance;
import io.github.communities.invitation.Invitation;
import io.github.communities.invitation.InvitationLink;
import io.github.communities.invitation.InvitationToken;
import io.github.communities.invitation.Invitations;
import io.github.communities.invitation.NewLink;
import io.github.communities.invitation.NewPersonal;
import java.util.Optional;

/** The invitations service: links and personal invitations to communities. */
public final class InvitationBook implements Invitations {
    @SuppressWarnings("UnusedVariable") // until it is there
    private final Transactions transactions;

    /** Over transactions. */
    public InvitationBook(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Written<InvitationLink> createLink(Caller caller, CommunityId community, NewLink link) {
        throw new UnsupportedOperationException("not there yet");
    }

    @Override
    public Written<InvitationLink> reset(Caller caller, InvitationId link) {
        throw new UnsupportedOperationException("not there yet");
    }

    @Override
    public Written<Optional<Invitation>> invite(Caller caller, CommunityId community, NewPersonal invitation) {
        throw new UnsupportedOperationException("not there yet");
    }

    @Override
    public Written<Invitation> sendAnew(Caller caller, InvitationId invitation) {
        throw new UnsupportedOperationException("not there yet");
    }

    @Override
    public Written<InvitationId> cancel(Caller caller, InvitationId invitation) {
        throw new UnsupportedOperationException("not there yet");
    }

    @Override
    public Written<Acceptance> accept(Caller caller, InvitationToken token) {
        throw new UnsupportedOperationException("not there yet");
    }

    @Override
    public Written<Acceptance> accept(Caller caller, InvitationId invitation) {
        throw new UnsupportedOperationException("not there yet");
    }

    @Override
    public Written<InvitationId> decline(Caller caller, InvitationId invitation) {
        throw new UnsupportedOperationException("not there yet");
    }

    @Override
    public Page<Invitation> pending(Caller caller, CommunityId community, PageRequest page) {
        throw new UnsupportedOperationException("not there yet");
    }

    @Override
    public Page<Invitation> mine(Caller caller, PageRequest page) {
        throw new UnsupportedOperationException("not there yet");
    }
}
