/** The feed of changes and its listeners: CHG-3 to CHG-5. */
@NullMarked
package io.github.communities.tck.domain.change;

import org.jspecify.annotations.NullMarked;
