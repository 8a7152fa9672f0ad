@NullMarked
package io.github.communities.build.planted.inorder.context;

import org.jspecify.annotations.NullMarked;
