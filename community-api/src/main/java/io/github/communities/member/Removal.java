package io.github.communities.member;

import io.github.communities.decision.RoleSource;
import io.github.communities.internal.Arguments;
import java.util.List;

/**
 * What a removal took and what it left.
 *
 * @param ended the subject's own bindings that ended, at the community and its projects
 * @param remaining what the subject still has there, through groups or by inheritance (MEM-7)
 */
public record Removal(List<AccessBinding> ended, List<RoleSource> remaining) {
    /** Copies the lists. */
    public Removal {
        ended = Arguments.all("bindings", ended);
        remaining = Arguments.all("sources", remaining);
    }
}
