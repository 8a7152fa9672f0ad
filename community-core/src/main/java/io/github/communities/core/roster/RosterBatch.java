package io.github.communities.core.roster;

import io.github.communities.CommunityId;
import io.github.communities.Scope;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.community.CommunityKind;
import io.github.communities.community.NewCommunity;
import io.github.communities.core.authorization.Capacity;
import io.github.communities.core.community.CommunityNames;
import io.github.communities.core.community.CommunityRecords;
import io.github.communities.core.member.Bindings;
import io.github.communities.core.member.Departures;
import io.github.communities.core.policy.Path;
import io.github.communities.core.policy.PresentSubjects;
import io.github.communities.core.project.ProjectNames;
import io.github.communities.core.project.ProjectRecords;
import io.github.communities.core.subject.Subjects;
import io.github.communities.core.transaction.WriteTransaction;
import io.github.communities.error.InvalidInput;
import io.github.communities.error.Refused;
import io.github.communities.error.Unmet;
import io.github.communities.member.NewBinding;
import io.github.communities.organization.RosterOutcome;
import io.github.communities.project.NewProject;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.CommunityRecord;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.ProjectRecord;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.spi.record.SubjectRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One batch of a roster in one organization: read together, judged row by row, written together (ORG-6). */
final class RosterBatch {
    private final WriteTransaction writing;
    private final List<RosterEntry> entries;
    private final boolean last;
    private final Map<Subject, SubjectRecord> subjects = new HashMap<>();
    private final Map<String, CommunityRecord> communities = new HashMap<>();
    private final Map<List<String>, ProjectRecord> projects = new HashMap<>();
    private final Map<RecordKey<?>, BindingRecord> stored = new HashMap<>();
    private final Map<RecordKey<?>, BindingRecord> inForce = new HashMap<>();
    private final List<CommunityRecord> newCommunities = new ArrayList<>();
    private final List<ProjectRecord> newProjects = new ArrayList<>();
    private final List<SubjectRecord> newSubjects = new ArrayList<>();
    private final List<SubjectRecord> returned = new ArrayList<>();
    private final List<BindingRecord> bound = new ArrayList<>();
    private final Set<Scope> made = new HashSet<>();
    private final Capacity room;
    private final Map<CommunityId, Set<Subject>> members = new HashMap<>();

    /** A batch; if it is one of the last, nothing waits any longer. */
    RosterBatch(WriteTransaction writing, List<RosterEntry> entries, boolean last) {
        this.writing = writing;
        this.entries = entries;
        this.last = last;
        this.room = new Capacity(writing);
    }

    /** What became of each row, in their order; nothing yet of those that have to wait. */
    List<Optional<RosterOutcome>> bringIn() {
        load();
        List<Optional<RosterOutcome>> outcomes =
                entries.stream().map(this::outcome).toList();
        store();
        return outcomes;
    }

    private void load() {
        writing.find(
                        RecordKind.SUBJECT,
                        entries.stream()
                                .map(entry -> RecordKind.subject(entry.user()))
                                .toList())
                .forEach(subject -> subjects.put(subject.subject(), subject));
        List<RecordRange<CommunityRecord>> names = entries.stream()
                .filter(entry -> entry.kind() != ScopeKind.ORGANIZATION)
                .map(RosterEntry::communityKey)
                .distinct()
                .map(key -> RecordRange.of(Index.COMMUNITIES_BY_NAME).under(key))
                .toList();
        writing.scan(names).forEach(community -> communities.merge(community.nameKey(), community, RosterBatch::meant));
        List<RecordRange<ProjectRecord>> projectNames = entries.stream()
                .filter(entry -> entry.kind() == ScopeKind.PROJECT)
                .flatMap(entry -> community(entry).stream()
                        .map(community -> RecordRange.of(Index.PROJECTS_BY_NAME)
                                .under(community.id().value(), entry.projectKey())))
                .distinct()
                .toList();
        writing.scan(projectNames)
                .forEach(project -> projects.put(List.of(project.community().value(), project.nameKey()), project));
        List<RecordKey<BindingRecord>> keys = new ArrayList<>();
        entries.forEach(entry -> existingScope(entry)
                .ifPresent(scope -> keys.add(RecordKind.binding(scope, entry.user(), entry.role()))));
        PresentSubjects present = new PresentSubjects(subjects);
        for (BindingRecord binding : writing.find(RecordKind.BINDING, keys)) {
            stored.put(binding.key(), binding);
            if (present.counts(binding) && !writing.presence().hasExpired(binding)) {
                inForce.put(binding.key(), binding);
            }
        }
    }

    /** Of communities of one name, the one that a roster means: the default one, else the one that is not deleted. */
    private static CommunityRecord meant(CommunityRecord one, CommunityRecord other) {
        boolean first = one.communityKind() == CommunityKind.DEFAULT
                || (other.communityKind() != CommunityKind.DEFAULT
                        && one.deletedIn().isEmpty());
        return first ? one : other;
    }

    private Optional<RosterOutcome> outcome(RosterEntry entry) {
        boolean known = present(entry.user());
        if (!known && entry.kind() != ScopeKind.ORGANIZATION) {
            return last ? Optional.of(RosterImport.refused(entry.row(), strange(entry))) : Optional.empty();
        }
        try {
            if (writing.presence().isInDirectory() && entry.kind() == ScopeKind.ORGANIZATION) {
                return Optional.of(supplied(entry, known));
            }
            boolean came = !known && arrive(entry.user());
            boolean added = bind(entry);
            return Optional.of(came || added ? added(entry) : unchanged(entry));
        } catch (InvalidInput e) {
            return Optional.of(RosterImport.refused(entry.row(), e));
        } catch (Refused e) {
            return Optional.of(RosterImport.refused(entry.row(), e.unmet().get(0)));
        }
    }

    private static RosterOutcome added(RosterEntry entry) {
        return new RosterOutcome(entry.row(), RosterOutcome.Kind.ADDED, Optional.empty());
    }

    private static RosterOutcome unchanged(RosterEntry entry) {
        return new RosterOutcome(entry.row(), RosterOutcome.Kind.UNCHANGED, Optional.empty());
    }

    /** That somebody does not belong to the organization, and what would change that. */
    private Unmet strange(RosterEntry entry) {
        String remedy = writing.presence().isInDirectory()
                ? "add them to the host's directory, which says who does"
                : "add a row with neither community nor project that gives them the role "
                        + RosterRoles.shortest(writing.policy().source().memberRole(), ScopeKind.ORGANIZATION);
        return new Unmet(
                "MEM-2",
                entry.user() + " does not belong to the organization "
                        + entry.row().organization() + "; " + remedy);
    }

    /** A row about what the host's directory says: nothing of it can be brought in, but it may say the same. */
    private RosterOutcome supplied(RosterEntry entry, boolean known) {
        boolean belonging = entry.role().equals(writing.policy().source().memberRole());
        boolean same = belonging
                ? known
                : inForce.containsKey(RecordKind.binding(writing.organizationId(), entry.user(), entry.role()));
        if (same) {
            return unchanged(entry);
        }
        String what = belonging
                ? "says whether " + entry.user() + " belongs to"
                : "supplies the roles of " + entry.user() + " at";
        return RosterImport.refused(
                entry.row(),
                new Unmet(
                        belonging ? "ORG-2" : "ORG-5",
                        "the host's directory " + what + " organization "
                                + entry.row().organization() + "; change it there"));
    }

    private boolean present(Subject user) {
        SubjectRecord record = subjects.get(user);
        return record != null && record.present();
    }

    private boolean arrive(Subject user) {
        SubjectRecord record = Subjects.arriving(
                writing, user, Optional.ofNullable(subjects.get(user)).flatMap(SubjectRecord::leftIn));
        (subjects.put(user, record) == null ? newSubjects : returned).add(record);
        return true;
    }

    /** Binds what a row says, in a community and project that it makes if need be. */
    private boolean bind(RosterEntry entry) {
        if (entry.role().equals(writing.policy().source().memberRole())) {
            return false;
        }
        Path path = path(entry);
        RecordKey<BindingRecord> key = RecordKind.binding(path.target(), entry.user(), entry.role());
        Optional<BindingRecord> old = Optional.ofNullable(inForce.get(key));
        if (old.isPresent() && old.get().expiresAt().isEmpty()) {
            return false;
        }
        BindingRecord binding = Bindings.prolonged(
                old, Bindings.made(writing, path, NewBinding.of(entry.user(), entry.role()), Optional.empty()));
        inForce.put(key, binding);
        bound.add(binding);
        writing.tell(Bindings.told(old, binding));
        return true;
    }

    private Path path(RosterEntry entry) {
        if (entry.kind() == ScopeKind.ORGANIZATION) {
            return Path.of(writing.organizationId());
        }
        // Both names are judged before anything is made, so that a row that is refused leaves nothing behind.
        Optional<CommunityRecord> known = community(entry);
        Optional<ProjectRecord> project = project(entry);
        Optional<NewCommunity> wanted =
                known.isPresent() ? Optional.empty() : Optional.of(NewCommunity.named(entry.community()));
        known.filter(community -> community.deletedIn().isPresent()).ifPresent(deleted -> {
            throw new Refused(List.of(CommunityNames.taken(writing, entry.community(), deleted)));
        });
        project.filter(record -> record.deletedIn().isPresent()).ifPresent(deleted -> {
            throw new Refused(List.of(ProjectNames.taken(writing, deleted.name(), deleted)));
        });
        checkRoom(entry, known, project);
        CommunityRecord community = known.orElseGet(() -> create(entry, wanted.orElseThrow()));
        if (entry.kind() == ScopeKind.COMMUNITY) {
            room.members(community).ifPresent(cap -> takeRoom(community.id(), entry.user(), cap));
        }
        Path path = Path.of(community);
        return entry.project()
                .map(newProject -> path.to(
                        project.orElseGet(() -> create(community, newProject)).id()))
                .orElse(path);
    }

    /** Refuses what would go over a cap (LIM-1). */
    private void checkRoom(RosterEntry entry, Optional<CommunityRecord> known, Optional<ProjectRecord> project) {
        if (room.isLimited()) {
            storePlaces(); // those that were made count
        }
        if (known.isEmpty()) {
            room.forCommunity().ifPresent(RosterBatch::refuse);
        } else if (entry.project().isPresent() && project.isEmpty()) {
            room.forProject(known.get()).ifPresent(RosterBatch::refuse);
        }
    }

    /** Refuses a member over the cap; whoever finds room counts from here on, though nothing is stored yet (LIM-1). */
    private void takeRoom(CommunityId community, Subject user, int cap) {
        Set<Subject> theirs = members.computeIfAbsent(community, id -> room.membersOf(id, cap));
        boolean isFull = theirs.size() >= cap && !theirs.contains(user);
        if (isFull && room.bindingsOf(Set.of(user), community).isEmpty()) {
            refuse(Capacity.noneForMember(community, cap));
        }
        theirs.add(user);
    }

    private static void refuse(Unmet unmet) {
        throw new Refused(List.of(unmet));
    }

    private CommunityRecord create(RosterEntry entry, NewCommunity community) {
        CommunityId id = CommunityId.of(writing.organizationId(), writing.newId());
        CommunityRecord record =
                CommunityRecords.made(writing, id, CommunityKind.STANDARD, community, Optional.empty());
        newCommunities.add(record);
        made.add(id);
        communities.put(entry.communityKey(), record);
        return record;
    }

    private ProjectRecord create(CommunityRecord community, NewProject project) {
        ProjectRecord record = ProjectRecords.made(writing, community.id(), project, Optional.empty());
        newProjects.add(record);
        made.add(record.id());
        projects.put(List.of(community.id().value(), record.nameKey()), record);
        return record;
    }

    private Optional<CommunityRecord> community(RosterEntry entry) {
        return Optional.ofNullable(communities.get(entry.communityKey()));
    }

    private Optional<ProjectRecord> project(RosterEntry entry) {
        return community(entry)
                .flatMap(community ->
                        Optional.ofNullable(projects.get(List.of(community.id().value(), entry.projectKey()))));
    }

    private Optional<Scope> existingScope(RosterEntry entry) {
        return switch (entry.kind()) {
            case ORGANIZATION -> Optional.of(writing.organizationId());
            case COMMUNITY -> community(entry).map(CommunityRecord::id);
            case PROJECT -> project(entry).map(ProjectRecord::id);
        };
    }

    /** All at once, for each by itself would take a statement. */
    private void storePlaces() {
        writing.insert(newCommunities);
        newCommunities.clear();
        writing.insert(newProjects);
        newProjects.clear();
    }

    private void store() {
        storePlaces();
        writing.insert(inOrder(newSubjects));
        writing.update(returned);
        writing.insert(inOrder(bound.stream()
                .filter(binding -> !stored.containsKey(binding.key()))
                .toList()));
        writing.update(bound.stream()
                .filter(binding -> stored.containsKey(binding.key()))
                .toList());
        Departures.readmit(
                writing,
                bound.stream()
                        .filter(binding -> binding.scope() instanceof CommunityId)
                        .map(binding -> RecordKind.departure((CommunityId) binding.scope(), binding.subject()))
                        .toList());
        // Those made here are of this revision anyway.
        writing.touchBindings(bound.stream()
                .map(BindingRecord::scope)
                .filter(scope -> !made.contains(scope))
                .distinct()
                .toList());
    }

    /** By their keys, in which order databases insert them fastest. */
    private static <R extends StoredRecord> List<R> inOrder(List<R> records) {
        return records.stream()
                .sorted(Comparator.comparing(StoredRecord::keyParts, Index.order()))
                .toList();
    }
}
