package io.github.communities.core.directory;

import io.github.communities.OrganizationId;
import io.github.communities.Role;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.SubjectKind;
import io.github.communities.core.directory.DirectoryAnswers.Listing;
import io.github.communities.core.paging.Scan;
import io.github.communities.core.policy.CompiledPolicy;
import io.github.communities.spi.Directory;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.SubjectRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is bound, as the directory says it of users, service accounts and groups at the organization: whatever is stored
 * of that is left out. All else is what is stored, that of the system group too.
 */
final class DirectoryBindings {
    private static final Index<BindingRecord> KEYS = Index.BINDINGS_AT_SCOPE;

    private final OrganizationId organization;
    private final CompiledPolicy policy;
    private final StoreReader stored;
    private final DirectoryAnswers answers;
    private final DirectorySubjects subjects;

    DirectoryBindings(
            OrganizationId organization,
            CompiledPolicy policy,
            StoreReader stored,
            DirectoryAnswers answers,
            DirectorySubjects subjects) {
        this.organization = organization;
        this.policy = policy;
        this.stored = stored;
        this.answers = answers;
        this.subjects = subjects;
    }

    List<BindingRecord> find(List<RecordKey<BindingRecord>> keys) {
        List<BindingRecord> found = new ArrayList<>(stored.find(RecordKind.BINDING, keys));
        found.removeIf(binding -> !isKept(binding));
        Set<RecordKey<?>> wanted = new HashSet<>(keys);
        Set<Subject> holders = new LinkedHashSet<>();
        keys.stream()
                .filter(key -> reachesOrganization(KEYS, key.parts()))
                .forEach(key -> holders.add(KEYS.subject(key.parts()).orElseThrow()));
        supplied(holders).stream()
                .filter(binding -> wanted.contains(binding.key()))
                .forEach(found::add);
        return found;
    }

    List<BindingRecord> list(RecordRange<BindingRecord> range) {
        if (isKept(range)) {
            return stored.list(range);
        }
        List<BindingRecord> all = new ArrayList<>(kept(range));
        all.addAll(supplied(range));
        return DirectoryLists.page(range, all);
    }

    /** Whether the store alone says what is in a range: none of it is at the organization. */
    static boolean isKept(RecordRange<?> range) {
        return range.prefixes().stream().noneMatch(prefix -> reachesOrganization(range.index(), prefix));
    }

    private static boolean reachesOrganization(Index<?> index, List<String> first) {
        return index.scopeKind(first).orElse(ScopeKind.ORGANIZATION) == ScopeKind.ORGANIZATION;
    }

    /** Whether a stored binding is what the store has to say: the directory knows nothing of the system group. */
    private static boolean isKept(BindingRecord binding) {
        return binding.scope().kind() != ScopeKind.ORGANIZATION || !isInDirectory(binding.subject());
    }

    private static boolean isInDirectory(Subject subject) {
        return subject.kind() != SubjectKind.ALL_USERS;
    }

    /** As many stored bindings as fit that are what the store has to say. */
    private List<BindingRecord> kept(RecordRange<BindingRecord> range) {
        return Scan.of(stored, List.of(range))
                .keeping(page -> page.stream().filter(DirectoryBindings::isKept).toList())
                .first(range.limit());
    }

    /** What the directory says is bound at the organization, from where a range begins, as much as fits or more. */
    private List<BindingRecord> supplied(RecordRange<BindingRecord> range) {
        Index<BindingRecord> index = range.index();
        Set<Subject> named = new LinkedHashSet<>();
        range.prefixes().stream()
                .filter(prefix -> reachesOrganization(index, prefix))
                .forEach(prefix -> index.subject(prefix).ifPresent(named::add));
        if (!named.isEmpty()) {
            return supplied(named);
        }
        int holder = index.parts().indexOf("subject kind");
        int given = range.prefixes().get(0).size();
        boolean inOrder = range.prefixes().size() == 1 && (given == holder || index.equals(KEYS));
        Optional<Subject> begin = Optional.empty();
        if (inOrder && range.after().isPresent()) {
            List<String> after = range.after().get();
            int beyond = holder == 0 ? 0 : after.get(0).compareTo(ScopeKind.ORGANIZATION.noun());
            if (beyond > 0) {
                return List.of();
            }
            // The system group, which the directory does not know, comes before all others.
            begin = index.subject(after).filter(last -> beyond == 0 && isInDirectory(last));
        }
        int limit = inOrder ? range.limit() : RecordRange.MAX;
        // The one after whom to begin may have more roles.
        List<BindingRecord> found = new ArrayList<>(supplied(begin.stream().toList()));
        found.addAll(DirectoryLists.read(
                answers,
                range,
                begin,
                inOrder ? limit : Integer.MAX_VALUE,
                after -> Listing.holders(after, limit),
                this::supplied));
        return found;
    }

    private List<BindingRecord> supplied(Collection<Subject> holders) {
        Map<Subject, Directory.Entry> entries = answers.entries(holders);
        List<BindingRecord> bindings = new ArrayList<>();
        for (SubjectRecord holder : subjects.of(entries.keySet())) {
            Directory.Entry entry = entries.get(holder.subject());
            if (entry != null) {
                entry.roles().stream()
                        .filter(role -> isBound(holder.subject(), role))
                        .forEach(role -> bindings.add(binding(holder, role)));
            }
        }
        return bindings;
    }

    private boolean isBound(Subject holder, Role role) {
        boolean follows = holder.isUser() && role.equals(policy.source().memberRole());
        return policy.bindable(role, ScopeKind.ORGANIZATION) && !follows;
    }

    private BindingRecord binding(SubjectRecord holder, Role role) {
        return BindingRecord.builder()
                .scope(organization)
                .subject(holder.subject())
                .role(role)
                .since(holder.since())
                .revision(holder.epoch())
                .build();
    }
}
