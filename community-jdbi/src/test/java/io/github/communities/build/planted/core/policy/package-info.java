/** What decisions must not do. */
@NullMarked
package io.github.communities.build.planted.core.policy;

import org.jspecify.annotations.NullMarked;
