/** Projects: their life and their lists. */
@NullMarked
package io.github.communities.core.project;

import org.jspecify.annotations.NullMarked;
