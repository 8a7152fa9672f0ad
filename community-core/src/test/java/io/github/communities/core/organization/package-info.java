@NullMarked
package io.github.communities.core.organization;

import org.jspecify.annotations.NullMarked;
