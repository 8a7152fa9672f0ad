@NullMarked
package io.github.communities.core.work;

import org.jspecify.annotations.NullMarked;
