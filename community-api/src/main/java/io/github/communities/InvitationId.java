package io.github.communities;

import io.github.communities.internal.Arguments;
import io.github.communities.internal.TextForm;
import io.github.communities.internal.Texts;
import java.util.List;

/**
 * The id of an invitation. It is no secret, and carries the organization (TEN-1).
 *
 * @param organization the organization it belongs to
 * @param value 1 to 64 code points, unique in the organization
 */
public record InvitationId(OrganizationId organization, String value) {
    /** Checks the value. */
    public InvitationId {
        Arguments.required("organization id", organization);
        Texts.id("invitation id", value);
    }

    /** The id of that value in that organization. */
    public static InvitationId of(OrganizationId organization, String value) {
        return new InvitationId(organization, value);
    }

    /** Reads the text form that {@link #toString()} writes. */
    public static InvitationId parse(String text) {
        List<String> parts = TextForm.split("invitation id", text, 2);
        return of(OrganizationId.of(parts.get(0)), parts.get(1));
    }

    /** The text form: both parts percent-encoded, joined by a slash. */
    @Override
    public String toString() {
        return TextForm.join(organization.value(), value);
    }
}
