package io.github.communities;

import io.github.communities.error.InvalidInput;
import io.github.communities.internal.Texts;
import java.util.regex.Pattern;

/**
 * The name of a role. What it permits and where it can be bound is the policy's to say; the constants are the roles of
 * both ready policies.
 *
 * @param name words of letters and digits joined by dots, up to 64 characters, for instance {@code communities.admin}
 */
public record Role(String name) {
    private static final Pattern FORM = Pattern.compile("[a-z][A-Za-z0-9]*(\\.[a-z][A-Za-z0-9]*)*");

    /** Sees a project. */
    public static final Role PROJECT_VIEWER = of("projects.viewer");
    /** Runs and creates resources in a project. */
    public static final Role PROJECT_DEVELOPER = of("projects.developer");
    /** Changes a project. */
    public static final Role PROJECT_EDITOR = of("projects.editor");
    /** Administers a project. */
    public static final Role PROJECT_ADMIN = of("projects.admin");
    /** Sees a community and its projects. */
    public static final Role COMMUNITY_VIEWER = of("communities.viewer");
    /** Creates projects in a community. */
    public static final Role COMMUNITY_DEVELOPER = of("communities.developer");
    /** Changes a community and all its projects. */
    public static final Role COMMUNITY_EDITOR = of("communities.editor");
    /** Administers a community. */
    public static final Role COMMUNITY_ADMIN = of("communities.admin");
    /** Belongs to an organization. */
    public static final Role ORGANIZATION_MEMBER = of("organization.member");
    /** Administers an organization. */
    public static final Role ORGANIZATION_ADMIN = of("organization.admin");
    /** Owns an organization. */
    public static final Role ORGANIZATION_OWNER = of("organization.owner");

    /** Checks the name. */
    public Role {
        Texts.id("role", name);
        if (!FORM.matcher(name).matches()) {
            throw new InvalidInput("role", name, "POL-1", "must be words of letters and digits joined by dots");
        }
    }

    /** The role of that name. */
    public static Role of(String name) {
        return new Role(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
