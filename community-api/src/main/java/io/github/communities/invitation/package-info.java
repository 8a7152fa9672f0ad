/** Invitations to communities: by a link for many, or personal for one (INV-1 to INV-9). */
@NullMarked
package io.github.communities.invitation;

import org.jspecify.annotations.NullMarked;
