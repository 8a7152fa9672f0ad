package io.github.communities.change;

import io.github.communities.error.InvalidInput;
import io.github.communities.internal.Text;

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
    /** A community was deleted; its invitations ended, and what was published there or from it was withdrawn. */
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
    /** A community came back that had been deleted. */
    COMMUNITY_RESTORED("community.restored"),
    /** A deleted community, or a part of what it had, was purged. */
    COMMUNITY_PURGED("community.purged"),
    /** A community got another billing account. */
    BILLING_LINKED("billing.linked"),
    /** A community's channel was linked, or got another link. */
    CHANNEL_LINKED("channel.linked"),
    /** A community's channel was unlinked. */
    CHANNEL_UNLINKED("channel.unlinked"),
    /** A community's restriction was set or unset. */
    RESTRICTION_CHANGED("restriction.changed"),
    /** A community's service agent was set or unset. */
    AGENT_CHANGED("agent.changed"),
    /** An invitation was created. */
    INVITATION_CREATED("invitation.created"),
    /** A link got another token, or a personal invitation was sent anew. */
    INVITATION_RESET("invitation.reset"),
    /** An invitation was accepted. */
    INVITATION_ACCEPTED("invitation.accepted"),
    /** An invitation was cancelled, declined, or ended with what it was for. */
    INVITATION_ENDED("invitation.ended"),
    /** A project came back that had been deleted. */
    PROJECT_RESTORED("project.restored"),
    /** A deleted project, or a part of what it had, was purged. */
    PROJECT_PURGED("project.purged"),
    /** A project's limits changed. */
    LIMITS_CHANGED("limits.changed"),
    /** A project's unit balance was added to, or set. */
    BALANCE_CHANGED("balance.changed"),
    /** The host reported a use, which lowered a balance. */
    USE_REPORTED("use.reported"),
    /** A resource was created or copied. */
    RESOURCE_CREATED("resource.created"),
    /** A resource's name, description or labels changed. */
    RESOURCE_UPDATED("resource.updated"),
    /** A resource was deleted. */
    RESOURCE_DELETED("resource.deleted"),
    /** A resource was published. */
    RESOURCE_PUBLISHED("resource.published"),
    /** A resource was withdrawn. */
    RESOURCE_WITHDRAWN("resource.withdrawn"),
    /** A resource was attached. */
    RESOURCE_ATTACHED("resource.attached"),
    /** A resource was detached. */
    RESOURCE_DETACHED("resource.detached"),
    /** The host removed the organization. */
    ORGANIZATION_REMOVED("organization.removed"),
    /** A part of what a removed organization had was purged. */
    ORGANIZATION_PURGED("organization.purged"),
    /** A person was erased: a pseudonym stands in their place. */
    PERSON_ERASED("person.erased"),
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
        Text.required("kind of change", text);
        for (ChangeKind kind : values()) {
            if (kind.text.equals(text)) {
                return kind;
            }
        }
        throw new InvalidInput("kind of change", text, "CHG-1", "is not known");
    }
}
