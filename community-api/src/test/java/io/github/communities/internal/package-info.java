@NullMarked
package io.github.communities.internal;

import org.jspecify.annotations.NullMarked;
