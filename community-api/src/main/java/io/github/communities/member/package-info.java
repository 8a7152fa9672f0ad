/**
 * Who has which role where: {@link io.github.communities.member.Members} grants, revokes, removes and lists, at
 * communities and projects alike (MEM).
 *
 * <p>What a role permits is said by {@code policy}; what somebody may do after all, by {@code access}.
 */
@NullMarked
package io.github.communities.member;

import org.jspecify.annotations.NullMarked;
