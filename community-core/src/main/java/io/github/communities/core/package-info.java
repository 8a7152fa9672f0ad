/** The engine that hosts build. */
@NullMarked
package io.github.communities.core;

import org.jspecify.annotations.NullMarked;
