package io.github.communities.core.roster;

import io.github.communities.Role;
import io.github.communities.ScopeKind;
import io.github.communities.core.policy.CompiledPolicy;
import io.github.communities.error.InvalidInput;
import io.github.communities.internal.Texts;
import io.github.communities.policy.RoleDefinition;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The roles of a policy by the names that a roster has for them: short where it is clear what is meant, or in full. */
final class RosterRoles {
    private final CompiledPolicy policy;
    private final Map<String, Role> known = new HashMap<>();
    private final Map<ScopeKind, Map<String, Role>> bindable = new EnumMap<>(ScopeKind.class);

    RosterRoles(CompiledPolicy policy) {
        this.policy = policy;
        List<RoleDefinition> definitions = policy.source().roles();
        definitions.forEach(definition -> known.put(definition.role().name(), definition.role()));
        for (ScopeKind kind : ScopeKind.values()) {
            List<Role> roles = definitions.stream()
                    .filter(definition -> definition.scopes().contains(kind))
                    .map(RoleDefinition::role)
                    .toList();
            Map<String, Role> names = new LinkedHashMap<>();
            roles.forEach(role -> names.putIfAbsent(shortest(role, kind), role));
            roles.forEach(role -> names.putIfAbsent(role.name(), role));
            bindable.put(kind, names);
        }
    }

    /**
     * The role that is meant by a name at scopes of a kind.
     *
     * @throws InvalidInput if the policy knows none (POL-1), or it can't be bound there (MEM-3)
     */
    Role named(String name, ScopeKind kind) {
        Texts.key("role", name, Texts.MAX_ID, "POL-1");
        Map<String, Role> names = bindable.getOrDefault(kind, Map.of());
        Role role = names.get(name);
        if (role != null) {
            return role;
        }
        Optional.ofNullable(known.get(name)).ifPresent(elsewhere -> policy.checkBindable(elsewhere, kind));
        Stream<String> shown = names.entrySet().stream()
                .filter(named -> named.getKey().equals(shortest(named.getValue(), kind)))
                .map(Map.Entry::getKey);
        throw new InvalidInput(
                "role",
                name,
                "POL-1",
                "is none that the policy '" + policy.source().name() + "' has for "
                        + (kind == ScopeKind.ORGANIZATION ? "an " : "a ") + kind.noun() + "; it has "
                        + String.join(", ", shown.toList()));
    }

    /** The shortest name of a role at scopes of a kind. */
    static String shortest(Role role, ScopeKind kind) {
        String family = switch (kind) {
            case ORGANIZATION -> "organization.";
            case COMMUNITY -> "communities.";
            case PROJECT -> "projects.";
        };
        return role.name().startsWith(family) ? role.name().substring(family.length()) : role.name();
    }
}
