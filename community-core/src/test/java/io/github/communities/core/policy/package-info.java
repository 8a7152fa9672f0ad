/** Tests of what grants are looked up in. */
@NullMarked
package io.github.communities.core.policy;

import org.jspecify.annotations.NullMarked;
