package io.github.communities.spi;

import io.github.communities.CommunityId;
import io.github.communities.ProjectId;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.Subject;
import java.util.List;

/**
 * The kinds of records.
 *
 * @param name the kind in words
 * @param type the Java type
 * @param <R> the type of record
 */
public record RecordKind<R extends StoredRecord>(String name, Class<R> type) {
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

    /** All kinds. */
    public static final List<RecordKind<?>> ALL =
            List.of(ORGANIZATION, SUBJECT, GROUP_MEMBER, COMMUNITY, PROJECT, BINDING, DEPARTURE, LEFTOVER);

    /** The key of the organization itself. */
    public static RecordKey<OrganizationRecord> organization() {
        return new RecordKey<>(ORGANIZATION, List.of());
    }

    /** The key of a user, service account or group. */
    public static RecordKey<SubjectRecord> subject(Subject subject) {
        return new RecordKey<>(SUBJECT, List.of(subject.kind().text(), subject.id()));
    }

    /** The key of someone's membership of a group. */
    public static RecordKey<GroupMemberRecord> groupMember(Subject group, Subject member) {
        return new RecordKey<>(GROUP_MEMBER, List.of(group.id(), member.kind().text(), member.id()));
    }

    /** The key of a community. */
    public static RecordKey<CommunityRecord> community(CommunityId id) {
        return new RecordKey<>(COMMUNITY, List.of(id.value()));
    }

    /** The key of a project. */
    public static RecordKey<ProjectRecord> project(ProjectId id) {
        return new RecordKey<>(PROJECT, List.of(id.value()));
    }

    /** The key of a binding. */
    public static RecordKey<BindingRecord> binding(Scope scope, Subject subject, Role role) {
        return new RecordKey<>(
                BINDING,
                List.of(
                        scope.kind().noun(),
                        BindingRecord.scopeValue(scope),
                        subject.kind().text(),
                        subject.id(),
                        role.name()));
    }

    /** The key of someone's departure from a community. */
    public static RecordKey<DepartureRecord> departure(CommunityId community, Subject subject) {
        return new RecordKey<>(
                DEPARTURE, List.of(community.value(), subject.kind().text(), subject.id()));
    }

    /** The key of what someone left behind. */
    public static RecordKey<LeftoverRecord> leftover(Subject subject) {
        return new RecordKey<>(LEFTOVER, List.of(subject.kind().text(), subject.id()));
    }

    @Override
    public String toString() {
        return name;
    }
}
