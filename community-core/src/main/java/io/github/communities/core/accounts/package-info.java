/**
 * What the host says about billing accounts: asked outside of transactions, with a deadline (BIL-1 to BIL-3). When it
 * is asked is said in {@code authorization}; linking itself is in {@code billing}.
 */
@NullMarked
package io.github.communities.core.accounts;

import org.jspecify.annotations.NullMarked;
