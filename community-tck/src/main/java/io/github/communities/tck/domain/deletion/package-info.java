/** Deleting, restoring and purging: COM-6, PRJ-5. */
@NullMarked
package io.github.communities.tck.domain.deletion;

import org.jspecify.annotations.NullMarked;
