package io.github.communities.core.organization;

import io.github.communities.CommunityId;
import io.github.communities.CommunityKind;
import io.github.communities.NewCommunity;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.core.community.CommunityCatalog;
import io.github.communities.core.community.CommunityNames;
import io.github.communities.core.member.Bindings;
import io.github.communities.core.member.Departures;
import io.github.communities.core.policy.Path;
import io.github.communities.core.project.ProjectCatalog;
import io.github.communities.core.work.NameKey;
import io.github.communities.core.work.Reading;
import io.github.communities.core.work.Room;
import io.github.communities.core.work.Writing;
import io.github.communities.error.InvalidInput;
import io.github.communities.error.Refused;
import io.github.communities.error.Unmet;
import io.github.communities.internal.Text;
import io.github.communities.member.NewBinding;
import io.github.communities.organization.RosterOutcome;
import io.github.communities.organization.RosterRow;
import io.github.communities.project.NewProject;
import io.github.communities.spi.BindingRecord;
import io.github.communities.spi.CommunityRecord;
import io.github.communities.spi.Index;
import io.github.communities.spi.ProjectRecord;
import io.github.communities.spi.RecordKey;
import io.github.communities.spi.RecordKind;
import io.github.communities.spi.SubjectRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One batch of a roster in one organization: read together, judged row by row, written together (ORG-6). */
final class RosterBatch {
    private final Writing writing;
    private final List<RosterRow> rows;
    private final boolean last;
    private final Map<RosterRow, Entry> entries = new HashMap<>();
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
    private final Room room;
    private final Map<CommunityId, Set<Subject>> members = new HashMap<>();

    /** What became of a row; no outcome, if it has to wait. */
    record Verdict(RosterRow row, Optional<RosterOutcome> outcome) {
        static Verdict of(RosterRow row, RosterOutcome.Kind kind) {
            return new Verdict(row, Optional.of(new RosterOutcome(row, kind, Optional.empty())));
        }

        static Verdict refused(RosterRow row, Unmet reason) {
            return new Verdict(
                    row, Optional.of(new RosterOutcome(row, RosterOutcome.Kind.REFUSED, Optional.of(reason))));
        }

        static Verdict waiting(RosterRow row) {
            return new Verdict(row, Optional.empty());
        }
    }

    /** A row whose form is right. */
    private record Entry(
            Subject user,
            Role role,
            ScopeKind kind,
            String community,
            String communityKey,
            Optional<NewProject> project) {
        String projectKey() {
            return project.map(NewProject::name).map(NameKey::of).orElse("");
        }
    }

    /** A batch; if it is the last, nothing waits any longer. */
    RosterBatch(Writing writing, List<RosterRow> rows, boolean last) {
        this.writing = writing;
        this.rows = rows;
        this.last = last;
        this.room = new Room(writing);
    }

    List<Verdict> bringIn() {
        Map<RosterRow, Verdict> malformed = new HashMap<>();
        for (RosterRow row : rows) {
            try {
                entries.put(row, entry(row));
            } catch (InvalidInput e) {
                malformed.put(row, Verdict.refused(row, new Unmet(e.rule(), reason(e))));
            }
        }
        load();
        List<Verdict> verdicts = new ArrayList<>();
        for (RosterRow row : rows) {
            Entry entry = entries.get(row);
            verdicts.add(entry == null ? malformed.get(row) : verdict(row, entry));
        }
        store();
        return verdicts;
    }

    private Entry entry(RosterRow row) {
        ScopeKind kind = kind(row);
        Role role = role(row.role(), kind);
        writing.policy().checkBindable(role, kind);
        String community = row.community()
                .map(name -> Text.free("name of community", name, 1, 133, "COM-2"))
                .orElse("");
        return new Entry(
                Subject.user(row.user()),
                role,
                kind,
                community,
                NameKey.of(community),
                row.project().map(NewProject::named));
    }

    private static ScopeKind kind(RosterRow row) {
        if (row.project().isPresent() && row.community().isEmpty()) {
            throw new InvalidInput("project", row.project().get(), "ORG-6", "is given without its community");
        }
        if (row.project().isPresent()) {
            return ScopeKind.PROJECT;
        }
        return row.community().isPresent() ? ScopeKind.COMMUNITY : ScopeKind.ORGANIZATION;
    }

    private static Role role(String name, ScopeKind kind) {
        Text.key("role", name, Text.MAX_ID, "POL-1");
        if (name.indexOf('.') >= 0) {
            return Role.of(name);
        }
        String family = switch (kind) {
            case ORGANIZATION -> "organization.";
            case COMMUNITY -> "communities.";
            case PROJECT -> "projects.";
        };
        return Role.of(family + name);
    }

    private void load() {
        writing.find(
                        RecordKind.SUBJECT,
                        entries.values().stream()
                                .map(entry -> RecordKind.subject(entry.user()))
                                .toList())
                .forEach(subject -> subjects.put(subject.subject(), subject));
        List<List<String>> names = entries.values().stream()
                .filter(entry -> entry.kind() != ScopeKind.ORGANIZATION)
                .map(entry -> List.of(entry.communityKey()))
                .distinct()
                .toList();
        writing.all(Index.COMMUNITIES_BY_NAME, names)
                .forEach(community -> communities.merge(community.nameKey(), community, RosterBatch::meant));
        List<List<String>> projectNames = entries.values().stream()
                .filter(entry -> entry.kind() == ScopeKind.PROJECT)
                .flatMap(entry -> community(entry).stream()
                        .map(community -> List.of(community.id().value(), entry.projectKey())))
                .distinct()
                .toList();
        writing.all(Index.PROJECTS_BY_NAME, projectNames)
                .forEach(project -> projects.put(List.of(project.community().value(), project.nameKey()), project));
        List<RecordKey<BindingRecord>> keys = new ArrayList<>();
        entries.values()
                .forEach(entry -> existingScope(entry)
                        .ifPresent(scope -> keys.add(RecordKind.binding(scope, entry.user(), entry.role()))));
        List<BindingRecord> bindings = writing.find(RecordKind.BINDING, keys);
        bindings.forEach(binding -> stored.put(binding.key(), binding));
        writing.inForce(bindings).forEach(binding -> inForce.put(binding.key(), binding));
    }

    /** Of communities of one name, the one that a roster means: the default one, else the one that is not deleted. */
    private static CommunityRecord meant(CommunityRecord one, CommunityRecord other) {
        boolean first = one.communityKind() == CommunityKind.DEFAULT
                || (other.communityKind() != CommunityKind.DEFAULT
                        && one.deletedIn().isEmpty());
        return first ? one : other;
    }

    private Verdict verdict(RosterRow row, Entry entry) {
        boolean known = present(entry.user());
        if (!known && entry.kind() != ScopeKind.ORGANIZATION) {
            return last
                    ? Verdict.refused(
                            row,
                            new Unmet(
                                    "MEM-2",
                                    entry.user() + " does not belong to the organization " + row.organization()))
                    : Verdict.waiting(row);
        }
        try {
            if (writing.hasDirectory() && entry.kind() == ScopeKind.ORGANIZATION) {
                return supplied(row, entry, known);
            }
            boolean came = !known && come(entry.user());
            boolean added = bind(entry);
            return Verdict.of(row, came || added ? RosterOutcome.Kind.ADDED : RosterOutcome.Kind.UNCHANGED);
        } catch (InvalidInput e) {
            return Verdict.refused(row, new Unmet(e.rule(), reason(e)));
        } catch (Refused e) {
            return Verdict.refused(row, e.unmet().get(0));
        }
    }

    /** A row about what the host's directory says: nothing of it can be brought in, but it may say the same. */
    private Verdict supplied(RosterRow row, Entry entry, boolean known) {
        boolean belonging = entry.role().equals(writing.policy().source().memberRole());
        boolean same = belonging
                ? known
                : inForce.containsKey(RecordKind.binding(writing.organizationId(), entry.user(), entry.role()));
        if (same) {
            return Verdict.of(row, RosterOutcome.Kind.UNCHANGED);
        }
        String what = belonging
                ? "says whether " + entry.user() + " belongs to"
                : "supplies the roles of " + entry.user() + " at";
        return Verdict.refused(
                row,
                new Unmet(
                        belonging ? "ORG-2" : "ORG-5",
                        "the host's directory " + what + " organization " + row.organization() + "; change it there"));
    }

    private boolean present(Subject user) {
        SubjectRecord record = subjects.get(user);
        return record != null && record.present();
    }

    private boolean come(Subject user) {
        SubjectRecord record = Subjects.come(
                writing, user, Optional.ofNullable(subjects.get(user)).flatMap(SubjectRecord::leftIn));
        (subjects.put(user, record) == null ? newSubjects : returned).add(record);
        return true;
    }

    /** Binds what a row says, in a community and project that it makes if need be. */
    private boolean bind(Entry entry) {
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

    private Path path(Entry entry) {
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
            throw new Refused(List.of(ProjectCatalog.taken(writing, deleted.name(), deleted)));
        });
        checkRoom(entry, known, project);
        CommunityRecord community = known.orElseGet(() -> create(entry, wanted.orElseThrow()));
        if (entry.kind() == ScopeKind.COMMUNITY) {
            room.members(community).ifPresent(cap -> takeRoom(community.id(), entry.user(), cap));
        }
        Path path = Reading.path(community);
        return entry.project()
                .map(newProject -> path.to(
                        project.orElseGet(() -> create(community, newProject)).id()))
                .orElse(path);
    }

    /** Refuses what would go over a cap (LIM-1). */
    private void checkRoom(Entry entry, Optional<CommunityRecord> known, Optional<ProjectRecord> project) {
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
            refuse(Room.noneForMember(community, cap));
        }
        theirs.add(user);
    }

    private static void refuse(Unmet unmet) {
        throw new Refused(List.of(unmet));
    }

    private CommunityRecord create(Entry entry, NewCommunity community) {
        CommunityId id = CommunityId.of(writing.organizationId(), writing.newId());
        CommunityRecord record =
                CommunityCatalog.made(writing, id, CommunityKind.STANDARD, community, Optional.empty());
        newCommunities.add(record);
        communities.put(entry.communityKey(), record);
        return record;
    }

    private ProjectRecord create(CommunityRecord community, NewProject project) {
        ProjectRecord record = ProjectCatalog.made(writing, community.id(), project, Optional.empty());
        newProjects.add(record);
        projects.put(List.of(community.id().value(), record.nameKey()), record);
        return record;
    }

    private Optional<CommunityRecord> community(Entry entry) {
        return Optional.ofNullable(communities.get(entry.communityKey()));
    }

    private Optional<ProjectRecord> project(Entry entry) {
        return community(entry)
                .flatMap(community ->
                        Optional.ofNullable(projects.get(List.of(community.id().value(), entry.projectKey()))));
    }

    private Optional<Scope> existingScope(Entry entry) {
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
        writing.insert(newSubjects);
        writing.update(returned);
        writing.insert(bound.stream()
                .filter(binding -> !stored.containsKey(binding.key()))
                .toList());
        writing.update(bound.stream()
                .filter(binding -> stored.containsKey(binding.key()))
                .toList());
        Departures.readmit(
                writing,
                bound.stream()
                        .filter(binding -> binding.scope() instanceof CommunityId)
                        .map(binding -> RecordKind.departure((CommunityId) binding.scope(), binding.subject()))
                        .toList());
        writing.touchBindings(
                bound.stream().map(BindingRecord::scope).distinct().toList());
    }

    /** The fault without the rule, which the report names itself. */
    private static String reason(InvalidInput fault) {
        return String.valueOf(fault.getMessage()).substring(fault.rule().length() + 3);
    }
}
