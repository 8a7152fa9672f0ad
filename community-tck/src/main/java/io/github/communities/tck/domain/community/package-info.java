/** Communities, the default one, and labels: COM-1 to COM-5, COM-8, DEF-1 to DEF-11. */
@NullMarked
package io.github.communities.tck.domain.community;

import org.jspecify.annotations.NullMarked;
