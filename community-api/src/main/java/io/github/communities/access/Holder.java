package io.github.communities.access;

import io.github.communities.Subject;
import io.github.communities.decision.RoleSource;
import io.github.communities.internal.Arguments;
import java.util.List;

/**
 * Someone who has a permission at a target (ACC-5).
 *
 * @param principal a user or service account
 * @param sources every path that grants it
 */
public record Holder(Subject principal, List<RoleSource> sources) {
    /** Copies the sources. */
    public Holder {
        Arguments.required("principal", principal);
        sources = Arguments.all("sources", sources);
    }
}
