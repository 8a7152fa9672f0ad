package io.github.communities.access;

import io.github.communities.ScopeKind;
import io.github.communities.internal.Arguments;
import io.github.communities.policy.Policy;
import io.github.communities.policy.RoleDefinition;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What every operation takes, and which role permits it, as a person reads it; made from {@link Operation} and a
 * policy.
 */
public final class OperationTable {
    private OperationTable() {}

    /**
     * A Markdown table with a row for each permission that an operation takes, and a column for each role of the
     * policy. A role is marked if it permits that wherever it is held: at the place itself, or above.
     */
    public static String markdown(Policy policy) {
        List<RoleDefinition> roles = Arguments.required("policy", policy).roles();
        StringBuilder table = new StringBuilder("| operation | permission | at |");
        roles.forEach(role -> table.append(" `").append(role.role()).append("` |"));
        table.append(" and | asked of | rule |\n| --- | --- | --- |")
                .append(" :-: |".repeat(roles.size()))
                .append(" --- | --- | --- |\n");
        for (Operation operation : Operation.values()) {
            boolean first = true;
            for (Need need : operation.needs()) {
                table.append("| ")
                        .append(first ? operation.text() : operation.anySuffices() ? "or" : "and")
                        .append(" | `")
                        .append(need.permission())
                        .append("` | ")
                        .append(need.place().text())
                        .append(" |");
                for (RoleDefinition role : roles) {
                    table.append(permits(policy, role, need) ? " ✓ |" : "  |");
                }
                table.append(' ')
                        .append(first ? conditions(operation) : "")
                        .append(" | ")
                        .append(first ? operation.target().text() : "")
                        .append(" | ")
                        .append(first ? operation.rule() : "")
                        .append(" |\n");
                first = false;
            }
        }
        return table.toString();
    }

    /** Whether a role permits what is needed, and can be held at the place or above it. */
    private static boolean permits(Policy policy, RoleDefinition role, Need need) {
        ScopeKind place = switch (need.place()) {
            case ORGANIZATION -> ScopeKind.ORGANIZATION;
            case COMMUNITY -> ScopeKind.COMMUNITY;
            case PROJECT, SOURCE -> ScopeKind.PROJECT;
        };
        return policy.permissions(role.role()).contains(need.permission())
                && role.scopes().stream().anyMatch(scope -> scope.compareTo(place) <= 0);
    }

    private static String conditions(Operation operation) {
        return operation.conditions().stream()
                .map(condition -> condition.text() + " (" + condition.rule() + ")")
                .collect(Collectors.joining(", "));
    }
}
