package io.github.communities;

import io.github.communities.internal.Arguments;
import io.github.communities.internal.TextForm;
import io.github.communities.internal.Texts;
import java.util.List;

/**
 * The id of a project. It carries the organization, so that an id from elsewhere simply does not exist (TEN-1).
 *
 * @param organization the organization it belongs to
 * @param value 1 to 64 code points, unique in the organization
 */
public record ProjectId(OrganizationId organization, String value) implements Scope {
    /** Checks the value. */
    public ProjectId {
        Arguments.required("organization id", organization);
        Texts.id("project id", value);
    }

    /** The id of that value in that organization. */
    public static ProjectId of(OrganizationId organization, String value) {
        return new ProjectId(organization, value);
    }

    /** Reads the text form that {@link #toString()} writes. */
    public static ProjectId parse(String text) {
        List<String> parts = TextForm.split("project id", text, 2);
        return of(OrganizationId.of(parts.get(0)), parts.get(1));
    }

    @Override
    public ScopeKind kind() {
        return ScopeKind.PROJECT;
    }

    /** The text form: both parts percent-encoded, joined by a slash. */
    @Override
    public String toString() {
        return TextForm.join(organization.value(), value);
    }
}
