package io.github.communities.tck.model;

import io.github.communities.Permission;
import io.github.communities.Role;
import io.github.communities.ScopeKind;
import io.github.communities.policy.Policy;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The table of roles of a ready policy, written down again from the specification, so that a policy whose table is
 * wrong does not vouch for itself. Immutable.
 */
public final class RoleTable {
    /** One role a line, from the lowest to the highest; the last column is what delegated adds. */
    private static final String TABLE = """
            projects.viewer       | project community      |                                         | project.view                                                                    |
            projects.developer    | project community      | projects.viewer                         | project.run resource.create resource.use resource.update resource.delete         |
            projects.editor       | project community      | projects.developer                      | project.update project.delete                                                   | project.attach resource.share
            projects.admin        | project community      | projects.editor                         | project.manageAccess project.limit project.attach                               |
            communities.viewer    | community organization | projects.viewer                         | community.view                                                                  |
            communities.developer | community organization | communities.viewer                      | project.create                                                                  | community.publish
            communities.editor    | community organization | communities.developer projects.editor   | community.update community.delete                                               | community.linkBilling
            communities.admin     | community organization | communities.editor projects.admin       | community.manageAccess community.linkBilling community.restrict community.publish resource.share |
            organization.member   | organization           |                                         | organization.view community.create                                              |
            organization.admin    | organization           | organization.member                     | organization.manageAccess organization.appointAdministrators                    |
            organization.owner    | organization           | organization.admin                      | organization.manageOwners                                                       |
            """;

    private final Policy policy;
    private final Role firstSignIn;
    private final Optional<Role> administersDefault;
    private final Optional<Role> administersStandard;
    private final Map<Role, Row> rows = new LinkedHashMap<>();
    private final Map<Role, Set<Permission>> permissions = new HashMap<>();

    private record Row(Set<ScopeKind> boundAt, Set<Role> includes, Set<Permission> permits) {}

    /** What follows from an organization role besides what it permits: administering communities (DEF-7, MEM-3). */
    enum Follows {
        DEFAULT,
        STANDARD
    }

    private RoleTable(Policy policy, boolean delegated, Role firstSignIn) {
        this.policy = policy;
        this.firstSignIn = firstSignIn;
        this.administersDefault = Optional.of(Role.ORGANIZATION_ADMIN);
        this.administersStandard = Optional.empty();
        TABLE.lines().forEach(line -> {
            String[] columns = line.split("\\|", -1);
            Set<ScopeKind> boundAt = EnumSet.noneOf(ScopeKind.class);
            words(columns[1]).forEach(word -> boundAt.add(ScopeKind.valueOf(word.toUpperCase(Locale.ROOT))));
            Set<Role> includes = new LinkedHashSet<>();
            words(columns[2]).forEach(word -> includes.add(Role.of(word)));
            Set<Permission> permits = new TreeSet<>();
            words(columns[3]).forEach(word -> permits.add(permission(word)));
            if (delegated) {
                words(columns[4]).forEach(word -> permits.add(permission(word)));
            }
            rows.put(Role.of(columns[0].strip()), new Row(boundAt, includes, permits));
        });
        rows.keySet().forEach(role -> permissions.put(role, Collections.unmodifiableSet(collected(role))));
    }

    /** The table of {@link Policy#standard()}. */
    public static RoleTable standard() {
        return new RoleTable(Policy.standard(), false, Role.of("communities.developer"));
    }

    /** The table of {@link Policy#delegated()}. */
    public static RoleTable delegated() {
        return new RoleTable(Policy.delegated(), true, Role.of("communities.viewer"));
    }

    private static List<String> words(String column) {
        return Arrays.stream(column.strip().split(" +", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static Permission permission(String name) {
        return Permission.STANDARD.stream()
                .filter(permission -> permission.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The policy that ought to say the same. */
    public Policy policy() {
        return policy;
    }

    /** What a first sign-in gives. */
    public Role firstSignIn() {
        return firstSignIn;
    }

    /** For how long what was deleted can be restored (COM-6). */
    Duration retention() {
        return Duration.ofDays(3);
    }

    /** For how long a personal invitation can be accepted, if it does not say (INV-5). */
    Duration invitationLifetime() {
        return Duration.ofDays(30);
    }

    /** Whether creating and running takes an account in good standing (BIL-1). */
    boolean isBillingRequired() {
        return true;
    }

    /** Whether resources of a type can be shared (SHR-6). */
    boolean isShareable(String type) {
        return !type.isEmpty();
    }

    /** All roles, from the lowest to the highest. */
    public List<Role> roles() {
        return List.copyOf(rows.keySet());
    }

    /** The roles that can be bound at a scope of a kind, from the lowest to the highest. */
    public List<Role> rolesAt(ScopeKind kind) {
        return roles().stream().filter(role -> canBeBound(role, kind)).toList();
    }

    /** Whether a role can be bound at scopes of a kind. */
    public boolean canBeBound(Role role, ScopeKind kind) {
        return row(role).boundAt().contains(kind);
    }

    /** Whether a role is another one or includes it, through others too. */
    public boolean isOrIncludes(Role role, Role other) {
        return role.equals(other) || row(role).includes().stream().anyMatch(next -> isOrIncludes(next, other));
    }

    /** All that a role permits, with what it includes. */
    public Set<Permission> permissions(Role role) {
        return Optional.ofNullable(permissions.get(role))
                .orElseThrow(() -> new IllegalArgumentException("no such role: " + role));
    }

    /** What follows from a role that is bound at the organization. */
    Set<Follows> follows(Role role) {
        Set<Follows> follows = EnumSet.noneOf(Follows.class);
        if (administersDefault.filter(least -> isOrIncludes(role, least)).isPresent()) {
            follows.add(Follows.DEFAULT);
        }
        if (administersStandard.filter(least -> isOrIncludes(role, least)).isPresent()) {
            follows.add(Follows.STANDARD);
        }
        return follows;
    }

    /** Whether a role manages access, or one that does follows from it (MEM-2). */
    boolean managesAccess(Role role) {
        Set<Permission> effect = new TreeSet<>(permissions(role));
        if (!follows(role).isEmpty()) {
            effect.addAll(permissions(Role.COMMUNITY_ADMIN));
        }
        return effect.stream()
                .anyMatch(permission -> permission.name().endsWith(".manageAccess")
                        || permission.equals(Permission.ORGANIZATION_APPOINT_ADMINISTRATORS)
                        || permission.equals(Permission.ORGANIZATION_MANAGE_OWNERS));
    }

    private Set<Permission> collected(Role role) {
        Set<Permission> collected = new TreeSet<>(row(role).permits());
        row(role).includes().forEach(next -> collected.addAll(collected(next)));
        return collected;
    }

    private Row row(Role role) {
        Row row = rows.get(role);
        if (row == null) {
            throw new IllegalArgumentException("no such role: " + role);
        }
        return row;
    }

    /** The Java that makes it. */
    String java() {
        return "RoleTable." + policy.name() + "()";
    }

    @Override
    public String toString() {
        return policy.name();
    }
}
