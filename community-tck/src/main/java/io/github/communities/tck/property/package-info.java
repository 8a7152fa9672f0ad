/**
 * Property-based tests of a host's own policy, with jqwik: what must never come of it, whatever people do.
 *
 * <p>{@link io.github.communities.tck.property.Program#under} draws random programs under a policy, on the store in
 * memory, and one line says what none of them may come to. {@link io.github.communities.tck.property.DomainArbitraries}
 * draws ids, names, subjects, roles, bindings and whole rosters for tests of other code.
 */
@NullMarked
package io.github.communities.tck.property;

import org.jspecify.annotations.NullMarked;
