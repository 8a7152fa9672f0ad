/** Writes at once, over again, and inside a transaction of the host: CON-1, CON-4, CON-6, CHG-1, CHG-2. */
@NullMarked
package io.github.communities.tck.domain.transaction;

import org.jspecify.annotations.NullMarked;
