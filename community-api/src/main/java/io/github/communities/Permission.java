package io.github.communities;

import io.github.communities.error.InvalidInput;
import io.github.communities.internal.Arguments;
import io.github.communities.internal.Texts;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What one may be permitted to do. It holds its own bit, so that a check needs no look-up by name. The constants are
 * those of both ready policies; a host's own take bits from {@value #FIRST_OWN_BIT} up.
 *
 * @param name two words of letters joined by a dot, up to 64 characters, for instance {@code project.run}
 * @param bit 0 to 255, one for each permission of a policy, and what permissions are ordered by
 * @param level the narrowest scope at which it means something; a role that permits it can't be bound below (POL-1)
 */
public record Permission(String name, int bit, ScopeKind level) implements Comparable<Permission> {
    /** The first bit that is a host's to give. */
    public static final int FIRST_OWN_BIT = 64;
    /** How many permissions a policy can have. */
    public static final int MAX = 256;

    private static final Pattern FORM = Pattern.compile("[a-z][A-Za-z0-9]*\\.[a-z][A-Za-z0-9]*");

    /** See a project. */
    public static final Permission PROJECT_VIEW = new Permission("project.view", 0, ScopeKind.PROJECT);
    /** Run a project. */
    public static final Permission PROJECT_RUN = new Permission("project.run", 1, ScopeKind.PROJECT);
    /** Change a project's name and description. */
    public static final Permission PROJECT_UPDATE = new Permission("project.update", 2, ScopeKind.PROJECT);
    /** Delete a project. */
    public static final Permission PROJECT_DELETE = new Permission("project.delete", 3, ScopeKind.PROJECT);
    /** Grant and revoke roles at a project. */
    public static final Permission PROJECT_MANAGE_ACCESS = new Permission("project.manageAccess", 4, ScopeKind.PROJECT);
    /** Change a project's limits and its unit balance. */
    public static final Permission PROJECT_LIMIT = new Permission("project.limit", 5, ScopeKind.PROJECT);
    /** Attach published resources to a project. */
    public static final Permission PROJECT_ATTACH = new Permission("project.attach", 6, ScopeKind.PROJECT);
    /** Create projects in a community. */
    public static final Permission PROJECT_CREATE = new Permission("project.create", 7, ScopeKind.COMMUNITY);
    /** Create resources in a project. */
    public static final Permission RESOURCE_CREATE = new Permission("resource.create", 8, ScopeKind.PROJECT);
    /** Use a project's resources. */
    public static final Permission RESOURCE_USE = new Permission("resource.use", 9, ScopeKind.PROJECT);
    /** Change a project's resources. */
    public static final Permission RESOURCE_UPDATE = new Permission("resource.update", 10, ScopeKind.PROJECT);
    /** Delete a project's resources. */
    public static final Permission RESOURCE_DELETE = new Permission("resource.delete", 11, ScopeKind.PROJECT);
    /** Publish a project's resources. */
    public static final Permission RESOURCE_SHARE = new Permission("resource.share", 12, ScopeKind.PROJECT);
    /** See a community and its members. */
    public static final Permission COMMUNITY_VIEW = new Permission("community.view", 13, ScopeKind.COMMUNITY);
    /** Change a community's name, description and channels. */
    public static final Permission COMMUNITY_UPDATE = new Permission("community.update", 14, ScopeKind.COMMUNITY);
    /** Delete a community. */
    public static final Permission COMMUNITY_DELETE = new Permission("community.delete", 15, ScopeKind.COMMUNITY);
    /** Add and remove members and change their roles. */
    public static final Permission COMMUNITY_MANAGE_ACCESS =
            new Permission("community.manageAccess", 16, ScopeKind.COMMUNITY);
    /** Link a billing account. */
    public static final Permission COMMUNITY_LINK_BILLING =
            new Permission("community.linkBilling", 17, ScopeKind.COMMUNITY);
    /** Set restrictions. */
    public static final Permission COMMUNITY_RESTRICT = new Permission("community.restrict", 18, ScopeKind.COMMUNITY);
    /** Let resources be published in a community. */
    public static final Permission COMMUNITY_PUBLISH = new Permission("community.publish", 19, ScopeKind.COMMUNITY);
    /** Create communities in an organization. */
    public static final Permission COMMUNITY_CREATE = new Permission("community.create", 20, ScopeKind.ORGANIZATION);
    /** See an organization and its users. */
    public static final Permission ORGANIZATION_VIEW = new Permission("organization.view", 21, ScopeKind.ORGANIZATION);
    /** Grant and revoke organization roles. */
    public static final Permission ORGANIZATION_MANAGE_ACCESS =
            new Permission("organization.manageAccess", 22, ScopeKind.ORGANIZATION);
    /** Appoint administrators of the default community and of orphaned ones. */
    public static final Permission ORGANIZATION_APPOINT_ADMINISTRATORS =
            new Permission("organization.appointAdministrators", 23, ScopeKind.ORGANIZATION);
    /** Make and unmake owners. */
    public static final Permission ORGANIZATION_MANAGE_OWNERS =
            new Permission("organization.manageOwners", 24, ScopeKind.ORGANIZATION);

    /** The constants above, in the order of their bits. */
    public static final List<Permission> STANDARD = List.of(
            PROJECT_VIEW,
            PROJECT_RUN,
            PROJECT_UPDATE,
            PROJECT_DELETE,
            PROJECT_MANAGE_ACCESS,
            PROJECT_LIMIT,
            PROJECT_ATTACH,
            PROJECT_CREATE,
            RESOURCE_CREATE,
            RESOURCE_USE,
            RESOURCE_UPDATE,
            RESOURCE_DELETE,
            RESOURCE_SHARE,
            COMMUNITY_VIEW,
            COMMUNITY_UPDATE,
            COMMUNITY_DELETE,
            COMMUNITY_MANAGE_ACCESS,
            COMMUNITY_LINK_BILLING,
            COMMUNITY_RESTRICT,
            COMMUNITY_PUBLISH,
            COMMUNITY_CREATE,
            ORGANIZATION_VIEW,
            ORGANIZATION_MANAGE_ACCESS,
            ORGANIZATION_APPOINT_ADMINISTRATORS,
            ORGANIZATION_MANAGE_OWNERS);

    /** Checks name and bit, and that there is a level. */
    public Permission {
        Texts.id("permission", name);
        if (!FORM.matcher(name).matches()) {
            throw new InvalidInput("permission", name, "POL-1", "must be two words of letters joined by a dot");
        }
        if (bit < 0 || bit >= MAX) {
            throw new InvalidInput("bit of permission " + name, Integer.toString(bit), "POL-1", "must be 0 to 255");
        }
        Arguments.required("level of permission " + name, level);
    }

    @Override
    public int compareTo(Permission other) {
        return Integer.compare(bit, Arguments.required("permission", other).bit);
    }

    @Override
    public String toString() {
        return name;
    }
}
