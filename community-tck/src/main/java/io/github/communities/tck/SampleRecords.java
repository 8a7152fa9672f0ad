package io.github.communities.tck;

import io.github.communities.CommunityId;
import io.github.communities.InvitationId;
import io.github.communities.OrganizationId;
import io.github.communities.ProjectId;
import io.github.communities.ResourceId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import io.github.communities.change.Power;
import io.github.communities.community.CommunityKind;
import io.github.communities.spi.record.AttachmentRecord;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.CommunityRecord;
import io.github.communities.spi.record.DeletionRecord;
import io.github.communities.spi.record.DepartureRecord;
import io.github.communities.spi.record.GroupMemberRecord;
import io.github.communities.spi.record.InvitationRecord;
import io.github.communities.spi.record.LeftoverRecord;
import io.github.communities.spi.record.OrganizationRecord;
import io.github.communities.spi.record.ProjectRecord;
import io.github.communities.spi.record.PublicationRecord;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.ResourceRecord;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.spi.record.SubjectRecord;
import io.github.communities.spi.record.UsageRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Records of every kind, with whatever a careless store folds, trims, cuts, confuses or sorts in another way. What is
 * not part of a record's key comes from a number, so that two numbers make two states of one record.
 */
final class SampleRecords {
    /** Ids that are all different: some only by case, accent, blank or composition, some for other reasons odd. */
    static final List<String> IDS = List.of(
            "a",
            "A",
            "a ",
            " a",
            "a\u00A0",
            "aa",
            "b",
            "e",
            "\u00E9", // e with acute
            "e\u0301", // the same, decomposed
            "ss",
            "\u00DF", // sharp s
            "i",
            "I",
            "\u0131", // without dot
            "\u0130", // with dot
            "9",
            "10",
            "*",
            "%",
            "_",
            "a/b",
            "a%2Fb",
            "a\\b",
            "'",
            "\"",
            "'; drop table binding; --",
            "null",
            "\uD7A3", // the last code point before the surrogates of UTF-16 in use
            "\uE000", // after the surrogates, but before what they stand for
            "\uFFFD",
            "\uD800\uDC00", // U+10000
            "\uD83D\uDE00", // an emoji
            "\uDBFF\uDFFD", // U+10FFFD
            "x".repeat(64),
            "\uD83D\uDE00".repeat(64));

    /** What the engine may derive from names. Few, so that several records share one. */
    private static final List<String> NAME_KEYS = List.of(
            "cats",
            "cat",
            "cats 2",
            "\u00E9",
            "e\u0301",
            "\uFFFD",
            "\uD83D\uDE00",
            "\uD83D\uDE00".repeat(256),
            "",
            "'; --");

    /** For attributes that are neither part of a key nor of an index. */
    private static final List<String> TEXTS = List.of(
            "Cats",
            "",
            " ",
            " led",
            "trailed ",
            "e\u0301 and \u00E9",
            "one\ttab,\ntwo\nlines\n",
            "'; drop table community; -- \\ \" % _ ? :name ${x} {0}",
            "\uD83D\uDE00 \uE000 \u05D0\u0628 \u4E2D",
            "null");

    /** To the microsecond: before the epoch, in hours that some time zone skips or has twice, and far away. */
    private static final List<Instant> INSTANTS = List.of(
            Instant.parse("2026-01-01T00:00:00Z"),
            Instant.EPOCH,
            Instant.parse("1969-12-31T23:59:59.999999Z"),
            Instant.parse("2024-02-29T23:59:59.000001Z"),
            Instant.parse("2024-03-31T01:30:00.123456Z"),
            Instant.parse("2024-03-10T02:30:00.999999Z"),
            Instant.parse("2024-10-27T00:30:00.1Z"),
            Instant.parse("2024-11-03T01:30:00.12Z"),
            Instant.parse("1582-10-10T12:00:00.654321Z"),
            Instant.parse("1000-01-01T00:00:00.000001Z"),
            Instant.parse("9999-12-31T23:59:59.999999Z"));

    private static final List<Role> ROLES =
            List.of(Role.PROJECT_ADMIN, Role.of("a"), Role.of("aB"), Role.of("ab"), Role.of("r".repeat(64)));

    private SampleRecords() {}

    /**
     * What to make records of a kind with.
     *
     * @param kind the kind
     * @param all records of an organization, with different keys, in no particular order
     * @param again a record of the same key, and with the same place in each index unless it is a community's or
     *     project's, in another state
     * @param <R> the type of record
     */
    record Source<R extends StoredRecord>(
            RecordKind<R> kind, Function<OrganizationId, List<R>> all, BiFunction<R, Integer, R> again) {
        /** {@link #again} for a record of which only the kind is known. */
        R again(StoredRecord record, int state) {
            return again.apply(kind.type().cast(record), state);
        }

        @Override
        public String toString() {
            return kind.name();
        }
    }

    /** One for every kind but the organization's own, which comes with {@link #organization}. */
    static final List<Source<?>> SOURCES = List.of(
            new Source<>(
                    RecordKind.SUBJECT,
                    SampleRecords::subjects,
                    (record, n) -> subject(record.organization(), record.subject(), n)),
            new Source<>(
                    RecordKind.GROUP_MEMBER,
                    SampleRecords::groupMembers,
                    (record, n) -> groupMember(record.organization(), record.group(), record.member(), n)),
            new Source<>(RecordKind.COMMUNITY, SampleRecords::communities, (record, n) -> community(record.id(), n)),
            new Source<>(
                    RecordKind.PROJECT,
                    SampleRecords::projects,
                    (record, n) -> project(record.id(), record.community(), n)),
            new Source<>(
                    RecordKind.BINDING,
                    SampleRecords::bindings,
                    (record, n) -> binding(record.scope(), record.subject(), record.role(), n)),
            new Source<>(
                    RecordKind.DEPARTURE,
                    SampleRecords::departures,
                    (record, n) -> departure(record.community(), record.subject(), n)),
            new Source<>(RecordKind.LEFTOVER, SampleRecords::leftovers, (record, n) -> record),
            new Source<>(
                    RecordKind.INVITATION,
                    SampleRecords::invitations,
                    (record, n) -> invitation(record.id(), record.community(), record.recipient(), n)),
            new Source<>(
                    RecordKind.RESOURCE,
                    SampleRecords::resources,
                    (record, n) -> resource(record.id(), record.project(), record.community(), n)),
            new Source<>(
                    RecordKind.PUBLICATION,
                    SampleRecords::publications,
                    (record, n) -> publication(record.community(), record.resource(), record.project(), n)),
            new Source<>(
                    RecordKind.ATTACHMENT,
                    SampleRecords::attachments,
                    (record, n) -> attachment(record.project(), record.resource(), record.community(), n)),
            new Source<>(
                    RecordKind.USAGE,
                    SampleRecords::usage,
                    (record, n) -> usage(record.project(), record.usageKey(), n)),
            new Source<>(RecordKind.DELETION, SampleRecords::deletions, (record, n) -> deletion(record.scope(), n)));

    /** All records of all kinds but the organization's own. */
    static List<StoredRecord> everything(OrganizationId organization) {
        List<StoredRecord> records = new ArrayList<>();
        SOURCES.forEach(source -> records.addAll(source.all().apply(organization)));
        return records;
    }

    /** A few records of each kind. */
    static List<StoredRecord> some(OrganizationId organization) {
        List<StoredRecord> records = new ArrayList<>();
        SOURCES.forEach(
                source -> records.addAll(source.all().apply(organization).subList(0, 5)));
        return records;
    }

    static OrganizationRecord organization(OrganizationId id, int n) {
        return OrganizationRecord.builder()
                .id(id)
                .name(text(n, 128))
                .defaultCommunity(CommunityId.of(id, id(n)))
                .registeredAt(instant(n))
                .bindingsVersion(revision(n))
                .removed(n % 2 == 1)
                .droppedChanges(Revision.of(n))
                .build();
    }

    static SubjectRecord subject(OrganizationId organization, Subject subject, int n) {
        return SubjectRecord.builder()
                .organization(organization)
                .subject(subject)
                .present(n % 2 == 0)
                .epoch(revision(n))
                .since(instant(n))
                .leftIn(maybe(n + 1, revision(n + 1)))
                .signedIn(n % 3 == 0)
                .build();
    }

    static GroupMemberRecord groupMember(OrganizationId organization, Subject group, Subject member, int n) {
        return GroupMemberRecord.builder()
                .organization(organization)
                .group(group)
                .member(member)
                .revision(revision(n))
                .build();
    }

    static CommunityRecord community(CommunityId id, int n) {
        return CommunityRecord.builder()
                .id(id)
                .communityKind(n % 3 == 0 ? CommunityKind.DEFAULT : CommunityKind.STANDARD)
                .name(text(n, 133)) // what DEF-1 makes of an organization's longest name
                .nameKey(pick(NAME_KEYS, n))
                .followsOrganization(n % 2 == 0)
                .description(text(n + 1, 256))
                .zone(maybe(n, id(n)))
                .billingAccount(maybe(n + 1, id(n)))
                .channels(map(n))
                .labels(map(n + 1))
                .restrictions(map(n + 2))
                .agent(maybe(n, Subject.serviceAccount(id(n))))
                .agentSince(maybe(n, revision(n + 5)))
                .sharingEpoch(revision(n + 4))
                .invitedIn(maybe(n + 1, revision(n + 6)))
                .creator(maybe(n + 1, principal(n)))
                .createdAt(instant(n))
                .updatedAt(instant(n + 1))
                .version(revision(n))
                .bindingsVersion(revision(n + 1))
                .createdIn(revision(n + 2))
                .deletedIn(maybe(n, revision(n + 3)))
                .deletedAt(maybe(n, instant(n + 2)))
                .build();
    }

    static ProjectRecord project(ProjectId id, CommunityId community, int n) {
        return ProjectRecord.builder()
                .id(id)
                .community(community)
                .name(text(n, 63))
                .nameKey(pick(NAME_KEYS, n))
                .description(text(n + 1, 256))
                .labels(map(n))
                .unitsPerHour(maybe(n, Long.MAX_VALUE - n))
                .unitsPerExecution(maybe(n + 1, (long) n))
                .unitBalance(maybe(n, -1L - n))
                .creator(maybe(n, principal(n)))
                .createdAt(instant(n))
                .updatedAt(instant(n + 1))
                .version(revision(n))
                .bindingsVersion(revision(n + 1))
                .createdIn(revision(n + 2))
                .deletedIn(maybe(n + 1, revision(n + 3)))
                .deletedAt(maybe(n + 1, instant(n + 2)))
                .build();
    }

    static BindingRecord binding(Scope scope, Subject subject, Role role, int n) {
        return BindingRecord.builder()
                .scope(scope)
                .within(
                        scope instanceof ProjectId project
                                ? Optional.of(CommunityId.of(project.organization(), project.value()))
                                : Optional.empty())
                .subject(subject)
                .role(role)
                .since(instant(n))
                .expiresAt(maybe(n, instant(n + 1)))
                .revision(revision(n))
                .build();
    }

    static DepartureRecord departure(CommunityId community, Subject subject, int n) {
        return DepartureRecord.builder()
                .community(community)
                .subject(subject)
                .revision(revision(n))
                .keptOut(n % 2 == 0)
                .build();
    }

    static LeftoverRecord leftover(OrganizationId organization, Subject subject) {
        return LeftoverRecord.builder()
                .organization(organization)
                .subject(subject)
                .build();
    }

    static InvitationRecord invitation(InvitationId id, CommunityId community, Optional<Subject> recipient, int n) {
        return InvitationRecord.builder()
                .id(id)
                .community(community)
                .role(pick(ROLES, n))
                .recipient(recipient)
                .inviter(principal(n))
                .tokenHash(maybe(n, "0123456789abcdef".repeat(4)))
                .createdAt(instant(n))
                .expiresAt(maybe(n + 1, instant(n + 1)))
                .maxUses(maybe(n, (long) n))
                .uses(n)
                .revision(revision(n))
                .build();
    }

    static ResourceRecord resource(ResourceId id, ProjectId project, CommunityId community, int n) {
        return ResourceRecord.builder()
                .id(id)
                .project(project)
                .community(community)
                .type(n % 2 == 0 ? "secret" : "\uD83D\uDE00 type")
                .name(text(n, 63))
                .nameKey(pick(NAME_KEYS, n))
                .description(text(n + 1, 256))
                .labels(map(n))
                .creator(maybe(n, principal(n)))
                .createdAt(instant(n))
                .updatedAt(instant(n + 1))
                .version(revision(n))
                .createdIn(revision(n + 1))
                .build();
    }

    static PublicationRecord publication(CommunityId community, ResourceId resource, ProjectId project, int n) {
        return PublicationRecord.builder()
                .community(community)
                .resource(resource)
                .project(project)
                .source(CommunityId.of(community.organization(), id(n)))
                .since(instant(n))
                .revision(revision(n))
                .build();
    }

    static AttachmentRecord attachment(ProjectId project, ResourceId resource, CommunityId community, int n) {
        return AttachmentRecord.builder()
                .project(project)
                .resource(resource)
                .community(community)
                .since(instant(n))
                .revision(revision(n))
                .build();
    }

    static UsageRecord usage(ProjectId project, String key, int n) {
        return UsageRecord.builder()
                .project(project)
                .usageKey(key)
                .units(n % 2 == 0 ? Long.MAX_VALUE - n : n)
                .reportedAt(instant(n))
                .build();
    }

    static DeletionRecord deletion(Scope scope, int n) {
        return DeletionRecord.builder()
                .scope(scope)
                .deletedAt(instant(n))
                .deletedIn(revision(n))
                .purging(n % 2 == 0)
                .build();
    }

    /** A change record of that revision, which also decides about the rest of it. */
    static ChangeRecord change(OrganizationId organization, Revision revision) {
        int n = (int) (revision.value() % 1000);
        return ChangeRecord.builder()
                .revision(revision)
                .at(instant(n))
                .actor(maybe(n, principal(n)))
                .reason(maybe(n + 1, "\uD83D\uDE00".repeat(255) + "'"))
                .requestId(maybe(n + 1, id(n)))
                .powers(n % 3 == 0 ? Set.of(Power.values()) : Set.of())
                .addChanges(Change.of(ChangeKind.BINDING_ADDED, CommunityId.of(organization, id(n)))
                        .about(principal(n))
                        .from(Map.of("role", text(n), id(n), text(n + 1)))
                        .to(Map.of("role & = %", text(n + 2))))
                .addChanges(Change.of(ChangeKind.ORGANIZATION_RENAMED, organization))
                .addChanges(Change.of(ChangeKind.PROJECT_CREATED, ProjectId.of(organization, id(n + 1)))
                        .to(Map.of("name", text(n))))
                .build();
    }

    static String id(int n) {
        return pick(IDS, n);
    }

    /** A user or service account. */
    static Subject principal(int n) {
        return switch (n % 3) {
            case 0 -> Subject.user(id(n));
            case 1 -> Subject.federatedUser(id(n));
            default -> Subject.serviceAccount(id(n));
        };
    }

    private static List<SubjectRecord> subjects(OrganizationId organization) {
        List<SubjectRecord> records = new ArrayList<>();
        for (String id : IDS) {
            for (Subject subject : List.of(
                    Subject.user(id), Subject.federatedUser(id), Subject.serviceAccount(id), Subject.group(id))) {
                records.add(subject(organization, subject, records.size()));
            }
        }
        return records;
    }

    private static List<GroupMemberRecord> groupMembers(OrganizationId organization) {
        List<GroupMemberRecord> records = new ArrayList<>();
        for (String group : List.of("a", "A", "a ", "\uE000", "\uD83D\uDE00")) {
            for (String id : IDS) {
                records.add(groupMember(organization, Subject.group(group), Subject.user(id), records.size()));
            }
            records.add(groupMember(organization, Subject.group(group), Subject.serviceAccount("a"), records.size()));
        }
        return records;
    }

    private static List<CommunityRecord> communities(OrganizationId organization) {
        List<CommunityRecord> records = new ArrayList<>();
        for (String id : IDS) {
            records.add(community(CommunityId.of(organization, id), records.size()));
        }
        return records;
    }

    private static List<ProjectRecord> projects(OrganizationId organization) {
        List<ProjectRecord> records = new ArrayList<>();
        List<String> communities = List.of("a", "A", "\uD83D\uDE00", "\uE000");
        for (String id : IDS) {
            CommunityId community = CommunityId.of(organization, pick(communities, records.size()));
            records.add(project(ProjectId.of(organization, id), community, records.size()));
        }
        return records;
    }

    private static List<BindingRecord> bindings(OrganizationId organization) {
        List<BindingRecord> records = new ArrayList<>();
        List<Scope> scopes = List.of(
                organization,
                CommunityId.of(organization, "*"),
                CommunityId.of(organization, "\uE000"),
                CommunityId.of(organization, "\uD83D\uDE00"),
                ProjectId.of(organization, "*"),
                ProjectId.of(organization, "a "),
                ProjectId.of(organization, "a"));
        for (Scope scope : scopes) {
            for (String id : IDS) {
                records.add(binding(scope, Subject.user(id), pick(ROLES, records.size()), records.size()));
                records.add(binding(scope, Subject.serviceAccount(id), Role.of("a"), records.size()));
            }
            for (Role role : ROLES) {
                records.add(binding(scope, Subject.federatedUser("a"), role, records.size()));
            }
            records.add(binding(scope, Subject.group("a"), Role.of("a"), records.size()));
            records.add(binding(scope, Subject.allUsers(), Role.of("a"), records.size()));
        }
        return records;
    }

    private static List<DepartureRecord> departures(OrganizationId organization) {
        List<DepartureRecord> records = new ArrayList<>();
        for (int i = 0; i < IDS.size(); i++) {
            records.add(departure(CommunityId.of(organization, id(i)), Subject.user("a"), i));
            records.add(departure(CommunityId.of(organization, "a"), Subject.federatedUser(id(i)), i));
            records.add(departure(CommunityId.of(organization, "\uD83D\uDE00"), Subject.serviceAccount(id(i)), i));
        }
        return records;
    }

    private static List<LeftoverRecord> leftovers(OrganizationId organization) {
        List<LeftoverRecord> records = new ArrayList<>();
        for (String id : IDS) {
            records.add(leftover(organization, Subject.user(id)));
            records.add(leftover(organization, Subject.serviceAccount(id)));
        }
        return records;
    }

    private static List<InvitationRecord> invitations(OrganizationId organization) {
        List<InvitationRecord> records = new ArrayList<>();
        List<String> communities = List.of("a", "A", "\uD83D\uDE00", "\uE000");
        for (String id : IDS) {
            int n = records.size();
            Optional<Subject> recipient = n % 3 == 0 ? Optional.empty() : Optional.of(Subject.user(id(n / 3)));
            records.add(invitation(
                    InvitationId.of(organization, id),
                    CommunityId.of(organization, pick(communities, n)),
                    recipient,
                    n));
        }
        return records;
    }

    private static List<ResourceRecord> resources(OrganizationId organization) {
        List<ResourceRecord> records = new ArrayList<>();
        List<String> places = List.of("a", "A", "\uD83D\uDE00", "\uE000");
        for (String id : IDS) {
            int n = records.size();
            records.add(resource(
                    ResourceId.of(organization, id),
                    ProjectId.of(organization, pick(places, n)),
                    CommunityId.of(organization, pick(places, n / 2)),
                    n));
        }
        return records;
    }

    private static List<PublicationRecord> publications(OrganizationId organization) {
        List<PublicationRecord> records = new ArrayList<>();
        for (String community : List.of("a", "A", "\uD83D\uDE00")) {
            for (String id : IDS) {
                int n = records.size();
                records.add(publication(
                        CommunityId.of(organization, community),
                        ResourceId.of(organization, id),
                        ProjectId.of(organization, id(n / 2)),
                        n));
            }
        }
        return records;
    }

    private static List<AttachmentRecord> attachments(OrganizationId organization) {
        List<AttachmentRecord> records = new ArrayList<>();
        for (String project : List.of("a", "A", "\uD83D\uDE00")) {
            for (String id : IDS) {
                int n = records.size();
                records.add(attachment(
                        ProjectId.of(organization, project),
                        ResourceId.of(organization, id),
                        CommunityId.of(organization, id(n / 2)),
                        n));
            }
        }
        return records;
    }

    private static List<UsageRecord> usage(OrganizationId organization) {
        List<UsageRecord> records = new ArrayList<>();
        for (String project : List.of("a", "A")) {
            for (String id : IDS) {
                records.add(usage(ProjectId.of(organization, project), id, records.size()));
            }
        }
        return records;
    }

    private static List<DeletionRecord> deletions(OrganizationId organization) {
        List<DeletionRecord> records = new ArrayList<>();
        for (String id : IDS) {
            records.add(deletion(CommunityId.of(organization, id), records.size()));
            records.add(deletion(ProjectId.of(organization, id), records.size()));
        }
        return records;
    }

    /** TrickyTexts names with odd texts; empty now and then. */
    private static Map<String, String> map(int n) {
        return n % 3 == 0 ? Map.of() : Map.of(id(n), text(n), "name & = % -", text(n + 1));
    }

    /** Revisions beyond what an int holds are among them. */
    private static Revision revision(int n) {
        return Revision.of(n % 4 == 0 ? Long.MAX_VALUE - n : n);
    }

    private static String text(int n) {
        return pick(TEXTS, n);
    }

    /** Some text, now and then as long as it may be. */
    private static String text(int n, int max) {
        return n % 7 == 3 ? "\uD83D\uDE00".repeat(max) : text(n);
    }

    private static Instant instant(int n) {
        return pick(INSTANTS, n);
    }

    private static <T> Optional<T> maybe(int n, T value) {
        return n % 2 == 0 ? Optional.of(value) : Optional.empty();
    }

    private static <T> T pick(List<T> values, int n) {
        return values.get(n % values.size());
    }
}
