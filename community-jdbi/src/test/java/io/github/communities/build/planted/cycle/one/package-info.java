/** One half of a cycle. */
@NullMarked
package io.github.communities.build.planted.cycle.one;

import org.jspecify.annotations.NullMarked;
