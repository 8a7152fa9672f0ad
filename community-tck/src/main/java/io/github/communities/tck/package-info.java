/**
 * The test kit: what a store and an engine must do, as suites that run on any store.
 *
 * <ul>
 *   <li>{@link io.github.communities.tck.CommunityStoreContract} and {@link
 *       io.github.communities.tck.DomainConformance} over a {@link io.github.communities.tck.StoreFixture}: what an
 *       implementer extends and what they give to it;
 *   <li>{@link io.github.communities.tck.Specification}: the rules, the one list of their ids;
 *   <li>{@link io.github.communities.tck.Rule}, {@link io.github.communities.tck.StoreName} and
 *       {@link io.github.communities.tck.Unsupported}: how a test says which rule it shows, on which store, and that a
 *       store cannot have a rule;
 *   <li>{@link io.github.communities.tck.RuleReport}: writes what really ran to {@code target/rules.csv};
 *   <li>{@link io.github.communities.tck.RulesCheck}: fails a build in which a rule was not shown on some store.
 * </ul>
 */
@NullMarked
package io.github.communities.tck;

import org.jspecify.annotations.NullMarked;
