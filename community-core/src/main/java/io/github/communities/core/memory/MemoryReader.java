package io.github.communities.core.memory;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.change.ChangeRecord;
import io.github.communities.error.NotFound;
import io.github.communities.internal.Arguments;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.GroupMemberRecord;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.JointRecords;
import io.github.communities.spi.record.OrganizationRecord;
import io.github.communities.spi.record.PrincipalRecords;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.spi.record.SubjectRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the contents an organization had when the work began. */
class MemoryReader implements StoreReader {
    private final OrganizationId organization;
    private Contents contents;
    private volatile boolean ended;

    MemoryReader(OrganizationId organization, Contents contents) {
        this.organization = organization;
        this.contents = contents;
    }

    /** What there is to be seen and changed; refused once the work has ended (S-23). */
    final Contents contents() {
        if (ended) {
            throw new IllegalStateException("S-23: the work for which this was made has ended");
        }
        return contents;
    }

    final void become(Contents changed) {
        contents = changed;
    }

    final OrganizationId organization() {
        return organization;
    }

    final void end() {
        ended = true;
    }

    @Override
    public Revision revision() {
        return contents().revision();
    }

    @Override
    public <R extends StoredRecord> List<R> find(RecordKind<R> kind, Collection<RecordKey<R>> keys) {
        Contents now = contents();
        Arguments.required("kind of record", kind);
        return Arguments.all("keys", keys).stream()
                .flatMap(key -> now.find(kind, key.parts()).stream())
                .toList();
    }

    @Override
    public <R extends StoredRecord> List<R> list(RecordRange<R> range) {
        Contents now = contents();
        Arguments.required("range", range);
        List<R> found = new ArrayList<>();
        // Prefixes of one length never overlap, so what is under the first of them comes first.
        for (List<String> prefix :
                range.prefixes().stream().sorted(Index.order()).toList()) {
            found.addAll(now.list(range.index(), prefix, range.after(), range.limit() - found.size()));
        }
        return found;
    }

    @Override
    public PrincipalRecords principalRecords(Subject principal) {
        Contents now = contents();
        Arguments.required("principal", principal);
        OrganizationRecord record =
                now.find(RecordKind.ORGANIZATION, List.of()).orElseThrow(() -> notFound(organization));
        List<GroupMemberRecord> memberships = all(RecordRange.groupsOf(principal));
        Set<Subject> who = new LinkedHashSet<>(List.of(principal));
        memberships.forEach(membership -> who.add(membership.group()));
        List<SubjectRecord> subjects = who.stream()
                .flatMap(subject -> find(RecordKind.subject(subject)).stream())
                .toList();
        who.add(Subject.allUsers());
        List<BindingRecord> bindings = who.stream()
                .flatMap(subject -> all(RecordRange.bindingsOf(subject)).stream())
                .toList();
        return new PrincipalRecords(now.revision(), record, subjects, memberships, bindings);
    }

    /** All of them, since no look-up is a round trip. */
    @Override
    public JointRecords jointRecords(Subject principal, Collection<? extends RecordKey<?>> keys) {
        Set<RecordKey<?>> given = JointRecords.requireKeys(keys);
        List<StoredRecord> records = new ArrayList<>();
        given.forEach(key -> find(key).ifPresent(records::add));
        return new JointRecords(principalRecords(principal), given, records);
    }

    @Override
    public List<ChangeRecord> changes(Revision after, int limit) {
        Arguments.required("revision", after);
        if (limit < 1 || limit > RecordRange.MAX) {
            throw new IllegalArgumentException("a limit is 1 to " + RecordRange.MAX + ", not " + limit);
        }
        return contents().changes(after, limit);
    }

    private <R extends StoredRecord> List<R> all(RecordRange<R> range) {
        return contents().list(range.index(), range.prefixes().get(0), Optional.empty(), Integer.MAX_VALUE);
    }

    static NotFound notFound(OrganizationId organization) {
        return new NotFound("ORG-1", "organization", organization.value());
    }
}
