package io.github.communities.access;

import static io.github.communities.access.Condition.ACCOUNT_IN_GOOD_STANDING;
import static io.github.communities.access.Condition.ACCOUNT_MAY_BE_USED;
import static io.github.communities.access.Condition.AVAILABLE;
import static io.github.communities.access.Condition.BILLING;
import static io.github.communities.access.Condition.LIMITS;
import static io.github.communities.access.Condition.NOT_DEFAULT;
import static io.github.communities.access.Condition.NOT_SHARED;
import static io.github.communities.access.Condition.PUBLISHED;
import static io.github.communities.access.Condition.RESTRICTIONS;
import static io.github.communities.access.Condition.SAME_ZONE;
import static io.github.communities.access.Condition.SHAREABLE;
import static io.github.communities.access.Condition.WITHIN_CAPS;
import static io.github.communities.access.Need.atCommunity;
import static io.github.communities.access.Need.atOrganization;
import static io.github.communities.access.Need.atProject;
import static io.github.communities.access.Need.atSource;
import static io.github.communities.access.TargetShape.COMMUNITY;
import static io.github.communities.access.TargetShape.ORGANIZATION;
import static io.github.communities.access.TargetShape.PROJECT;
import static io.github.communities.access.TargetShape.RESOURCE;
import static io.github.communities.access.TargetShape.RESOURCE_IN_COMMUNITY;
import static io.github.communities.access.TargetShape.RESOURCE_IN_PROJECT;

import io.github.communities.Permission;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What can be done, and what it takes: permissions, each at its scope, and other conditions (ACC-7). The library's own
 * operations are judged by this table, as are questions of the host.
 */
public enum Operation {
    /** See an organization and its users. */
    VIEW_ORGANIZATION("ORG-3", ORGANIZATION, List.of(atOrganization(Permission.ORGANIZATION_VIEW))),
    /** Grant and revoke organization roles but the owner's. */
    MANAGE_ORGANIZATION_ACCESS("ORG-5", ORGANIZATION, List.of(atOrganization(Permission.ORGANIZATION_MANAGE_ACCESS))),
    /** Grant and revoke the owner's role. */
    MANAGE_OWNERS("ORG-5", ORGANIZATION, List.of(atOrganization(Permission.ORGANIZATION_MANAGE_OWNERS))),
    /** Appoint administrators of the default community (DEF-9) and of orphaned ones, and list those. */
    APPOINT_ADMINISTRATORS(
            "MEM-6", ORGANIZATION, List.of(atOrganization(Permission.ORGANIZATION_APPOINT_ADMINISTRATORS))),
    /** Create a community. */
    CREATE_COMMUNITY("COM-1", ORGANIZATION, List.of(atOrganization(Permission.COMMUNITY_CREATE)), WITHIN_CAPS),
    /**
     * Create a community that is linked to a billing account from the start, by someone who may link it there: as its
     * administrator, or by what they hold in every standard community (BIL-2).
     */
    CREATE_LINKED_COMMUNITY(
            "COM-1",
            ORGANIZATION,
            List.of(atOrganization(Permission.COMMUNITY_CREATE)),
            ACCOUNT_MAY_BE_USED,
            ACCOUNT_IN_GOOD_STANDING,
            WITHIN_CAPS),
    /** See a community, its members, channels and what is published there. */
    VIEW_COMMUNITY("COM-5", COMMUNITY, List.of(atCommunity(Permission.COMMUNITY_VIEW))),
    /** Change a community's name, description and labels. */
    UPDATE_COMMUNITY("COM-4", COMMUNITY, List.of(atCommunity(Permission.COMMUNITY_UPDATE))),
    /** Delete a community. */
    DELETE_COMMUNITY("COM-6", COMMUNITY, List.of(atCommunity(Permission.COMMUNITY_DELETE)), NOT_DEFAULT),
    /** Add and remove members, change their roles, set the service agent. */
    MANAGE_COMMUNITY_ACCESS("MEM-1", COMMUNITY, List.of(atCommunity(Permission.COMMUNITY_MANAGE_ACCESS))),
    /** Invite, reset, cancel and list invitations. */
    INVITE("INV-9", COMMUNITY, List.of(atCommunity(Permission.COMMUNITY_MANAGE_ACCESS))),
    /** Link a billing account. */
    LINK_BILLING(
            "BIL-2",
            COMMUNITY,
            List.of(atCommunity(Permission.COMMUNITY_LINK_BILLING)),
            ACCOUNT_MAY_BE_USED,
            ACCOUNT_IN_GOOD_STANDING),
    /** Link and unlink channels. */
    LINK_CHANNEL("CHN-1", COMMUNITY, List.of(atCommunity(Permission.COMMUNITY_UPDATE))),
    /** Set and unset restrictions. */
    RESTRICT("RST-1", COMMUNITY, List.of(atCommunity(Permission.COMMUNITY_RESTRICT))),
    /** Create a project. */
    CREATE_PROJECT("PRJ-1", COMMUNITY, List.of(atCommunity(Permission.PROJECT_CREATE)), WITHIN_CAPS),
    /** See a project, its participants and its resources. */
    VIEW_PROJECT("PRJ-2", PROJECT, List.of(atProject(Permission.PROJECT_VIEW))),
    /** Change a project's name, description and labels. */
    UPDATE_PROJECT("PRJ-2", PROJECT, List.of(atProject(Permission.PROJECT_UPDATE))),
    /** Delete a project. */
    DELETE_PROJECT("PRJ-2", PROJECT, List.of(atProject(Permission.PROJECT_DELETE)), NOT_SHARED),
    /** Grant and revoke roles at a project. */
    MANAGE_PROJECT_ACCESS("MEM-1", PROJECT, List.of(atProject(Permission.PROJECT_MANAGE_ACCESS))),
    /** Change a project's limits and its unit balance. */
    LIMIT_PROJECT("PRJ-4", PROJECT, List.of(atProject(Permission.PROJECT_LIMIT))),
    /** Run something in a project. */
    RUN("PRJ-3", PROJECT, List.of(atProject(Permission.PROJECT_RUN)), BILLING, LIMITS),
    /** Create a resource in a project. */
    CREATE_RESOURCE(
            "RES-1", PROJECT, List.of(atProject(Permission.RESOURCE_CREATE)), BILLING, RESTRICTIONS, WITHIN_CAPS),
    /** Use a resource in a project: its own, or one to which it is attached. */
    USE_RESOURCE("SHR-4", RESOURCE_IN_PROJECT, List.of(atProject(Permission.RESOURCE_USE)), AVAILABLE),
    /** See a resource where it belongs. */
    VIEW_RESOURCE("PRJ-2", RESOURCE, List.of(atSource(Permission.PROJECT_VIEW))),
    /** Change a resource, through its own project. */
    UPDATE_RESOURCE("RES-3", RESOURCE, List.of(atSource(Permission.RESOURCE_UPDATE))),
    /** Delete a resource. */
    DELETE_RESOURCE("RES-3", RESOURCE, List.of(atSource(Permission.RESOURCE_DELETE)), NOT_SHARED),
    /** Copy a resource into a project of its own community; into another one it is judged as the next operation. */
    COPY_RESOURCE(
            "RES-3",
            RESOURCE_IN_PROJECT,
            List.of(atSource(Permission.RESOURCE_USE), atProject(Permission.RESOURCE_CREATE)),
            BILLING,
            RESTRICTIONS,
            WITHIN_CAPS),
    /** Copy a resource into a project of another community; into its own it is judged as the operation before. */
    COPY_RESOURCE_ACROSS(
            "RES-3",
            RESOURCE_IN_PROJECT,
            List.of(
                    atSource(Permission.RESOURCE_USE),
                    atSource(Permission.RESOURCE_SHARE),
                    atProject(Permission.RESOURCE_CREATE)),
            BILLING,
            RESTRICTIONS,
            WITHIN_CAPS),
    /** Publish a resource in a community. */
    PUBLISH_RESOURCE(
            "SHR-1",
            RESOURCE_IN_COMMUNITY,
            List.of(atSource(Permission.RESOURCE_SHARE), atCommunity(Permission.COMMUNITY_PUBLISH)),
            SAME_ZONE,
            SHAREABLE),
    /** Withdraw a resource from a community; either permission suffices. */
    WITHDRAW_RESOURCE(
            "SHR-5",
            RESOURCE_IN_COMMUNITY,
            List.of(atSource(Permission.RESOURCE_SHARE), atCommunity(Permission.COMMUNITY_PUBLISH))),
    /** Attach a published resource to a project. */
    ATTACH_RESOURCE(
            "SHR-4", RESOURCE_IN_PROJECT, List.of(atProject(Permission.PROJECT_ATTACH)), PUBLISHED, RESTRICTIONS),
    /** Detach a resource from a project. */
    DETACH_RESOURCE("SHR-5", RESOURCE_IN_PROJECT, List.of(atProject(Permission.PROJECT_ATTACH)));

    private final String rule;
    private final TargetShape target;

    @SuppressWarnings("ImmutableEnumChecker") // it can't be changed
    private final List<Need> needs;

    @SuppressWarnings("ImmutableEnumChecker") // it can't be changed
    private final List<Condition> conditions;

    Operation(String rule, TargetShape target, List<Need> needs, Condition... conditions) {
        this.rule = rule;
        this.target = target;
        this.needs = List.copyOf(needs);
        this.conditions = List.copyOf(Arrays.asList(conditions));
    }

    /** The id of the rule that asks for its permissions. */
    public String rule() {
        return rule;
    }

    /** What it is asked of; with a target of another shape, asking is a mistake. */
    public TargetShape target() {
        return target;
    }

    /** The permissions it takes, each at its scope. */
    public List<Need> needs() {
        return needs;
    }

    /** Whether one of {@link #needs()} suffices, where otherwise all are needed. */
    public boolean anySuffices() {
        return this == WITHDRAW_RESOURCE;
    }

    /** What else must be so. */
    public List<Condition> conditions() {
        return conditions;
    }

    /** It in words, in lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
