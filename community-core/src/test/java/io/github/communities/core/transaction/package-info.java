@NullMarked
package io.github.communities.core.transaction;

import org.jspecify.annotations.NullMarked;
