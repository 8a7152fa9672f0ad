/** Projects, their limits, and resources: PRJ-1 to PRJ-5, RES-1 to RES-4. */
@NullMarked
package io.github.communities.tck.domain.project;

import org.jspecify.annotations.NullMarked;
