/** Billing accounts, and what takes one: BIL-1 to BIL-5. */
@NullMarked
package io.github.communities.tck.domain.billing;

import org.jspecify.annotations.NullMarked;
