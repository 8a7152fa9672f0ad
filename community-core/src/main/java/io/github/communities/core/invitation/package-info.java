/**
 * Invitations: the use cases of {@link io.github.communities.invitation.Invitations}, of which accepting has a class of
 * its own, and the making and comparing of tokens. What an invitation is still worth after a removal is a matter of
 * revisions (INV-4), which {@code member} keeps as departures.
 */
@NullMarked
package io.github.communities.core.invitation;

import org.jspecify.annotations.NullMarked;
