package io.github.communities.spi.record;

import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.SubjectKind;
import io.github.communities.internal.Arguments;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An order in which records of a kind can be listed. The parts of an index identify a record, so that a page can go on
 * after it. A store on plain keys keeps one entry for each record and index; a database has an index on the columns.
 *
 * @param name the index in words
 * @param kind what it lists
 * @param parts the names of its parts, in order
 * @param key the parts of a record
 * @param <R> the type of record
 */
public record Index<R extends StoredRecord>(
        String name, RecordKind<R> kind, List<String> parts, Function<R, List<String>> key) {
    private static final Set<String> SUBJECT_KINDS = Set.of("subject kind", "member kind", "recipient kind");

    /** Copies the names. */
    public Index {
        Arguments.required("name of index", name);
        Arguments.required("kind of record", kind);
        parts = Arguments.all("parts of index", parts);
        Arguments.required("key", key);
    }

    /** Users, service accounts and groups, by kind and id. */
    public static final Index<SubjectRecord> SUBJECTS =
            new Index<>("subjects", RecordKind.SUBJECT, List.of("subject kind", "subject id"), SubjectRecord::keyParts);
    /** The members of groups. */
    public static final Index<GroupMemberRecord> MEMBERS_OF_GROUP = new Index<>(
            "members of group",
            RecordKind.GROUP_MEMBER,
            List.of("group", "member kind", "member id"),
            GroupMemberRecord::keyParts);
    /** The groups of members. */
    public static final Index<GroupMemberRecord> GROUPS_OF_MEMBER = new Index<>(
            "groups of member",
            RecordKind.GROUP_MEMBER,
            List.of("member kind", "member id", "group"),
            r -> KeyParts.join(KeyParts.of(r.member()), List.of(r.group().id())));
    /** Communities by name, deleted ones too. */
    public static final Index<CommunityRecord> COMMUNITIES_BY_NAME = new Index<>(
            "communities by name",
            RecordKind.COMMUNITY,
            List.of("name key", "id"),
            r -> List.of(r.nameKey(), r.id().value()));
    /** The projects of communities by name, deleted ones too. */
    public static final Index<ProjectRecord> PROJECTS_BY_NAME = new Index<>(
            "projects by name",
            RecordKind.PROJECT,
            List.of("community", "name key", "id"),
            r -> List.of(r.community().value(), r.nameKey(), r.id().value()));
    /** The bindings at scopes, by subject. */
    public static final Index<BindingRecord> BINDINGS_AT_SCOPE = new Index<>(
            "bindings at scope",
            RecordKind.BINDING,
            List.of("scope kind", "scope id", "subject kind", "subject id", "role"),
            BindingRecord::keyParts);
    /** The bindings at scopes, by role. */
    public static final Index<BindingRecord> BINDINGS_OF_ROLE = new Index<>(
            "bindings of role",
            RecordKind.BINDING,
            List.of("scope kind", "scope id", "role", "subject kind", "subject id"),
            r -> KeyParts.join(KeyParts.of(r.scope()), List.of(r.role().name()), KeyParts.of(r.subject())));
    /** The bindings of subjects at all scopes. */
    public static final Index<BindingRecord> BINDINGS_OF_SUBJECT = new Index<>(
            "bindings of subject",
            RecordKind.BINDING,
            List.of("subject kind", "subject id", "scope kind", "scope id", "role"),
            r -> KeyParts.join(
                    KeyParts.of(r.subject()),
                    KeyParts.of(r.scope()),
                    List.of(r.role().name())));
    /** From where subjects have departed. */
    public static final Index<DepartureRecord> DEPARTURES_OF_SUBJECT = new Index<>(
            "departures of subject",
            RecordKind.DEPARTURE,
            List.of("subject kind", "subject id", "community"),
            r -> KeyParts.join(KeyParts.of(r.subject()), List.of(r.community().value())));
    /** Whose rows are still to be cleared. */
    public static final Index<LeftoverRecord> LEFTOVERS = new Index<>(
            "leftovers", RecordKind.LEFTOVER, List.of("subject kind", "subject id"), LeftoverRecord::keyParts);

    /** The invitations to communities. */
    public static final Index<InvitationRecord> INVITATIONS_TO_COMMUNITY = new Index<>(
            "invitations to community",
            RecordKind.INVITATION,
            List.of("community", "id"),
            r -> List.of(r.community().value(), r.id().value()));

    /** The personal invitations of users; links come under {@code *}, {@code *}. */
    public static final Index<InvitationRecord> INVITATIONS_OF_RECIPIENT = new Index<>(
            "invitations of recipient",
            RecordKind.INVITATION,
            List.of("recipient kind", "recipient id", "id"),
            r -> KeyParts.join(r.recipient().map(KeyParts::of).orElse(List.of("*", "*")), List.of(r.id().value())));

    /** The resources of projects by type and name. */
    public static final Index<ResourceRecord> RESOURCES_BY_NAME = new Index<>(
            "resources by name",
            RecordKind.RESOURCE,
            List.of("community", "project", "type", "name key", "id"),
            r -> List.of(r.community().value(), r.project().value(), r.type(), r.nameKey(), r.id().value()));

    /** What is published in communities. */
    public static final Index<PublicationRecord> PUBLICATIONS_IN_COMMUNITY = new Index<>(
            "publications in community",
            RecordKind.PUBLICATION,
            List.of("community", "resource"),
            PublicationRecord::keyParts);

    /** Where the resources of projects are published. */
    public static final Index<PublicationRecord> PUBLICATIONS_FROM_PROJECT = new Index<>(
            "publications from project",
            RecordKind.PUBLICATION,
            List.of("project", "resource", "community"),
            r -> List.of(
                    r.project().value(), r.resource().value(), r.community().value()));

    /** What is attached to projects. */
    public static final Index<AttachmentRecord> ATTACHMENTS_TO_PROJECT = new Index<>(
            "attachments to project",
            RecordKind.ATTACHMENT,
            List.of("project", "resource"),
            AttachmentRecord::keyParts);

    /** Where in communities resources are attached. */
    public static final Index<AttachmentRecord> ATTACHMENTS_IN_COMMUNITY = new Index<>(
            "attachments in community",
            RecordKind.ATTACHMENT,
            List.of("community", "resource", "project"),
            r -> List.of(
                    r.community().value(), r.resource().value(), r.project().value()));

    /** The uses that were reported of projects. */
    public static final Index<UsageRecord> USAGE_OF_PROJECT =
            new Index<>("usage of project", RecordKind.USAGE, List.of("project", "key"), UsageRecord::keyParts);

    /** What is deleted and not purged yet. */
    public static final Index<DeletionRecord> DELETIONS =
            new Index<>("deletions", RecordKind.DELETION, List.of("scope kind", "scope id"), DeletionRecord::keyParts);

    /** The departures from communities. */
    public static final Index<DepartureRecord> DEPARTURES_FROM_COMMUNITY = new Index<>(
            "departures from community",
            RecordKind.DEPARTURE,
            List.of("community", "subject kind", "subject id"),
            DepartureRecord::keyParts);

    /** All indexes. */
    public static final List<Index<?>> ALL = List.of(
            SUBJECTS,
            MEMBERS_OF_GROUP,
            GROUPS_OF_MEMBER,
            COMMUNITIES_BY_NAME,
            PROJECTS_BY_NAME,
            BINDINGS_AT_SCOPE,
            BINDINGS_OF_ROLE,
            BINDINGS_OF_SUBJECT,
            DEPARTURES_OF_SUBJECT,
            LEFTOVERS,
            DEPARTURES_FROM_COMMUNITY,
            INVITATIONS_TO_COMMUNITY,
            INVITATIONS_OF_RECIPIENT,
            RESOURCES_BY_NAME,
            PUBLICATIONS_IN_COMMUNITY,
            PUBLICATIONS_FROM_PROJECT,
            ATTACHMENTS_TO_PROJECT,
            ATTACHMENTS_IN_COMMUNITY,
            USAGE_OF_PROJECT,
            DELETIONS);

    /** The subject that index parts name, or the first of them; empty if none is among them. */
    public Optional<Subject> subject(List<String> first) {
        int kind = subjectPart();
        return kind < 0 || kind + 1 >= first.size()
                ? Optional.empty()
                : Optional.of(new Subject(SubjectKind.parse(first.get(kind)), first.get(kind + 1)));
    }

    /** Where the kind of a subject stands, which its id follows; -1 if it has none. */
    private int subjectPart() {
        return IntStream.range(0, parts.size())
                .filter(part -> SUBJECT_KINDS.contains(parts.get(part)))
                .findFirst()
                .orElse(-1);
    }

    /** The kind of the scope that index parts name, or the first of them; empty if none is among them. */
    public Optional<ScopeKind> scopeKind(List<String> first) {
        int kind = parts.indexOf("scope kind");
        return kind < 0 || kind >= first.size()
                ? Optional.empty()
                : Stream.of(ScopeKind.values())
                        .filter(scope -> scope.noun().equals(first.get(kind)))
                        .findFirst();
    }

    /** The order of keys and of index parts: part by part, texts by code point, a key before those it begins (S-12). */
    public static Comparator<List<String>> order() {
        return Index::compare;
    }

    private static int compare(List<String> one, List<String> other) {
        int common = Math.min(one.size(), other.size());
        for (int i = 0; i < common; i++) {
            int order = compare(one.get(i), other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(one.size(), other.size());
    }

    /** What {@link String#compareTo} would do, were it not for surrogates, which it sorts before U+E000. */
    private static int compare(String one, String other) {
        int common = Math.min(one.length(), other.length());
        for (int i = 0; i < common; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                return Character.isSurrogate(a) == Character.isSurrogate(b)
                        ? Character.compare(a, b)
                        : Boolean.compare(Character.isSurrogate(a), Character.isSurrogate(b));
            }
        }
        return Integer.compare(one.length(), other.length());
    }

    @Override
    public String toString() {
        return name;
    }
}
