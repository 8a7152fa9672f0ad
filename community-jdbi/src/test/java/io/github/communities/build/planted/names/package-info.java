/** What no class is called. */
@NullMarked
package io.github.communities.build.planted.names;

import org.jspecify.annotations.NullMarked;
