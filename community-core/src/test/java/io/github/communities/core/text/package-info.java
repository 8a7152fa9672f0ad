@NullMarked
package io.github.communities.core.text;

import org.jspecify.annotations.NullMarked;
