/** Rosters: ORG-6. */
@NullMarked
package io.github.communities.tck.domain.roster;

import org.jspecify.annotations.NullMarked;
