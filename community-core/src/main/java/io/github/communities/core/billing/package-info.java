/** The billing service: which account a community is linked to. */
@NullMarked
package io.github.communities.core.billing;

import org.jspecify.annotations.NullMarked;
