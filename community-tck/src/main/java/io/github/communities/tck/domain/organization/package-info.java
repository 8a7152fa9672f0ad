/** Organizations, their users and their end, and that none sees another: ORG-1 to ORG-9, TEN-1 to TEN-3. */
@NullMarked
package io.github.communities.tck.domain.organization;

import org.jspecify.annotations.NullMarked;
