package io.github.communities.invitation;

import io.github.communities.internal.Arguments;

/**
 * A link that was just created or reset, with its token, which is shown only now (INV-2).
 *
 * @param invitation the invitation
 * @param token what to put into the link
 */
public record InvitationLink(Invitation invitation, InvitationToken token) {
    /** Checks that nothing is {@code null}. */
    public InvitationLink {
        Arguments.required("invitation", invitation);
        Arguments.required("invitation token", token);
    }
}
