/** The invitations service: links and personal invitations to communities. */
@NullMarked
package io.github.communities.core.invitation;

import org.jspecify.annotations.NullMarked;
