package io.github.communities.core.roster;

import io.github.communities.CommunityId;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.core.member.Bindings;
import io.github.communities.core.member.Departures;
import io.github.communities.core.policy.Path;
import io.github.communities.core.policy.PresentSubjects;
import io.github.communities.core.subject.Subjects;
import io.github.communities.core.transaction.WriteTransaction;
import io.github.communities.error.InvalidInput;
import io.github.communities.error.Refused;
import io.github.communities.error.Unmet;
import io.github.communities.member.NewBinding;
import io.github.communities.organization.RosterOutcome;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.spi.record.SubjectRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One batch of a roster in one organization: read together, judged row by row, written together (ORG-6). */
final class RosterBatch {
    private final WriteTransaction writing;
    private final List<RosterEntry> entries;
    private final boolean last;
    private final Map<Subject, SubjectRecord> subjects = new HashMap<>();
    private final Map<RecordKey<?>, BindingRecord> stored = new HashMap<>();
    private final Map<RecordKey<?>, BindingRecord> inForce = new HashMap<>();
    private final List<SubjectRecord> newSubjects = new ArrayList<>();
    private final List<SubjectRecord> returned = new ArrayList<>();
    private final List<BindingRecord> bound = new ArrayList<>();
    private final RosterPlaces places;

    /** A batch; if it is one of the last, nothing waits any longer. */
    RosterBatch(WriteTransaction writing, List<RosterEntry> entries, boolean last) {
        this.writing = writing;
        this.entries = entries;
        this.last = last;
        this.places = new RosterPlaces(writing);
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
        places.load(entries);
        List<RecordKey<BindingRecord>> keys = new ArrayList<>();
        entries.forEach(entry -> places.existing(entry)
                .ifPresent(scope -> keys.add(RecordKind.binding(scope, entry.user(), entry.role()))));
        PresentSubjects present = new PresentSubjects(subjects);
        for (BindingRecord binding : writing.find(RecordKind.BINDING, keys)) {
            stored.put(binding.key(), binding);
            if (present.counts(binding) && !writing.presence().hasExpired(binding)) {
                inForce.put(binding.key(), binding);
            }
        }
    }

    private Optional<RosterOutcome> outcome(RosterEntry entry) {
        boolean known = present(entry.user());
        if (!known && entry.kind() != ScopeKind.ORGANIZATION) {
            return last ? Optional.of(RosterImport.refused(entry.row(), notOfOrganization(entry))) : Optional.empty();
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
    private Unmet notOfOrganization(RosterEntry entry) {
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
        Path path = places.path(entry);
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

    private void store() {
        places.store();
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
                .filter(scope -> !places.isNew(scope))
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
