/** What the host's own interfaces answer: LIM-2, TEN-1, BIL-1, ORG-7. */
@NullMarked
package io.github.communities.tck.domain.host;

import org.jspecify.annotations.NullMarked;
