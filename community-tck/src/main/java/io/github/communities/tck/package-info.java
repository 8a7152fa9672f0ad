/**
 * The test kit: what a store and an engine must do, as suites that run on any store. Here are the two that an implementer
 * extends, {@link io.github.communities.tck.CommunityStoreContract} and
 * {@link io.github.communities.tck.DomainConformance}.
 *
 * <ul>
 *   <li>{@code fixture}: what an implementer gives to them, and what they stand on;
 *   <li>{@code rule}: the rules, and how a test says which of them it shows;
 *   <li>{@code store}: the tests of the contract; {@code domain}: those of the domain, a package for each context;
 *   <li>{@code model}: the rules once more, naively, and random programs that compare.
 * </ul>
 */
@NullMarked
package io.github.communities.tck;

import org.jspecify.annotations.NullMarked;
