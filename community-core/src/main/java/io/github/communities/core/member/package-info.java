/**
 * Who has which role where: the use cases of {@link io.github.communities.member.Members}. Whether a role may be given
 * (MEM-3) is decided by {@link io.github.communities.core.member.Authority}, whether the last administrator or owner
 * would go (MEM-5, ORG-5) by {@link io.github.communities.core.member.RequiredRole}, and what ends together with a
 * membership (MEM-7) by {@code MemberRemoval} and {@link io.github.communities.core.member.Departures}. How a binding
 * is made and told is in {@link io.github.communities.core.member.Bindings}.
 */
@NullMarked
package io.github.communities.core.member;

import org.jspecify.annotations.NullMarked;
