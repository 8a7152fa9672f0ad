/** Broken stores, each of which breaks a rule, and a test that the contract catches every one of them by that rule. */
@NullMarked
package io.github.communities.tck.mutant;

import org.jspecify.annotations.NullMarked;
