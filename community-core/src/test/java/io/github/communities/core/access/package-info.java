/** Tests of how access is answered. */
@NullMarked
package io.github.communities.core.access;

import org.jspecify.annotations.NullMarked;
