/** Members, what giving and taking roles comes to, and agents: MEM-1 to MEM-11, COM-7. */
@NullMarked
package io.github.communities.tck.domain.member;

import org.jspecify.annotations.NullMarked;
