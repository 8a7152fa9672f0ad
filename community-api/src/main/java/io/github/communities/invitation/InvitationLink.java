package io.github.communities.invitation;

import io.github.communities.internal.Arguments;

/**
 * A link that was just created or reset, with its token, which is shown only now (INV-2). No record and no bean, so
 * that nothing that writes values by their components or getters, such as a library for JSON or a log, writes the
 * token. Immutable.
 */
public final class InvitationLink {
    private final Invitation invitation;
    private final InvitationToken token;

    /** Of an invitation and its token. */
    public InvitationLink(Invitation invitation, InvitationToken token) {
        this.invitation = Arguments.required("invitation", invitation);
        this.token = Arguments.required("invitation token", token);
    }

    /** The invitation. */
    public Invitation invitation() {
        return invitation;
    }

    /** What to put into the link. */
    public InvitationToken token() {
        return token;
    }

    /** The invitation alone. */
    @Override
    public String toString() {
        return "InvitationLink[" + invitation + "]";
    }
}
