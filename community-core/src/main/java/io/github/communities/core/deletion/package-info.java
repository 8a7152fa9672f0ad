/** What becomes of deleted communities and projects: they come back or are purged. */
@NullMarked
package io.github.communities.core.deletion;

import org.jspecify.annotations.NullMarked;
