package io.github.communities.tck.model;

import io.github.communities.Permission;
import io.github.communities.Role;
import io.github.communities.ScopeKind;
import io.github.communities.error.InvalidInput;
import io.github.communities.policy.Billing;
import io.github.communities.policy.Policy;
import io.github.communities.policy.PolicyBuilder;
import io.github.communities.policy.ResourceType;
import io.github.communities.policy.RoleDefinition;
import java.time.Duration;
import java.util.ArrayList;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The table of roles of a ready policy, written down again from the specification, so that a policy whose table is
 * wrong does not vouch for itself; and tables that differ from one, from which their policies are made. Immutable.
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

    private final Policy base;
    private final List<PolicyChange> changes;
    private final Policy policy;
    private final Map<Role, Row> rows = new LinkedHashMap<>();
    private final Map<Role, Set<Permission>> permissions = new HashMap<>();
    private Role member = Role.ORGANIZATION_MEMBER;
    private Role owner = Role.ORGANIZATION_OWNER;
    private Role administrator = Role.COMMUNITY_ADMIN;
    private Role projectCreator = Role.PROJECT_ADMIN;
    private Role firstSignIn;
    private Optional<Role> administersDefault = Optional.of(Role.ORGANIZATION_ADMIN);
    private Optional<Role> administersStandard = Optional.empty();
    private boolean billingRequired = true;
    private Duration retention = Duration.ofDays(3);
    private Duration invitationLifetime = Duration.ofDays(30);
    private Set<String> unshared = Set.of();

    private record Row(Set<ScopeKind> boundAt, Set<Role> includes, Set<Permission> permits) {}

    /** What follows from an organization role besides what it permits: administering communities (DEF-7, MEM-3). */
    enum Follows {
        DEFAULT,
        STANDARD
    }

    private RoleTable(Policy base, List<PolicyChange> changes) {
        boolean delegated = base.name().equals("delegated");
        this.base = base;
        this.changes = changes;
        this.firstSignIn = Role.of(delegated ? "communities.viewer" : "communities.developer");
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
        changes.forEach(this::apply);
        rows.keySet().forEach(role -> permissions.put(role, Collections.unmodifiableSet(collected(role))));
        // A ready policy is as it is; whatever is changed goes through the builder that hosts have.
        this.policy = changes.isEmpty() ? base : built();
    }

    /** What a policy says of itself. */
    private RoleTable(Policy policy) {
        this.base = policy;
        this.changes = List.of();
        this.policy = policy;
        member = policy.memberRole();
        owner = policy.ownerRole();
        administrator = policy.administratorRole();
        projectCreator = policy.projectCreatorRole();
        firstSignIn = policy.firstSignInRole();
        administersDefault = policy.defaultAdministrationRole();
        administersStandard = policy.standardAdministrationRole();
        billingRequired = policy.billing() == Billing.REQUIRED;
        retention = policy.retention();
        invitationLifetime = policy.invitationLifetime();
        unshared = policy.resourceTypes().stream()
                .filter(type -> !type.shareable())
                .map(ResourceType::name)
                .collect(Collectors.toSet());
        policy.roles()
                .forEach(definition -> rows.put(
                        definition.role(),
                        new Row(definition.scopes(), definition.includes(), definition.permissions())));
        rows.keySet().forEach(role -> permissions.put(role, Collections.unmodifiableSet(collected(role))));
    }

    /** The table that a policy of a host's own has, as that says itself: it vouches for itself. */
    public static RoleTable of(Policy policy) {
        return new RoleTable(policy);
    }

    /** The table of {@link Policy#standard()}. */
    public static RoleTable standard() {
        return new RoleTable(Policy.standard(), List.of());
    }

    /** The table of {@link Policy#delegated()}. */
    public static RoleTable delegated() {
        return new RoleTable(Policy.delegated(), List.of());
    }

    /**
     * The same with changes, one after the other.
     *
     * @throws InvalidInput if no policy can be like that (POL-1)
     */
    RoleTable with(PolicyChange... more) {
        List<PolicyChange> all = new ArrayList<>(changes);
        all.addAll(List.of(more));
        return new RoleTable(base, List.copyOf(all));
    }

    /** The same without one of its changes, for each of them without which it is a policy still. */
    List<RoleTable> simpler() {
        return IntStream.range(0, changes.size())
                .mapToObj(without -> {
                    List<PolicyChange> fewer = new ArrayList<>(changes);
                    fewer.remove(without);
                    return new RoleTable(base, List.of()).ifConsistent(fewer.toArray(PolicyChange[]::new));
                })
                .flatMap(Optional::stream)
                .toList();
    }

    /** The same with changes; empty if no policy can be like that (POL-1). */
    Optional<RoleTable> ifConsistent(PolicyChange... more) {
        try {
            return Optional.of(with(more));
        } catch (InvalidInput contradictory) {
            return Optional.empty();
        }
    }

    private void apply(PolicyChange change) {
        if (change instanceof PolicyChange.Permits permits) {
            row(permits.role()).permits().add(permission(permits.permission()));
        } else if (change instanceof PolicyChange.Lacks lacks) {
            row(lacks.role()).permits().remove(permission(lacks.permission()));
        } else if (change instanceof PolicyChange.Includes includes) {
            row(includes.role()).includes().add(includes.other());
        } else if (change instanceof PolicyChange.FirstSignIn gives) {
            firstSignIn = gives.role();
        } else if (change instanceof PolicyChange.Administers administers) {
            administersDefault = administers.ofDefault();
            administersStandard = administers.ofStandard();
        } else if (change instanceof PolicyChange.BillingIsNotRequired) {
            billingRequired = false;
        } else if (change instanceof PolicyChange.Times times) {
            retention = times.retention();
            invitationLifetime = times.invitationLifetime();
        } else if (change instanceof PolicyChange.NotShared notShared) {
            unshared = Set.of(notShared.type());
        }
    }

    private Policy built() {
        PolicyBuilder builder = base.toBuilder("random").withoutInheritedAdministration();
        rows.forEach((role, row) -> builder.redefine(RoleDefinition.role(role)
                .boundAt(row.boundAt().toArray(ScopeKind[]::new))
                .includes(row.includes().toArray(Role[]::new))
                .permits(row.permits().toArray(Permission[]::new))));
        administersDefault.ifPresent(builder::defaultAdministrationRole);
        administersStandard.ifPresent(builder::standardAdministrationRole);
        unshared.forEach(type ->
                builder.resourceType(base.resourceType(type).orElseThrow().notShareable()));
        return builder.firstSignInRole(firstSignIn)
                .billing(billingRequired ? Billing.REQUIRED : Billing.NOT_REQUIRED)
                .retention(retention)
                .invitationLifetime(invitationLifetime)
                .build();
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

    /** What every user has at the organization (ORG-3). */
    Role member() {
        return member;
    }

    /** Of which the last one is not revoked (ORG-5). */
    Role owner() {
        return owner;
    }

    /** What makes an administrator of a community, and what its creator gets (COM-1). */
    Role administrator() {
        return administrator;
    }

    /** What the creator of a project gets (PRJ-1). */
    Role projectCreator() {
        return projectCreator;
    }

    /** The organization role from which the administration of the default community follows, or else the owner's. */
    Role managing() {
        return administersDefault.orElse(owner);
    }

    /** What a first sign-in gives. */
    public Role firstSignIn() {
        return firstSignIn;
    }

    /** For how long what was deleted can be restored (COM-6). */
    Duration retention() {
        return retention;
    }

    /** For how long a personal invitation can be accepted, if it does not say (INV-5). */
    Duration invitationLifetime() {
        return invitationLifetime;
    }

    /** Whether creating and running takes an account in good standing (BIL-1). */
    boolean isBillingRequired() {
        return billingRequired;
    }

    /** Whether resources of a type can be shared (SHR-6). */
    boolean isShareable(String type) {
        return !unshared.contains(type);
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
            effect.addAll(permissions(administrator));
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
        String ready = "RoleTable." + base.name() + "()";
        return changes.isEmpty()
                ? ready
                : ready + ".with(" + changes.stream().map(ProgramText::java).collect(Collectors.joining(", ")) + ")";
    }

    @Override
    public String toString() {
        return changes.isEmpty() ? base.name() : base.name() + " with " + changes;
    }
}
