/** The suites that every store passes. */
@NullMarked
package io.github.communities.tck;

import org.jspecify.annotations.NullMarked;
