package io.github.communities.change;

import io.github.communities.error.InvalidInput;
import io.github.communities.internal.Arguments;

/**
 * What a change tells of something as it was before, or as it is after. Each {@link ChangeKind} lists those that its
 * changes may have. An empty one is left out, unless its being empty is the change: then it is told, empty, on that
 * side.
 */
public enum ChangeAttribute {
    /** The name of what the change is about; of a channel or a restriction, which one it is. */
    NAME("name"),
    /** The description of a community, project or resource. */
    DESCRIPTION("description"),
    /**
     * The labels of a community, project or resource: {@code name=value} pairs joined by {@code &}, percent-encoded.
     */
    LABELS("labels"),
    /** The kind of a community, a {@link io.github.communities.community.CommunityKind}. */
    KIND("kind"),
    /** The zone of a community. */
    ZONE("zone"),
    /** The id of a billing account. */
    ACCOUNT("account"),
    /** The role that is bound, or that an invitation gives. */
    ROLE("role"),
    /** When a binding or an invitation ends, as {@link java.time.Instant#toString()} writes it. */
    EXPIRES_AT("expiresAt"),
    /** The group that someone came into or left, as a {@link io.github.communities.Subject}. */
    GROUP("group"),
    /** The service agent of a community, as a {@link io.github.communities.Subject}. */
    AGENT("agent"),
    /** The id of an invitation. */
    INVITATION("invitation"),
    /** How often an invitation can be accepted. */
    MAX_USES("maxUses"),
    /** The id of the community that a project belongs to. */
    COMMUNITY("community"),
    /** The id of the project that a resource belongs to. */
    PROJECT("project"),
    /** The id of a resource. */
    RESOURCE("resource"),
    /** The type of a resource. */
    TYPE("type"),
    /** The id of the resource that another one was copied from. */
    COPY_OF("copyOf"),
    /** The link of a channel. */
    LINK("link"),
    /** The value of a restriction, as {@link io.github.communities.restriction.RestrictionValue#text()} writes it. */
    VALUE("value"),
    /** How many units a run in a project may use in an hour. */
    UNITS_PER_HOUR("unitsPerHour"),
    /** How many units a run in a project may use in all. */
    UNITS_PER_EXECUTION("unitsPerExecution"),
    /** The unit balance of a project. */
    UNIT_BALANCE("unitBalance"),
    /** The host's key of a use. */
    KEY("key"),
    /** How many units were used. */
    UNITS("units"),
    /** How many records were purged. */
    RECORDS("records"),
    /** {@code purging}, after the purge of a part of what is to go; there is none once all is gone. */
    STATE("state"),
    /** The revision after which change records were dropped. */
    AFTER("after"),
    /** The revision of the last change record that was dropped. */
    UP_TO("upTo");

    private final String text;

    ChangeAttribute(String text) {
        this.text = text;
    }

    /** The name under which it is kept in {@link Change#before()} and {@link Change#after()}. */
    public String text() {
        return text;
    }

    /**
     * The attribute of that name.
     *
     * @throws InvalidInput if there is none (CHG-1)
     */
    public static ChangeAttribute parse(String text) {
        Arguments.required("attribute of change", text);
        for (ChangeAttribute attribute : values()) {
            if (attribute.text.equals(text)) {
                return attribute;
            }
        }
        throw new InvalidInput("attribute of change", text, "CHG-1", "is not known");
    }
}
