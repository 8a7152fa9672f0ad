/** What a store must not do. */
@NullMarked
package io.github.communities.build.planted.jdbi;

import org.jspecify.annotations.NullMarked;
