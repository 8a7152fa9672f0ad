@NullMarked
package io.github.communities.core.roster;

import org.jspecify.annotations.NullMarked;
