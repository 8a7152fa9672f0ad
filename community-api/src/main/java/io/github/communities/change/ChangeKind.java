package io.github.communities.change;

import io.github.communities.error.InvalidInput;

/** The kinds of changes. */
public enum ChangeKind {
    /** An organization was registered. */
    ORGANIZATION_REGISTERED("organization.registered"),
    /** An organization got another name. */
    ORGANIZATION_RENAMED("organization.renamed"),
    /** A user, service account or group came to the organization. */
    SUBJECT_ADDED("subject.added"),
    /** A user, service account or group left the organization. */
    SUBJECT_REMOVED("subject.removed"),
    /** Rows of someone who left were cleared away; they granted nothing any more. */
    SUBJECT_CLEARED("subject.cleared"),
    /** A user signed in for the first time. */
    USER_SIGNED_IN("user.signedIn"),
    /** A user or service account came into a group. */
    GROUP_MEMBER_ADDED("groupMember.added"),
    /** A user or service account left a group. */
    GROUP_MEMBER_REMOVED("groupMember.removed"),
    /** A community was created. */
    COMMUNITY_CREATED("community.created"),
    /** A community's name or description changed. */
    COMMUNITY_UPDATED("community.updated"),
    /** A community was deleted. */
    COMMUNITY_DELETED("community.deleted"),
    /** A subject was removed from a community, or left it. */
    MEMBER_REMOVED("member.removed"),
    /** A role was bound. */
    BINDING_ADDED("binding.added"),
    /** The expiry of a binding changed. */
    BINDING_CHANGED("binding.changed"),
    /** A role was taken away. */
    BINDING_REMOVED("binding.removed"),
    /** A project was created. */
    PROJECT_CREATED("project.created"),
    /** A project's name or description changed. */
    PROJECT_UPDATED("project.updated"),
    /** A project was deleted. */
    PROJECT_DELETED("project.deleted"),
    /** Old change records were dropped. */
    CHANGES_DROPPED("changes.dropped");

    private final String text;

    ChangeKind(String text) {
        this.text = text;
    }

    /** The name under which it is written and stored. */
    public String text() {
        return text;
    }

    /** The kind of that name. */
    public static ChangeKind parse(String text) {
        for (ChangeKind kind : values()) {
            if (kind.text.equals(text)) {
                return kind;
            }
        }
        throw new InvalidInput("kind of change", text, "CHG-1", "is not known");
    }
}
