/** Projects of communities: {@link io.github.communities.project.Projects}. */
@NullMarked
package io.github.communities.project;

import org.jspecify.annotations.NullMarked;
