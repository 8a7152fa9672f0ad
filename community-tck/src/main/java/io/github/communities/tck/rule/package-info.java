/**
 * How a test says which rule it shows and on which store, and what becomes of that.
 *
 * <ul>
 *   <li>{@link io.github.communities.tck.rule.Specification}: the rules, the one list of their ids;
 *   <li>{@link io.github.communities.tck.rule.Rule}, {@link io.github.communities.tck.rule.StoreName} and
 *       {@link io.github.communities.tck.rule.Unsupported}: what a test says of itself;
 *   <li>{@link io.github.communities.tck.rule.RuleReport}: writes what really ran to {@code target/rules.csv};
 *   <li>{@link io.github.communities.tck.rule.RulesCheck}: fails a build in which a rule was not shown on some store.
 * </ul>
 */
@NullMarked
package io.github.communities.tck.rule;

import org.jspecify.annotations.NullMarked;
