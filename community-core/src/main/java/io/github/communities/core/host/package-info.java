/** What {@link io.github.communities.Host} does, handed on to the contexts. */
@NullMarked
package io.github.communities.core.host;

import org.jspecify.annotations.NullMarked;
