/** Invitations, what ends them, and whoever went meanwhile: INV-1 to INV-9. */
@NullMarked
package io.github.communities.tck.domain.invitation;

import org.jspecify.annotations.NullMarked;
