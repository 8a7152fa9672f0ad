/**
 * What {@link io.github.communities.Host} does, handed on to the contexts. There is no caller here: nothing is checked
 * but that the input is in order.
 */
@NullMarked
package io.github.communities.core.host;

import org.jspecify.annotations.NullMarked;
