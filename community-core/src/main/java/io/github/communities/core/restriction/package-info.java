/** The restrictions service: what a community forbids itself. */
@NullMarked
package io.github.communities.core.restriction;

import org.jspecify.annotations.NullMarked;
