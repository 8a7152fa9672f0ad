@NullMarked
package io.github.communities.restriction;

import org.jspecify.annotations.NullMarked;
