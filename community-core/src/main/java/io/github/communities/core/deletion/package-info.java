/**
 * Communities and projects that are deleted: noted for as long as they can be restored, and purged in batches when the
 * host calls (COM-6, PRJ-5). The end of whole organizations is in {@code organization}, that of subjects in {@code
 * subject}.
 */
@NullMarked
package io.github.communities.core.deletion;

import org.jspecify.annotations.NullMarked;
