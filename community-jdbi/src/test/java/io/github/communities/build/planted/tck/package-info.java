/** What the kit must not do. */
@NullMarked
package io.github.communities.build.planted.tck;

import org.jspecify.annotations.NullMarked;
