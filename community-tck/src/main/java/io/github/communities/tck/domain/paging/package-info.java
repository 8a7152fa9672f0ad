/** Where lists go on: LIM-2, TEN-1. */
@NullMarked
package io.github.communities.tck.domain.paging;

import org.jspecify.annotations.NullMarked;
