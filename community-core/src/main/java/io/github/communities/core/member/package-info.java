/** Members, participants and their roles: who may bind what, and what binding comes to. */
@NullMarked
package io.github.communities.core.member;

import org.jspecify.annotations.NullMarked;
