/**
 * What others implement. A host: {@link io.github.communities.spi.BillingAccounts}, {@link
 * io.github.communities.spi.Directory}. A store: {@link io.github.communities.spi.CommunityStore} with its {@link
 * io.github.communities.spi.StoreReader} and {@link io.github.communities.spi.StoreWriter}, whose numbered rules the
 * test kit checks; {@link io.github.communities.spi.HostTransaction}, if it can work inside one.
 *
 * <p>What a store keeps is in {@code spi.record}.
 */
@NullMarked
package io.github.communities.spi;

import org.jspecify.annotations.NullMarked;
