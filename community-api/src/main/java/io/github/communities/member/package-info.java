/**
 * Who belongs where with which role: {@link io.github.communities.member.Members} grants, revokes, removes and lists.
 */
@NullMarked
package io.github.communities.member;

import org.jspecify.annotations.NullMarked;
