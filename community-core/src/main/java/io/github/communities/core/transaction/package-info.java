/**
 * What a use case runs in: {@link io.github.communities.core.transaction.Transactions} begins and ends it, a read
 * transaction loads what it needs at one revision, a write transaction stores, records the change and has it announced
 * after the commit. What is there and what counts no more is answered here too, since it is a matter of revisions.
 */
@NullMarked
package io.github.communities.core.transaction;

import org.jspecify.annotations.NullMarked;
