/** Communities: their life and their lists. */
@NullMarked
package io.github.communities.core.community;

import org.jspecify.annotations.NullMarked;
