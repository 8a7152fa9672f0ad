/** What the API must not do. */
@NullMarked
package io.github.communities.build.planted.api;

import org.jspecify.annotations.NullMarked;
