/** Policies: POL-1 to POL-3. */
@NullMarked
package io.github.communities.tck.domain.policy;

import org.jspecify.annotations.NullMarked;
