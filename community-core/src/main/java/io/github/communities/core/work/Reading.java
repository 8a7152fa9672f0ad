package io.github.communities.core.work;

import io.github.communities.CommunityId;
import io.github.communities.CommunityKind;
import io.github.communities.OrganizationId;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.ResourceId;
import io.github.communities.Revision;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.SubjectKind;
import io.github.communities.Target;
import io.github.communities.access.Authorization;
import io.github.communities.access.Operation;
import io.github.communities.access.OperationRequest;
import io.github.communities.billing.BillingAccountId;
import io.github.communities.change.Power;
import io.github.communities.core.policy.CompiledPolicy;
import io.github.communities.core.policy.Grants;
import io.github.communities.core.policy.Lease;
import io.github.communities.core.policy.Mask;
import io.github.communities.core.policy.Path;
import io.github.communities.decision.Decision;
import io.github.communities.error.Forbidden;
import io.github.communities.error.NotFound;
import io.github.communities.error.Refused;
import io.github.communities.error.Unmet;
import io.github.communities.spi.AttachmentRecord;
import io.github.communities.spi.BindingRecord;
import io.github.communities.spi.CommunityRecord;
import io.github.communities.spi.GroupMemberRecord;
import io.github.communities.spi.OrganizationRecord;
import io.github.communities.spi.ProjectRecord;
import io.github.communities.spi.PublicationRecord;
import io.github.communities.spi.RecordKey;
import io.github.communities.spi.RecordKind;
import io.github.communities.spi.RecordRange;
import io.github.communities.spi.ResourceRecord;
import io.github.communities.spi.Standing;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.StoredRecord;
import io.github.communities.spi.SubjectRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One organization as a use case sees it, on behalf of a caller or the host. Used by one thread, for one use case. */
public class Reading {
    private static final int FEW = 16;

    private final CompiledPolicy policy;
    private final StoreReader reader;
    private final OrganizationId organization;
    private final Optional<Subject> principal;
    private final Instant now;
    private @Nullable OrganizationRecord itself;
    private @Nullable Grants caller;

    Reading(
            CompiledPolicy policy,
            StoreReader reader,
            OrganizationId organization,
            Optional<Subject> principal,
            Instant now) {
        this.policy = policy;
        this.reader = reader;
        this.organization = organization;
        this.principal = principal;
        this.now = now;
    }

    /** The policy. */
    public CompiledPolicy policy() {
        return policy;
    }

    /** What time it is for this use case. */
    public Instant now() {
        return now;
    }

    /** The id of the organization. */
    public OrganizationId organizationId() {
        return organization;
    }

    /** The organization's revision when the use case began. */
    public Revision revision() {
        return reader.revision();
    }

    /** The organization, which the host has not removed (ORG-9). It comes with what the caller holds, if there is one. */
    public OrganizationRecord organization() {
        if (itself == null && principal.isPresent()) {
            caller();
        }
        OrganizationRecord known = itself;
        if (known == null) {
            known = find(RecordKind.organization()).orElseThrow(() -> unregistered(organization));
            itself = known;
        }
        if (known.removed()) {
            throw unregistered(organization);
        }
        return known;
    }

    /** Reads the organization anew when it is asked for next. */
    void forgetOrganization() {
        itself = null;
    }

    /** Refuses a caller who does not belong to the organization as if it did not exist (ACC-8). */
    void requireBelonging() {
        organization();
        if (!caller().belongs()) {
            throw unregistered(organization);
        }
    }

    /** That there is no organization of that id. */
    static NotFound unregistered(OrganizationId organization) {
        return new NotFound("ORG-1", "organization", organization.toString());
    }

    /** The principal on whose behalf this is done. */
    public Subject principal() {
        return principal.orElseThrow(() -> new IllegalStateException("the host acts without a principal"));
    }

    /** What the principal holds, read here and now (CON-6). */
    public Grants caller() {
        Grants known = caller;
        if (known == null) {
            Standing standing = reader.standing(principal());
            itself = standing.organization();
            known = Grants.of(policy, principal(), standing);
            caller = known;
        }
        return known;
    }

    /** What a subject holds. */
    public Grants grants(Subject subject) {
        return Grants.of(policy, subject, reader.standing(subject));
    }

    /** A record by its key. */
    public <R extends StoredRecord> Optional<R> find(RecordKey<R> key) {
        return reader.find(key);
    }

    /** Records by their keys, any number of them. */
    public <R extends StoredRecord> List<R> find(RecordKind<R> kind, Collection<RecordKey<R>> keys) {
        List<RecordKey<R>> distinct = keys.stream().distinct().toList();
        List<R> found = new ArrayList<>();
        for (int from = 0; from < distinct.size(); from += RecordRange.MAX) {
            found.addAll(reader.find(kind, distinct.subList(from, Math.min(distinct.size(), from + RecordRange.MAX))));
        }
        return found;
    }

    /** The records of a range, read as far as they are asked for. */
    public <R extends StoredRecord> Scan<R> scan(RecordRange<R> range) {
        return scan(List.of(range));
    }

    /** The records of any number of ranges of one index, in its order, read as far as they are asked for. */
    public <R extends StoredRecord> Scan<R> scan(Collection<RecordRange<R>> ranges) {
        return Scan.of(reader, ranges);
    }

    /** The change records after a revision. */
    public List<io.github.communities.change.ChangeRecord> changes(Revision after, int limit) {
        return reader.changes(after, limit);
    }

    /** A community that exists. */
    public CommunityRecord community(CommunityId id) {
        return existing(id).orElseThrow(() -> missing(id));
    }

    /** A project that exists, as does its community. */
    public ProjectRecord project(ProjectId id) {
        return existing(id)
                .filter(project -> existing(project.community()).isPresent())
                .orElseThrow(() -> missing(id));
    }

    /** The path of a scope, if it exists. */
    public Optional<Path> path(Scope target) {
        if (!target.organization().equals(organization)) {
            return Optional.empty();
        }
        if (target instanceof ProjectId id) {
            return existing(id).flatMap(project -> path(project.community()).map(path -> path.to(id)));
        }
        if (target instanceof CommunityId id) {
            return existing(id).map(Reading::path);
        }
        return Optional.of(Path.of(organization));
    }

    /** The path of a community. */
    public static Path path(CommunityRecord community) {
        return Path.of(community.id(), community.communityKind() == CommunityKind.DEFAULT);
    }

    /** The path of a scope, which must exist (ACC-8). */
    public Path existingPath(Scope target) {
        return path(target).orElseThrow(() -> missing(target));
    }

    /** Refuses a caller who has not a permission at a path. */
    public void require(String rule, Permission permission, Path path) {
        if (!allow(permission, path)) {
            throw forbidden(rule, permission, path);
        }
    }

    /** Whether the caller does something by virtue of a permission at a path. */
    public boolean allow(Permission permission, Path path) {
        return lease(Mask.of(permission), path).isPresent();
    }

    /** By virtue of all of these permissions at a path the caller does something; how long they last (MEM-8). */
    public Optional<Lease> lease(Mask needed, Path path) {
        return caller().lease(needed, path, now);
    }

    /** The refusal of a permission at a path. */
    public Forbidden forbidden(String rule, Permission permission, Path path) {
        Decision decision = caller().decide(permission, path.target(), Optional.of(path), revision(), now);
        return new Forbidden(rule, decision);
    }

    /** Someone's record, if they belong to the organization. */
    public Optional<SubjectRecord> present(Subject subject) {
        return find(RecordKind.subject(subject)).filter(SubjectRecord::present);
    }

    /** The records of those who belong to the organization. */
    public Map<Subject, SubjectRecord> present(Collection<Subject> subjects) {
        if (reader instanceof DirectoryReader directory) {
            directory.foresee(subjects);
        }
        Map<Subject, SubjectRecord> present = new HashMap<>();
        List<RecordKey<SubjectRecord>> keys = subjects.stream()
                .filter(subject -> subject.kind() != SubjectKind.ALL_USERS)
                .map(RecordKind::subject)
                .toList();
        find(RecordKind.SUBJECT, keys).stream()
                .filter(SubjectRecord::present)
                .forEach(record -> present.put(record.subject(), record));
        return present;
    }

    /**
     * Whether the host's own directory says who belongs, with which organization roles, in which groups (ORG-2). What it
     * says is read as if it were stored.
     */
    public boolean hasDirectory() {
        return reader instanceof DirectoryReader;
    }

    /** Those of some groups that somebody is in. */
    public Set<Subject> inhabited(Collection<Subject> groups) {
        Set<Subject> distinct = new HashSet<>(groups);
        if (reader instanceof DirectoryReader directory) {
            return directory.inhabited(distinct);
        }
        distinct.removeIf(group -> !hasMember(group));
        return distinct;
    }

    /** A first page nearly always has one that counts, so the rows that are read do not grow with the group. */
    private boolean hasMember(Subject group) {
        return scan(RecordRange.membersOf(group).limit(FEW))
                .keeping(this::memberships)
                .any();
    }

    /** Those of some group memberships that count. */
    public List<GroupMemberRecord> memberships(List<GroupMemberRecord> stored) {
        Set<Subject> subjects = new HashSet<>();
        stored.forEach(membership -> {
            subjects.add(membership.group());
            subjects.add(membership.member());
        });
        Map<Subject, SubjectRecord> present = present(subjects);
        return stored.stream()
                .filter(membership -> Grants.counts(membership, present))
                .toList();
    }

    /** Those of some bindings that are in force: they count and have not expired. */
    public List<BindingRecord> inForce(List<BindingRecord> bindings) {
        Set<Subject> subjects = new HashSet<>();
        bindings.forEach(binding -> subjects.add(binding.subject()));
        Map<Subject, SubjectRecord> present = present(subjects);
        return bindings.stream()
                .filter(binding -> Grants.counts(binding, present) && !expired(binding))
                .toList();
    }

    /** Whether a binding has expired. */
    public boolean expired(BindingRecord binding) {
        return binding.expiresAt().isPresent()
                && !now.isBefore(binding.expiresAt().get());
    }

    /** That a target does not exist, as far as the caller may know. */
    public static NotFound missing(Target target) {
        return new NotFound("ACC-8", target.noun(), target.toString());
    }

    /** A community, if it exists. */
    public Optional<CommunityRecord> existing(CommunityId id) {
        return id.organization().equals(organization)
                ? find(RecordKind.community(id))
                        .filter(record -> record.deletedIn().isEmpty())
                : Optional.empty();
    }

    /** A project, if it exists; its community may be deleted. */
    public Optional<ProjectRecord> existing(ProjectId id) {
        return id.organization().equals(organization)
                ? find(RecordKind.project(id))
                        .filter(record -> record.deletedIn().isEmpty())
                : Optional.empty();
    }

    /** A community that is deleted and not purged yet. */
    public Optional<CommunityRecord> deleted(CommunityId id) {
        return id.organization().equals(organization)
                ? find(RecordKind.community(id))
                        .filter(record -> record.deletedIn().isPresent())
                : Optional.empty();
    }

    /** A project that is deleted and not purged yet. */
    public Optional<ProjectRecord> deleted(ProjectId id) {
        return id.organization().equals(organization)
                ? find(RecordKind.project(id))
                        .filter(record -> record.deletedIn().isPresent())
                : Optional.empty();
    }

    /** A resource, if it exists; its project may be deleted. */
    public Optional<ResourceRecord> existing(ResourceId id) {
        return id.organization().equals(organization) ? find(RecordKind.resource(id)) : Optional.empty();
    }

    /** A resource that exists, as do its project and community. */
    public ResourceRecord resource(ResourceId id) {
        return existing(id)
                .filter(resource -> path(resource.project()).isPresent())
                .orElseThrow(() -> missing(id));
    }

    /** The publication of a resource in a community, if it counts. */
    public Optional<PublicationRecord> publication(CommunityId community, ResourceId resource) {
        return find(RecordKind.publication(community, resource))
                .filter(publication -> !counting(List.of(publication)).isEmpty());
    }

    /** The attachment of a resource to a project, if it counts. */
    public Optional<AttachmentRecord> attachment(ProjectId project, ResourceId resource) {
        return find(RecordKind.attachment(project, resource))
                .filter(attachment -> !attached(List.of(attachment)).isEmpty());
    }

    /** Those of some attachments that count: what they attach was published before, and has been ever since (SHR-5). */
    public List<AttachmentRecord> attached(List<AttachmentRecord> attachments) {
        Map<List<String>, PublicationRecord> published = new HashMap<>();
        counting(find(
                        RecordKind.PUBLICATION,
                        attachments.stream()
                                .map(attachment ->
                                        RecordKind.publication(attachment.community(), attachment.resource()))
                                .toList()))
                .forEach(publication -> published.put(publication.keyParts(), publication));
        return attachments.stream()
                .filter(attachment -> {
                    PublicationRecord publication = published.get(List.of(
                            attachment.community().value(),
                            attachment.resource().value()));
                    return publication != null && !attachment.revision().isBefore(publication.revision());
                })
                .toList();
    }

    /** Those of some publications that count: both communities exist, and neither was deleted since (COM-6). */
    public List<PublicationRecord> counting(List<PublicationRecord> publications) {
        Set<RecordKey<CommunityRecord>> keys = new HashSet<>();
        Set<RecordKey<ProjectRecord>> projects = new HashSet<>();
        publications.forEach(publication -> {
            keys.add(RecordKind.community(publication.community()));
            keys.add(RecordKind.community(publication.source()));
            projects.add(RecordKind.project(publication.project()));
        });
        Map<CommunityId, CommunityRecord> communities = new HashMap<>();
        find(RecordKind.COMMUNITY, keys).stream()
                .filter(community -> community.deletedIn().isEmpty())
                .forEach(community -> communities.put(community.id(), community));
        Set<ProjectId> existing = find(RecordKind.PROJECT, projects).stream()
                .filter(project -> project.deletedIn().isEmpty())
                .map(ProjectRecord::id)
                .collect(Collectors.toSet());
        return publications.stream()
                .filter(publication -> existing.contains(publication.project())
                        && Optional.ofNullable(communities.get(publication.community()))
                                .filter(community -> counts(publication, community))
                                .isPresent()
                        && Optional.ofNullable(communities.get(publication.source()))
                                .filter(source -> counts(publication, source))
                                .isPresent())
                .toList();
    }

    /** Whether a publication is as new as it must be to count in, or from, a community that exists (COM-6). */
    public static boolean counts(PublicationRecord publication, CommunityRecord community) {
        return !publication.revision().isBefore(community.sharingEpoch());
    }

    /** Refuses an operation of which anything is unmet, naming all of it that the caller may know of (ACC-7, ACC-8). */
    public Path authorize(Operation operation, Target target) {
        return authorize(OperationRequest.of(operation, target), BillingAnswer.NONE);
    }

    /** {@link #authorize(Operation, Target)}, given what the host said about billing. */
    public Path authorize(OperationRequest request, BillingAnswer billing) {
        return authorize(request, billing, List::of);
    }

    /**
     * {@link #authorize(OperationRequest, BillingAnswer)}, given what else is unmet, such as a name that is taken: found
     * out only for whoever has the permissions, and refused together with the rest.
     */
    public Path authorize(OperationRequest request, BillingAnswer billing, Supplier<List<Unmet>> besides) {
        Judge judge = judge(request, billing).orElseThrow(() -> missing(request.target()));
        Authorization judged = judge.judge();
        if (!judge.isPermitted()) {
            Decision missing = judged.decisions().stream()
                    .filter(decision -> !decision.allowed())
                    .findFirst()
                    .orElseThrow();
            throw new Forbidden(missing, judged.unmet());
        }
        List<Unmet> unmet = new ArrayList<>(judged.unmet());
        unmet.addAll(besides.get());
        if (!unmet.isEmpty()) {
            throw new Refused(unmet);
        }
        exercised(judged);
        return judge.path();
    }

    /** Whoever judges a request; nobody, if its target does not exist. */
    private Optional<Judge> judge(OperationRequest request, BillingAnswer billing) {
        Judge.checkShape(request);
        return Matter.of(this, request.target()).map(matter -> new Judge(this, request, billing, matter));
    }

    /** The account that the host is to be asked about before an operation; none as long as a permission is missing. */
    Optional<BillingAccountId> accountInQuestion(OperationRequest request) {
        return judge(request, BillingAnswer.NONE).flatMap(Judge::accountInQuestion);
    }

    /** Whether what is at a path may be named to who this is done for: to the host all may. */
    public boolean mayName(Permission viewing, Path path) {
        return principal.isEmpty() || caller().allow(viewing, path, now);
    }

    /** Notes a power by virtue of which this is done, if it is a write (CHG-5). */
    public void exercised(Power power) {}

    /** Everything an operation takes and what of it is unmet, for whoever asks beforehand; a target that does not exist for them is told as what is unmet. */
    Authorization answer(OperationRequest request, BillingAnswer billing) {
        Target target = request.target();
        return judge(request, billing).map(Judge::judge).orElseGet(() -> {
            List<Decision> decisions = request.operation().needs().stream()
                    .map(need -> caller().decide(need.permission(), target, Optional.empty(), revision(), now))
                    .toList();
            String reason = target.noun() + " " + target + " does not exist";
            return new Authorization(request, revision(), decisions, List.of(new Unmet("ACC-8", reason)));
        });
    }

    /** Told of what was permitted, by which paths. */
    void exercised(Authorization authorization) {}
}
