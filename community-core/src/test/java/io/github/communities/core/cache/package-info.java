/** Tests of what is remembered, and for how long. */
@NullMarked
package io.github.communities.core.cache;

import org.jspecify.annotations.NullMarked;
