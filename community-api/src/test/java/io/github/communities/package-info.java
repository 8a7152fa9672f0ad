@NullMarked
package io.github.communities;

import org.jspecify.annotations.NullMarked;
