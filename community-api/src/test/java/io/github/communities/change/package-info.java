@NullMarked
package io.github.communities.change;

import org.jspecify.annotations.NullMarked;
