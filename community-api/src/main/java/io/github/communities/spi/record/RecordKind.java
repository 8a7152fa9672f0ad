package io.github.communities.spi.record;

import io.github.communities.CommunityId;
import io.github.communities.InvitationId;
import io.github.communities.ProjectId;
import io.github.communities.ResourceId;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.internal.Arguments;
import java.util.List;

/**
 * The kinds of records.
 *
 * @param name the kind in words
 * @param type the Java type
 * @param <R> the type of record
 */
public record RecordKind<R extends StoredRecord>(String name, Class<R> type) {
    /** Checks that nothing is {@code null}. */
    public RecordKind {
        Arguments.required("name of kind", name);
        Arguments.required("type of record", type);
    }

    /** The organization itself; one, with an empty key. */
    public static final RecordKind<OrganizationRecord> ORGANIZATION =
            new RecordKind<>("organization", OrganizationRecord.class);
    /** Users, service accounts and groups; key: kind, id. */
    public static final RecordKind<SubjectRecord> SUBJECT = new RecordKind<>("subject", SubjectRecord.class);
    /** Who is in which group; key: id of the group, kind and id of the member. */
    public static final RecordKind<GroupMemberRecord> GROUP_MEMBER =
            new RecordKind<>("group member", GroupMemberRecord.class);
    /** Communities; key: id. */
    public static final RecordKind<CommunityRecord> COMMUNITY = new RecordKind<>("community", CommunityRecord.class);
    /** Projects; key: id. */
    public static final RecordKind<ProjectRecord> PROJECT = new RecordKind<>("project", ProjectRecord.class);
    /** Access bindings; key: kind and id of the scope, kind and id of the subject, role. */
    public static final RecordKind<BindingRecord> BINDING = new RecordKind<>("binding", BindingRecord.class);
    /** Who left or was removed from which community; key: id of the community, kind and id of the subject. */
    public static final RecordKind<DepartureRecord> DEPARTURE = new RecordKind<>("departure", DepartureRecord.class);
    /** Whose rows are still to be cleared; key: kind and id of the subject. */
    public static final RecordKind<LeftoverRecord> LEFTOVER = new RecordKind<>("leftover", LeftoverRecord.class);

    /** Invitations; key: id. */
    public static final RecordKind<InvitationRecord> INVITATION =
            new RecordKind<>("invitation", InvitationRecord.class);

    /** Resources; key: id. */
    public static final RecordKind<ResourceRecord> RESOURCE = new RecordKind<>("resource", ResourceRecord.class);

    /** What is published where; key: id of the community, id of the resource. */
    public static final RecordKind<PublicationRecord> PUBLICATION =
            new RecordKind<>("publication", PublicationRecord.class);

    /** What is attached where; key: id of the project, id of the resource. */
    public static final RecordKind<AttachmentRecord> ATTACHMENT =
            new RecordKind<>("attachment", AttachmentRecord.class);

    /** Which uses were reported; key: id of the project, key of the report. */
    public static final RecordKind<UsageRecord> USAGE = new RecordKind<>("usage", UsageRecord.class);

    /** What is deleted and not purged yet; key: kind and id. */
    public static final RecordKind<DeletionRecord> DELETION = new RecordKind<>("deletion", DeletionRecord.class);

    /** All kinds. */
    public static final List<RecordKind<?>> ALL = List.of(
            ORGANIZATION,
            SUBJECT,
            GROUP_MEMBER,
            COMMUNITY,
            PROJECT,
            BINDING,
            DEPARTURE,
            LEFTOVER,
            INVITATION,
            RESOURCE,
            PUBLICATION,
            ATTACHMENT,
            USAGE,
            DELETION);

    /** The key of the organization itself. */
    public static RecordKey<OrganizationRecord> organization() {
        return new RecordKey<>(ORGANIZATION, List.of());
    }

    /** The key of a user, service account or group. */
    public static RecordKey<SubjectRecord> subject(Subject subject) {
        Arguments.required("subject", subject);
        return new RecordKey<>(SUBJECT, KeyParts.of(subject));
    }

    /** The key of someone's membership of a group. */
    public static RecordKey<GroupMemberRecord> groupMember(Subject group, Subject member) {
        Arguments.required("group", group);
        Arguments.required("member", member);
        return new RecordKey<>(GROUP_MEMBER, KeyParts.join(List.of(group.id()), KeyParts.of(member)));
    }

    /** The key of a community. */
    public static RecordKey<CommunityRecord> community(CommunityId id) {
        Arguments.required("community id", id);
        return new RecordKey<>(COMMUNITY, List.of(id.value()));
    }

    /** The key of a project. */
    public static RecordKey<ProjectRecord> project(ProjectId id) {
        Arguments.required("project id", id);
        return new RecordKey<>(PROJECT, List.of(id.value()));
    }

    /** The key of a binding. */
    public static RecordKey<BindingRecord> binding(Scope scope, Subject subject, Role role) {
        Arguments.required("scope", scope);
        Arguments.required("subject", subject);
        Arguments.required("role", role);
        return new RecordKey<>(BINDING, KeyParts.join(KeyParts.of(scope), KeyParts.of(subject), List.of(role.name())));
    }

    /** The key of someone's departure from a community. */
    public static RecordKey<DepartureRecord> departure(CommunityId community, Subject subject) {
        Arguments.required("community id", community);
        Arguments.required("subject", subject);
        return new RecordKey<>(DEPARTURE, KeyParts.join(List.of(community.value()), KeyParts.of(subject)));
    }

    /** The key of what someone left behind. */
    public static RecordKey<LeftoverRecord> leftover(Subject subject) {
        Arguments.required("subject", subject);
        return new RecordKey<>(LEFTOVER, KeyParts.of(subject));
    }

    /** The key of an invitation. */
    public static RecordKey<InvitationRecord> invitation(InvitationId id) {
        Arguments.required("invitation id", id);
        return new RecordKey<>(INVITATION, List.of(id.value()));
    }

    /** The key of a resource. */
    public static RecordKey<ResourceRecord> resource(ResourceId id) {
        Arguments.required("resource id", id);
        return new RecordKey<>(RESOURCE, List.of(id.value()));
    }

    /** The key of a publication. */
    public static RecordKey<PublicationRecord> publication(CommunityId community, ResourceId resource) {
        Arguments.required("community id", community);
        Arguments.required("resource id", resource);
        return new RecordKey<>(PUBLICATION, List.of(community.value(), resource.value()));
    }

    /** The key of an attachment. */
    public static RecordKey<AttachmentRecord> attachment(ProjectId project, ResourceId resource) {
        Arguments.required("project id", project);
        Arguments.required("resource id", resource);
        return new RecordKey<>(ATTACHMENT, List.of(project.value(), resource.value()));
    }

    /** The key of a reported use. */
    public static RecordKey<UsageRecord> usage(ProjectId project, String usageKey) {
        Arguments.required("project id", project);
        Arguments.required("key of use", usageKey);
        return new RecordKey<>(USAGE, List.of(project.value(), usageKey));
    }

    /** The key of a deletion. */
    public static RecordKey<DeletionRecord> deletion(Scope scope) {
        Arguments.required("scope", scope);
        return new RecordKey<>(DELETION, KeyParts.of(scope));
    }

    @Override
    public String toString() {
        return name;
    }
}
