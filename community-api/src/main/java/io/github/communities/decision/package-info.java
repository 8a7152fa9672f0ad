/**
 * The answer to "may she do this, and why?": {@link io.github.communities.decision.Decision}, with where the roles come
 * from. It stands by itself, since what is thrown carries it.
 */
@NullMarked
package io.github.communities.decision;

import org.jspecify.annotations.NullMarked;
