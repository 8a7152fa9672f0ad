/** Planted for the listing of the public API, which shows what others can use of it and nothing else. */
@NullMarked
package io.github.communities.build.planted.surface;

import org.jspecify.annotations.NullMarked;
