/** Tests of what the engine remembers. */
@NullMarked
package io.github.communities.core.access;

import org.jspecify.annotations.NullMarked;
