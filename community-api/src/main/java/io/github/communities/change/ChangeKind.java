package io.github.communities.change;

import static io.github.communities.change.ChangeAttribute.ACCOUNT;
import static io.github.communities.change.ChangeAttribute.AFTER;
import static io.github.communities.change.ChangeAttribute.AGENT;
import static io.github.communities.change.ChangeAttribute.COMMUNITY;
import static io.github.communities.change.ChangeAttribute.COPY_OF;
import static io.github.communities.change.ChangeAttribute.DESCRIPTION;
import static io.github.communities.change.ChangeAttribute.EXPIRES_AT;
import static io.github.communities.change.ChangeAttribute.GROUP;
import static io.github.communities.change.ChangeAttribute.INVITATION;
import static io.github.communities.change.ChangeAttribute.KEY;
import static io.github.communities.change.ChangeAttribute.KIND;
import static io.github.communities.change.ChangeAttribute.LABELS;
import static io.github.communities.change.ChangeAttribute.LINK;
import static io.github.communities.change.ChangeAttribute.MAX_USES;
import static io.github.communities.change.ChangeAttribute.NAME;
import static io.github.communities.change.ChangeAttribute.PROJECT;
import static io.github.communities.change.ChangeAttribute.RECORDS;
import static io.github.communities.change.ChangeAttribute.RESOURCE;
import static io.github.communities.change.ChangeAttribute.ROLE;
import static io.github.communities.change.ChangeAttribute.STATE;
import static io.github.communities.change.ChangeAttribute.TYPE;
import static io.github.communities.change.ChangeAttribute.UNITS;
import static io.github.communities.change.ChangeAttribute.UNITS_PER_EXECUTION;
import static io.github.communities.change.ChangeAttribute.UNITS_PER_HOUR;
import static io.github.communities.change.ChangeAttribute.UNIT_BALANCE;
import static io.github.communities.change.ChangeAttribute.UP_TO;
import static io.github.communities.change.ChangeAttribute.VALUE;
import static io.github.communities.change.ChangeAttribute.ZONE;

import io.github.communities.error.InvalidInput;
import io.github.communities.internal.Arguments;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The kinds of changes. */
public enum ChangeKind {
    /** An organization was registered. */
    ORGANIZATION_REGISTERED("organization.registered", NAME),
    /** An organization got another name. */
    ORGANIZATION_RENAMED("organization.renamed", NAME),
    /** A user, service account or group came to the organization. */
    SUBJECT_ADDED("subject.added"),
    /** A user, service account or group left the organization. */
    SUBJECT_REMOVED("subject.removed"),
    /** Rows of someone who left were cleared away; they granted nothing any more. */
    SUBJECT_CLEARED("subject.cleared"),
    /** A user signed in for the first time. */
    USER_SIGNED_IN("user.signedIn"),
    /** A user or service account came into a group. */
    GROUP_MEMBER_ADDED("groupMember.added", GROUP),
    /** A user or service account left a group. */
    GROUP_MEMBER_REMOVED("groupMember.removed", GROUP),
    /** A community was created. */
    COMMUNITY_CREATED("community.created", NAME, DESCRIPTION, KIND, ZONE, ACCOUNT),
    /** A community's name or description changed. */
    COMMUNITY_UPDATED("community.updated", NAME, DESCRIPTION, LABELS),
    /** A community was deleted; its invitations ended, and what was published there or from it was withdrawn. */
    COMMUNITY_DELETED("community.deleted", NAME),
    /** A subject was removed from a community, or left it. */
    MEMBER_REMOVED("member.removed"),
    /** A role was bound. */
    BINDING_ADDED("binding.added", ROLE, EXPIRES_AT),
    /** The expiry of a binding changed. */
    BINDING_CHANGED("binding.changed", ROLE, EXPIRES_AT),
    /** A role was taken away. */
    BINDING_REMOVED("binding.removed", ROLE, EXPIRES_AT),
    /** A project was created. */
    PROJECT_CREATED("project.created", NAME, DESCRIPTION, COMMUNITY),
    /** A project's name or description changed. */
    PROJECT_UPDATED("project.updated", NAME, DESCRIPTION, LABELS),
    /** A project was deleted. */
    PROJECT_DELETED("project.deleted", NAME),
    /** A community came back that had been deleted. */
    COMMUNITY_RESTORED("community.restored", NAME),
    /** A deleted community, or a part of what it had, was purged. */
    COMMUNITY_PURGED("community.purged", NAME, RECORDS, STATE),
    /** A community got another billing account. */
    BILLING_LINKED("billing.linked", ACCOUNT),
    /** A community's channel was linked, or got another link. */
    CHANNEL_LINKED("channel.linked", NAME, LINK),
    /** A community's channel was unlinked. */
    CHANNEL_UNLINKED("channel.unlinked", NAME, LINK),
    /** A community's restriction was set or unset. */
    RESTRICTION_CHANGED("restriction.changed", NAME, VALUE),
    /** A community's service agent was set or unset. */
    AGENT_CHANGED("agent.changed", AGENT),
    /** An invitation was created. */
    INVITATION_CREATED("invitation.created", INVITATION, ROLE, EXPIRES_AT, MAX_USES),
    /** A link got another token, or a personal invitation was sent anew. */
    INVITATION_RESET("invitation.reset", INVITATION, ROLE, EXPIRES_AT, MAX_USES),
    /** An invitation was accepted. */
    INVITATION_ACCEPTED("invitation.accepted", INVITATION, ROLE, EXPIRES_AT, MAX_USES),
    /** An invitation was cancelled, declined, or ended with what it was for. */
    INVITATION_ENDED("invitation.ended", INVITATION, ROLE, EXPIRES_AT, MAX_USES),
    /** A project came back that had been deleted. */
    PROJECT_RESTORED("project.restored", NAME),
    /** A deleted project, or a part of what it had, was purged. */
    PROJECT_PURGED("project.purged", NAME, RECORDS, STATE),
    /** A project's limits changed. */
    LIMITS_CHANGED("limits.changed", UNITS_PER_HOUR, UNITS_PER_EXECUTION),
    /** A project's unit balance was added to, or set. */
    BALANCE_CHANGED("balance.changed", UNIT_BALANCE),
    /** The host reported a use, which lowered a balance. */
    USE_REPORTED("use.reported", KEY, UNITS, UNIT_BALANCE),
    /** A resource was created or copied. */
    RESOURCE_CREATED("resource.created", RESOURCE, TYPE, NAME, DESCRIPTION, COPY_OF),
    /** A resource's name, description or labels changed. */
    RESOURCE_UPDATED("resource.updated", RESOURCE, NAME, DESCRIPTION, LABELS),
    /** A resource was deleted. */
    RESOURCE_DELETED("resource.deleted", RESOURCE, TYPE, NAME),
    /** A resource was published. */
    RESOURCE_PUBLISHED("resource.published", RESOURCE, TYPE, NAME, PROJECT),
    /** A resource was withdrawn. */
    RESOURCE_WITHDRAWN("resource.withdrawn", RESOURCE, TYPE, NAME, PROJECT),
    /** A resource was attached. */
    RESOURCE_ATTACHED("resource.attached", RESOURCE, TYPE, NAME, PROJECT),
    /** A resource was detached. */
    RESOURCE_DETACHED("resource.detached", RESOURCE, TYPE, NAME, PROJECT),
    /** The host removed the organization. */
    ORGANIZATION_REMOVED("organization.removed", NAME),
    /** A part of what a removed organization had was purged. */
    ORGANIZATION_PURGED("organization.purged", RECORDS),
    /** A person was erased: a pseudonym stands in their place. */
    PERSON_ERASED("person.erased"),
    /** Old change records were dropped. */
    CHANGES_DROPPED("changes.dropped", AFTER, UP_TO);

    private final String text;

    @SuppressWarnings("ImmutableEnumChecker") // it can't be changed
    private final Set<ChangeAttribute> attributes;

    ChangeKind(String text, ChangeAttribute... attributes) {
        this.text = text;
        this.attributes = Collections.unmodifiableSet(new LinkedHashSet<>(List.of(attributes)));
    }

    /** The name under which it is written and stored. */
    public String text() {
        return text;
    }

    /**
     * What a change of this kind may tell of something, before or after: all that it may, not all that each one does.
     */
    public Set<ChangeAttribute> attributes() {
        return attributes;
    }

    /** The kind of that name. */
    public static ChangeKind parse(String text) {
        Arguments.required("kind of change", text);
        for (ChangeKind kind : values()) {
            if (kind.text.equals(text)) {
                return kind;
            }
        }
        throw new InvalidInput("kind of change", text, "CHG-1", "is not known");
    }
}
