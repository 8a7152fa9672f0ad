package io.github.communities.policy;

import static io.github.communities.Permission.COMMUNITY_CREATE;
import static io.github.communities.Permission.COMMUNITY_DELETE;
import static io.github.communities.Permission.COMMUNITY_LINK_BILLING;
import static io.github.communities.Permission.COMMUNITY_MANAGE_ACCESS;
import static io.github.communities.Permission.COMMUNITY_PUBLISH;
import static io.github.communities.Permission.COMMUNITY_RESTRICT;
import static io.github.communities.Permission.COMMUNITY_UPDATE;
import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.ORGANIZATION_APPOINT_ADMINISTRATORS;
import static io.github.communities.Permission.ORGANIZATION_MANAGE_ACCESS;
import static io.github.communities.Permission.ORGANIZATION_MANAGE_OWNERS;
import static io.github.communities.Permission.ORGANIZATION_VIEW;
import static io.github.communities.Permission.PROJECT_ATTACH;
import static io.github.communities.Permission.PROJECT_CREATE;
import static io.github.communities.Permission.PROJECT_DELETE;
import static io.github.communities.Permission.PROJECT_LIMIT;
import static io.github.communities.Permission.PROJECT_MANAGE_ACCESS;
import static io.github.communities.Permission.PROJECT_RUN;
import static io.github.communities.Permission.PROJECT_UPDATE;
import static io.github.communities.Permission.PROJECT_VIEW;
import static io.github.communities.Permission.RESOURCE_CREATE;
import static io.github.communities.Permission.RESOURCE_DELETE;
import static io.github.communities.Permission.RESOURCE_SHARE;
import static io.github.communities.Permission.RESOURCE_UPDATE;
import static io.github.communities.Permission.RESOURCE_USE;
import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static io.github.communities.Role.ORGANIZATION_MEMBER;
import static io.github.communities.Role.ORGANIZATION_OWNER;
import static io.github.communities.Role.PROJECT_ADMIN;
import static io.github.communities.Role.PROJECT_DEVELOPER;
import static io.github.communities.Role.PROJECT_EDITOR;
import static io.github.communities.Role.PROJECT_VIEWER;
import static io.github.communities.ScopeKind.COMMUNITY;
import static io.github.communities.ScopeKind.ORGANIZATION;
import static io.github.communities.ScopeKind.PROJECT;
import static io.github.communities.policy.RoleDefinition.role;

import io.github.communities.Permission;
import io.github.communities.Role;
import io.github.communities.internal.Arguments;
import io.github.communities.internal.ValueStyle;
import io.github.communities.restriction.RestrictionValue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.immutables.value.Value;

/**
 * Roles as data, and the switches in which platforms differ. Immutable; an inconsistent one can't be built (POL-1).
 *
 * <p>There are two ready policies, {@link #standard()} and {@link #delegated()}. A host builds its own from either:
 *
 * <pre>{@code
 * Policy own = Policy.standard().toBuilder("own").firstSignInRole(COMMUNITY_VIEWER).build();
 * }</pre>
 */
@ValueStyle
@Value.Immutable
@SuppressWarnings("exports") // the annotations are needed to compile this module, not to use it
public interface Policy {
    /** Its name, for messages and tables. */
    String name();

    /** The roles, from the lowest to the highest of the ranking (MEM-4). */
    List<RoleDefinition> roles();

    /** The role that every user has at the organization (ORG-3). */
    Role memberRole();

    /** The organization role of which the last one is never revoked (ORG-5). */
    Role ownerRole();

    /** The role that makes an administrator of a community, and that its creator gets (COM-1, MEM-5). */
    Role administratorRole();

    /** The role that the creator of a project gets (PRJ-1). */
    Role projectCreatorRole();

    /** The role at the default community that the first sign-in gives (DEF-3). */
    Role firstSignInRole();

    /**
     * The organization role that makes an administrator of the default community; roles that include it do so too
     * (DEF-7).
     */
    Optional<Role> defaultAdministrationRole();

    /** The organization role that makes an administrator of all standard communities; empty: none does. */
    Optional<Role> standardAdministrationRole();

    /** Which links channels may have (CHN-2). */
    ChannelLinks channelLinks();

    /** Whether billing is required (BIL-1). */
    Billing billing();

    /** The types of resources there are (RES-1). */
    List<ResourceType> resourceTypes();

    /** The catalog of restrictions (RST-1). */
    List<RestrictionDefinition> restrictions();

    /** How much there can be at most (LIM-1). */
    Caps caps();

    /** For how long what was deleted can be restored (COM-6): zero to 365,250 days. */
    Duration retention();

    /**
     * For how long a personal invitation can be accepted, if it does not say (INV-5): more than zero, to 365,250 days.
     */
    Duration invitationLifetime();

    /** The resource type of a name; empty if the policy does not know it. */
    default Optional<ResourceType> resourceType(String name) {
        Arguments.required("type of resource", name);
        return resourceTypes().stream().filter(type -> type.name().equals(name)).findFirst();
    }

    /** The restriction of a name; empty if the catalog has none. */
    default Optional<RestrictionDefinition> restriction(String name) {
        Arguments.required("name of restriction", name);
        return restrictions().stream()
                .filter(definition -> definition.name().equals(name))
                .findFirst();
    }

    /** The default: teams are run by administrators, and a first sign-in makes a developer. */
    static Policy standard() {
        return new PolicyBuilder("standard")
                .role(role(PROJECT_VIEWER).boundAt(PROJECT, COMMUNITY).permits(PROJECT_VIEW))
                .role(role(PROJECT_DEVELOPER)
                        .boundAt(PROJECT, COMMUNITY)
                        .includes(PROJECT_VIEWER)
                        .permits(PROJECT_RUN, RESOURCE_CREATE, RESOURCE_USE, RESOURCE_UPDATE, RESOURCE_DELETE))
                .role(role(PROJECT_EDITOR)
                        .boundAt(PROJECT, COMMUNITY)
                        .includes(PROJECT_DEVELOPER)
                        .permits(PROJECT_UPDATE, PROJECT_DELETE))
                .role(role(PROJECT_ADMIN)
                        .boundAt(PROJECT, COMMUNITY)
                        .includes(PROJECT_EDITOR)
                        .permits(PROJECT_MANAGE_ACCESS, PROJECT_LIMIT, PROJECT_ATTACH))
                .role(role(COMMUNITY_VIEWER)
                        .boundAt(COMMUNITY, ORGANIZATION)
                        .includes(PROJECT_VIEWER)
                        .permits(COMMUNITY_VIEW))
                .role(role(COMMUNITY_DEVELOPER)
                        .boundAt(COMMUNITY, ORGANIZATION)
                        .includes(COMMUNITY_VIEWER)
                        .permits(PROJECT_CREATE))
                .role(role(COMMUNITY_EDITOR)
                        .boundAt(COMMUNITY, ORGANIZATION)
                        .includes(COMMUNITY_DEVELOPER, PROJECT_EDITOR)
                        .permits(COMMUNITY_UPDATE, COMMUNITY_DELETE))
                .role(role(COMMUNITY_ADMIN)
                        .boundAt(COMMUNITY, ORGANIZATION)
                        .includes(COMMUNITY_EDITOR, PROJECT_ADMIN)
                        .permits(
                                COMMUNITY_MANAGE_ACCESS,
                                COMMUNITY_LINK_BILLING,
                                COMMUNITY_RESTRICT,
                                COMMUNITY_PUBLISH,
                                RESOURCE_SHARE))
                .role(role(ORGANIZATION_MEMBER).boundAt(ORGANIZATION).permits(ORGANIZATION_VIEW, COMMUNITY_CREATE))
                .role(role(ORGANIZATION_ADMIN)
                        .boundAt(ORGANIZATION)
                        .includes(ORGANIZATION_MEMBER)
                        .permits(ORGANIZATION_MANAGE_ACCESS, ORGANIZATION_APPOINT_ADMINISTRATORS))
                .role(role(ORGANIZATION_OWNER)
                        .boundAt(ORGANIZATION)
                        .includes(ORGANIZATION_ADMIN)
                        .permits(ORGANIZATION_MANAGE_OWNERS))
                .memberRole(ORGANIZATION_MEMBER)
                .ownerRole(ORGANIZATION_OWNER)
                .administratorRole(COMMUNITY_ADMIN)
                .projectCreatorRole(PROJECT_ADMIN)
                .firstSignInRole(COMMUNITY_DEVELOPER)
                .defaultAdministrationRole(ORGANIZATION_ADMIN)
                .channelLinks(ChannelLinks.SLACK_AND_TELEGRAM)
                .billing(Billing.REQUIRED)
                .resourceType(ResourceType.of("secret").named("[A-Za-z]([-A-Za-z0-9]{0,61}[A-Za-z0-9])"))
                .resourceType(ResourceType.of("dataset"))
                .resourceType(ResourceType.of("dockerImage"))
                .resourceType(ResourceType.of("s3Connector"))
                .resourceType(ResourceType.of("node"))
                .resourceType(ResourceType.of("alias"))
                .restriction(new RestrictionDefinition(
                        "resources.onlyTypes",
                        "the only types of resources that may be created, copied in or attached; none named: any",
                        RestrictionValue.of(List.of()),
                        RestrictionDefinition.Effect.ONLY_TYPES))
                .restriction(new RestrictionDefinition(
                        "resources.noTypes",
                        "types of resources that may not be created, copied in or attached",
                        RestrictionValue.of(List.of()),
                        RestrictionDefinition.Effect.NO_TYPES))
                .build();
    }

    /** Sharing and billing are delegated to editors and developers, and a first sign-in makes a viewer. */
    static Policy delegated() {
        return standard().toBuilder("delegated")
                .alsoPermit(PROJECT_EDITOR, PROJECT_ATTACH, RESOURCE_SHARE)
                .alsoPermit(COMMUNITY_DEVELOPER, COMMUNITY_PUBLISH)
                .alsoPermit(COMMUNITY_EDITOR, COMMUNITY_LINK_BILLING)
                .firstSignInRole(COMMUNITY_VIEWER)
                .channelLinks(ChannelLinks.ANY_HTTPS)
                .build();
    }

    /** A builder that begins with all that this policy says, under another name. */
    default PolicyBuilder toBuilder(String name) {
        return new PolicyBuilder(this, name);
    }

    /** The definition of a role; empty if the policy does not know it. */
    default Optional<RoleDefinition> definition(Role role) {
        Arguments.required("role", role);
        return roles().stream()
                .filter(definition -> definition.role().equals(role))
                .findFirst();
    }

    /** The roles that a role includes, through others too, and itself; empty if the policy does not know it. */
    default Set<Role> included(Role role) {
        Arguments.required("role", role);
        return Inclusion.of(roles()).included(role);
    }

    /** All that a role permits, with what it includes; empty if the policy does not know it. */
    default Set<Permission> permissions(Role role) {
        Arguments.required("role", role);
        return Inclusion.of(roles()).permissions(role);
    }

    /** Roles and switches as two Markdown tables (POL-3). */
    default String toMarkdown() {
        return PolicyText.markdown(this);
    }

    /** Which role includes which, as a Mermaid graph (POL-3). */
    default String toMermaid() {
        return PolicyText.mermaid(this);
    }
}
