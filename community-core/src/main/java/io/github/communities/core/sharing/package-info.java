/** The sharing service: what is published where, and attached to what. */
@NullMarked
package io.github.communities.core.sharing;

import org.jspecify.annotations.NullMarked;
