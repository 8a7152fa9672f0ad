/** Questions about access, answered from a principal's grants. */
@NullMarked
package io.github.communities.core.access;

import org.jspecify.annotations.NullMarked;
