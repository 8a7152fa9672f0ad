package io.github.communities;

import io.github.communities.internal.Arguments;
import io.github.communities.internal.TextForm;
import io.github.communities.internal.Texts;
import java.util.List;

/**
 * The id of a resource. It carries the organization, so that an id from elsewhere simply does not exist (TEN-1).
 *
 * @param organization the organization it belongs to
 * @param value 1 to 64 code points, unique in the organization
 */
public record ResourceId(OrganizationId organization, String value) implements Target {
    /** Checks the value. */
    public ResourceId {
        Arguments.required("organization id", organization);
        Texts.id("resource id", value);
    }

    /** The id of that value in that organization. */
    public static ResourceId of(OrganizationId organization, String value) {
        return new ResourceId(organization, value);
    }

    /** Reads the text form that {@link #toString()} writes. */
    public static ResourceId parse(String text) {
        List<String> parts = TextForm.split("resource id", text, 2);
        return of(OrganizationId.of(parts.get(0)), parts.get(1));
    }

    @Override
    public String noun() {
        return "resource";
    }

    /** The text form: both parts percent-encoded, joined by a slash. */
    @Override
    public String toString() {
        return TextForm.join(organization.value(), value);
    }
}
