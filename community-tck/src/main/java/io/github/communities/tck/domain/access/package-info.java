/** Decisions, their reasons, and how fresh they are: ACC-1 to ACC-6, ACC-8, CON-2, CON-3, CON-5. */
@NullMarked
package io.github.communities.tck.domain.access;

import org.jspecify.annotations.NullMarked;
