/**
 * How values check their arguments, write their text form and shorten what they show. Exported to the engine alone:
 * hosts and stores see it neither here nor in what it is used for.
 */
@NullMarked
package io.github.communities.internal;

import org.jspecify.annotations.NullMarked;
