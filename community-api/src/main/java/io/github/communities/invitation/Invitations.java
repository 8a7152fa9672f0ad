package io.github.communities.invitation;

import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.InvitationId;
import io.github.communities.Page;
import io.github.communities.PageRequest;
import io.github.communities.Written;
import java.util.Optional;

/**
 * Invitations to communities. Creating, resetting, cancelling, sending anew and listing need {@code
 * community.manageAccess} (MEM-1), all but cancelling and listing also that the caller holds all that the role permits
 * (MEM-3, INV-9). Whoever created or last reset an invitation must satisfy both again when it is accepted; by virtue of
 * expiring bindings it expires no later than they do (MEM-8). Thread-safe.
 *
 * <p>An invitation that does not exist, has ended, is used up or names someone else is {@link
 * io.github.communities.error.NotFound} by INV-1 (links) or INV-5 (personal): nobody learns which.
 */
public interface Invitations {
    /** Creates a link; its token is in the result and is shown only now (INV-1, INV-2). */
    Written<InvitationLink> createLink(Caller caller, CommunityId community, NewLink link);

    /** Gives a link another token; the old one is invalid at once (INV-3). Uses, expiry and cap stay as they are. */
    Written<InvitationLink> reset(Caller caller, InvitationId link);

    /**
     * Invites one user (INV-5). If they are a member with that role already, nothing changes and the result says so; it
     * is empty then (INV-8). If such an invitation is pending already, it is sent anew.
     */
    Written<Optional<Invitation>> invite(Caller caller, CommunityId community, NewPersonal invitation);

    /** Sends a personal invitation anew: it counts as created now, with the policy's lifetime (INV-5). */
    Written<Invitation> sendAnew(Caller caller, InvitationId invitation);

    /** Cancels an invitation of either kind; cancelling what is gone changes nothing. */
    Written<InvitationId> cancel(Caller caller, InvitationId invitation);

    /**
     * Accepts a link. The caller must be a user of the organization.
     *
     * @throws io.github.communities.error.Refused if the caller was removed or left after it was created or last reset,
     *     even if they came back since (INV-4); if who created or last reset it could not do so now (INV-9); or if it
     *     is to the administrator role of the default community and the caller is not a member there (DEF-9)
     */
    Written<Acceptance> accept(Caller caller, InvitationToken token);

    /** Accepts a personal invitation, as its recipient (INV-5); refused as {@link #accept(Caller, InvitationToken)}. */
    Written<Acceptance> accept(Caller caller, InvitationId invitation);

    /** Declines a personal invitation, as its recipient (INV-5); declining what is gone changes nothing. */
    Written<InvitationId> decline(Caller caller, InvitationId invitation);

    /** The pending invitations of a community, links and personal ones, for its administrators (INV-7). */
    Page<Invitation> pending(Caller caller, CommunityId community, PageRequest page);

    /** The pending personal invitations of the caller (INV-7). */
    Page<Invitation> mine(Caller caller, PageRequest page);
}
