/**
 * What an engine remembers of what decides about access, and how it knows whether that still holds. It asks nobody: who
 * finds something out puts it here, with what it follows from. And what is counted of that, and told to the host's
 * listeners.
 */
@NullMarked
package io.github.communities.core.cache;

import org.jspecify.annotations.NullMarked;
