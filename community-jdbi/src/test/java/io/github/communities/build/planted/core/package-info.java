/** What the engine must not do. */
@NullMarked
package io.github.communities.build.planted.core;

import org.jspecify.annotations.NullMarked;
