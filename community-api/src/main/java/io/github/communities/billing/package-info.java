/**
 * Who pays: {@link io.github.communities.billing.Billings} links a community to a billing account (BIL). Whether an
 * account is in good standing, and who may use it, only the host knows, and says by {@link
 * io.github.communities.spi.BillingAccounts}.
 */
@NullMarked
package io.github.communities.billing;

import org.jspecify.annotations.NullMarked;
