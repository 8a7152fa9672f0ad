/**
 * Invitations to communities, by a link for many or in person for one: {@link
 * io.github.communities.invitation.Invitations} (INV). A token is shown once, when {@code createLink} or {@code reset}
 * gives it, and never again.
 */
@NullMarked
package io.github.communities.invitation;

import org.jspecify.annotations.NullMarked;
