/**
 * The answer to "may she, and why?": a {@link io.github.communities.decision.Decision} with every path that grants, or
 * the nearest that is missing. Ground for {@code access}, which gives it, and for {@code error}, which throws it.
 */
@NullMarked
package io.github.communities.decision;

import org.jspecify.annotations.NullMarked;
