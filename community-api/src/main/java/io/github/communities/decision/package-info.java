/**
 * The answer to "may she, and why?": a {@link io.github.communities.decision.Decision} with every path that grants, or
 * the nearest that is missing. What is said of targets is a {@link io.github.communities.decision.Sentence}, which is
 * told by their ids, or, to whoever has {@link io.github.communities.decision.Names}, by their names too. Ground for
 * {@code access}, which gives it, and for {@code error}, which throws it.
 */
@NullMarked
package io.github.communities.decision;

import org.jspecify.annotations.NullMarked;
