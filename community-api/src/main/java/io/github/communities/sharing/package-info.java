/** Sharing of resources across the communities of an organization (SHR-1 to SHR-6). */
@NullMarked
package io.github.communities.sharing;

import org.jspecify.annotations.NullMarked;
