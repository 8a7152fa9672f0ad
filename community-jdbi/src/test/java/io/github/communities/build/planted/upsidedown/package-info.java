@NullMarked
package io.github.communities.build.planted.upsidedown;

import org.jspecify.annotations.NullMarked;
