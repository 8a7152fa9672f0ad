@NullMarked
package io.github.communities.error;

import org.jspecify.annotations.NullMarked;
