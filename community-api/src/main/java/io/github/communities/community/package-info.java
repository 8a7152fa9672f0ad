/**
 * Communities, the teams' places in an organization: the value, what makes one and what changes one. For hosts; the
 * calls themselves are on {@link io.github.communities.Communities}.
 *
 * <p>Who is in one: {@code member}. What belongs to one: {@code project}.
 */
@NullMarked
package io.github.communities.community;

import org.jspecify.annotations.NullMarked;
