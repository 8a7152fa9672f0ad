/** The other half. */
@NullMarked
package io.github.communities.build.planted.cycle.two;

import org.jspecify.annotations.NullMarked;
