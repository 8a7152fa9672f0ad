/** Organizations whose users a directory of the host knows: ORG-2, ORG-5, ORG-7. */
@NullMarked
package io.github.communities.tck.domain.directory;

import org.jspecify.annotations.NullMarked;
