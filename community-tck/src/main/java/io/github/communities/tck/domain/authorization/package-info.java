/** Who may do what, operation by operation, and how much of it: ACC-7, ACC-8, LIM-1. */
@NullMarked
package io.github.communities.tck.domain.authorization;

import org.jspecify.annotations.NullMarked;
