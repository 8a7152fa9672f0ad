/**
 * Billing: which account a community is linked to, the use cases of {@link io.github.communities.billing.Billings}.
 * What the host says about an account comes from {@code accounts}.
 */
@NullMarked
package io.github.communities.core.billing;

import org.jspecify.annotations.NullMarked;
