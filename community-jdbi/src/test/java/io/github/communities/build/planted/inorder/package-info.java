@NullMarked
package io.github.communities.build.planted.inorder;

import org.jspecify.annotations.NullMarked;
