package io.github.communities.tck.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.communities.Communities;
import io.github.communities.Permission;
import io.github.communities.Subject;
import io.github.communities.Target;
import io.github.communities.access.AccessView;
import io.github.communities.error.Stale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A view of somebody, with what the rules say that they may do at the revision from which it answers (ACC-4).
 *
 * @param expected by what was there then
 */
record KeptView(Subject principal, AccessView view, Map<Target, Set<Permission>> expected) {
    /** The one of now. */
    static KeptView of(Model model, Communities node, Subject principal) {
        return new KeptView(
                principal,
                node.access().of(Comparison.as(principal)),
                Comparison.targets(model)
                        .collect(Collectors.toMap(
                                target -> target, target -> Comparison.permissions(model, principal, target))));
    }

    /** Whether it still answers; what it then says is what it would have said at first, and of what came since nothing. */
    boolean answersAsBefore(Model now) {
        Map<Target, Set<Permission>> then = Comparison.targets(now)
                .collect(Collectors.toMap(target -> target, target -> expected.getOrDefault(target, Set.of())));
        try {
            assertEquals(
                    then,
                    view.permissions(then.keySet(), Permission.STANDARD),
                    () -> "permissions of " + principal + " by a view of revision " + view.revision()
                            + ", asked after further writes");
            then.forEach((target, permissions) -> assertEquals(
                    permissions.contains(Permission.PROJECT_VIEW),
                    view.can(Permission.PROJECT_VIEW, target),
                    () -> principal + " at " + target + ", asked alone"));
            return true;
        } catch (Stale e) {
            return false;
        }
    }
}
