/** Pure functions: a policy and facts in, a decision out. No store, no clock. */
@NullMarked
package io.github.communities.core.policy;

import org.jspecify.annotations.NullMarked;
