/** Restrictions of communities: RST-1, RST-2. */
@NullMarked
package io.github.communities.tck.domain.restriction;

import org.jspecify.annotations.NullMarked;
