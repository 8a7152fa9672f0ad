/** How long ago something was, by a clock that nobody sets. */
@NullMarked
package io.github.communities.core.time;

import org.jspecify.annotations.NullMarked;
