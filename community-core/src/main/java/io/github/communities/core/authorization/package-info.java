/** Operations judged by their table: targets are resolved, then permissions decided, then conditions checked. */
@NullMarked
package io.github.communities.core.authorization;

import org.jspecify.annotations.NullMarked;
