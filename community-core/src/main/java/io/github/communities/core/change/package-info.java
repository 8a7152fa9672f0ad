/**
 * The change feed as hosts read it: from a cursor, without gaps, and dropped by age (CHG-2). Records are appended by
 * {@code transaction}, in the commit of the write.
 */
@NullMarked
package io.github.communities.core.change;

import org.jspecify.annotations.NullMarked;
