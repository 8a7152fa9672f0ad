@NullMarked
package io.github.communities.core.paging;

import org.jspecify.annotations.NullMarked;
