/** The contract of a store by what a work does: writes, reads, keeps apart, fails, joins a host's transaction. */
@NullMarked
package io.github.communities.tck.store;

import org.jspecify.annotations.NullMarked;
