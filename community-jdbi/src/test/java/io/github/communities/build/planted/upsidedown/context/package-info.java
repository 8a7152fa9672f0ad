@NullMarked
package io.github.communities.build.planted.upsidedown.context;

import org.jspecify.annotations.NullMarked;
