/**
 * Communities and projects that are deleted: noted for as long as they can be restored, and purged when the host calls
 * (COM-6, PRJ-5): one call is one batch, the loop over batches is the host's. The end of whole organizations is in
 * {@code organization}, that of subjects in {@code subject}.
 */
@NullMarked
package io.github.communities.core.deletion;

import org.jspecify.annotations.NullMarked;
