package io.github.communities;

import io.github.communities.internal.TextForm;
import io.github.communities.internal.Texts;

/**
 * The host's own id of an organization, compared exactly (ORG-1).
 *
 * @param value 1 to 64 code points, any visible characters
 */
public record OrganizationId(String value) implements Scope {
    /** Checks the value. */
    public OrganizationId {
        Texts.id("organization id", value);
    }

    /** The id of that value. */
    public static OrganizationId of(String value) {
        return new OrganizationId(value);
    }

    /** Reads the text form that {@link #toString()} writes. */
    public static OrganizationId parse(String text) {
        return of(TextForm.split("organization id", text, 1).get(0));
    }

    @Override
    public OrganizationId organization() {
        return this;
    }

    @Override
    public ScopeKind kind() {
        return ScopeKind.ORGANIZATION;
    }

    /** The text form: percent-encoded. */
    @Override
    public String toString() {
        return TextForm.encode(value);
    }
}
