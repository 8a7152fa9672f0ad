/** Publishing and attaching resources: SHR-1 to SHR-6. */
@NullMarked
package io.github.communities.tck.domain.sharing;

import org.jspecify.annotations.NullMarked;
