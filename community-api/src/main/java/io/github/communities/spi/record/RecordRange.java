package io.github.communities.spi.record;

import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.SubjectKind;
import io.github.communities.internal.Arguments;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Which records to list, in the order of an index.
 *
 * @param index the order
 * @param prefixes the first parts that a record must have, one of these alternatives; 1 to 1,000 of the same length,
 *     without repetition, a single empty one for all records
 * @param after the index parts of the record to go on after; only with a single prefix
 * @param limit how many at most, 1 to 1,000
 * @param <R> the type of record
 */
public record RecordRange<R extends StoredRecord>(
        Index<R> index, List<List<String>> prefixes, Optional<List<String>> after, int limit) {
    /** The most records of one list, and the most alternatives of one range. */
    public static final int MAX = 1000;

    /** Checks that the parts fit together. */
    public RecordRange {
        Arguments.required("index", index);
        Arguments.required("prefixes", prefixes);
        Arguments.required("index parts", after);
        prefixes = prefixes.stream()
                .map(prefix -> Arguments.all("prefixes", prefix))
                .distinct()
                .toList();
        int parts = index.parts().size();
        if (prefixes.isEmpty()
                || prefixes.size() > MAX
                || prefixes.stream().mapToInt(List::size).distinct().count() != 1
                || prefixes.get(0).size() > parts) {
            throw new IllegalArgumentException(
                    "a range of " + index + " needs 1 to " + MAX + " prefixes of one length up to " + parts);
        }
        if (after.isPresent() && (prefixes.size() > 1 || after.get().size() != parts)) {
            throw new IllegalArgumentException(
                    "a range of " + index + " goes on after all " + parts + " parts of a record, under one prefix");
        }
        if (limit < 1 || limit > MAX) {
            throw new IllegalArgumentException("a range has a limit of 1 to " + MAX + ", not " + limit);
        }
    }

    /**
     * Ranges that one call may list (S-28).
     *
     * @throws IllegalArgumentException if they are more than 1,000, or of several indexes
     */
    public static <R extends StoredRecord> List<RecordRange<R>> requireTogether(List<RecordRange<R>> ranges) {
        List<RecordRange<R>> given = Arguments.all("ranges", ranges);
        if (given.size() > MAX
                || given.stream().map(RecordRange::index).distinct().count() > 1) {
            throw new IllegalArgumentException("[S-28] up to " + MAX + " ranges of one index at once, not "
                    + given.size() + " of "
                    + given.stream()
                            .map(range -> range.index().name())
                            .distinct()
                            .toList());
        }
        return given;
    }

    /** All records, from the first, as many as fit. */
    public static <R extends StoredRecord> RecordRange<R> of(Index<R> index) {
        return new RecordRange<>(index, List.of(List.of()), Optional.empty(), MAX);
    }

    /** The users, service accounts or groups of an organization, whichever kind is asked for. */
    public static RecordRange<SubjectRecord> subjects(SubjectKind kind) {
        return of(Index.SUBJECTS)
                .under(Arguments.required("kind of subject", kind).text());
    }

    /** The members of a group. */
    public static RecordRange<GroupMemberRecord> membersOf(Subject group) {
        return of(Index.MEMBERS_OF_GROUP)
                .under(Arguments.required("group", group).id());
    }

    /** The members of a group that are of a kind. */
    public static RecordRange<GroupMemberRecord> membersOf(Subject group, SubjectKind kind) {
        return membersOf(group)
                .within(List.of(Arguments.required("kind of subject", kind).text()));
    }

    /** The groups that someone is in. */
    public static RecordRange<GroupMemberRecord> groupsOf(Subject member) {
        return of(Index.GROUPS_OF_MEMBER).within(KeyParts.of(Arguments.required("member", member)));
    }

    /** All bindings at a scope, but none below it. */
    public static RecordRange<BindingRecord> bindingsAt(Scope scope) {
        return of(Index.BINDINGS_AT_SCOPE).within(KeyParts.of(Arguments.required("scope", scope)));
    }

    /** A subject's bindings at a scope. */
    public static RecordRange<BindingRecord> bindingsAt(Scope scope, Subject subject) {
        return bindingsAt(scope).within(KeyParts.of(Arguments.required("subject", subject)));
    }

    /** The bindings of a role at a scope, by subject. */
    public static RecordRange<BindingRecord> bindingsAt(Scope scope, Role role) {
        return of(Index.BINDINGS_OF_ROLE)
                .within(KeyParts.of(Arguments.required("scope", scope)))
                .within(List.of(Arguments.required("role", role).name()));
    }

    /** The bindings of a role at a scope to subjects of a kind. */
    public static RecordRange<BindingRecord> bindingsAt(Scope scope, Role role, SubjectKind kind) {
        return bindingsAt(scope, role)
                .within(List.of(Arguments.required("kind of subject", kind).text()));
    }

    /** All bindings of a subject. */
    public static RecordRange<BindingRecord> bindingsOf(Subject subject) {
        return of(Index.BINDINGS_OF_SUBJECT).within(KeyParts.of(Arguments.required("subject", subject)));
    }

    /** The bindings of a subject at scopes of a kind. */
    public static RecordRange<BindingRecord> bindingsOf(Subject subject, ScopeKind kind) {
        return bindingsOf(subject)
                .within(List.of(Arguments.required("kind of scope", kind).noun()));
    }

    /** From where someone has departed. */
    public static RecordRange<DepartureRecord> departuresOf(Subject subject) {
        return of(Index.DEPARTURES_OF_SUBJECT).within(KeyParts.of(Arguments.required("subject", subject)));
    }

    /** The personal invitations of a user. */
    public static RecordRange<InvitationRecord> invitationsOf(Subject recipient) {
        return of(Index.INVITATIONS_OF_RECIPIENT).within(KeyParts.of(Arguments.required("recipient", recipient)));
    }

    private RecordRange<R> within(List<String> parts) {
        return new RecordRange<>(index, List.of(KeyParts.join(prefixes.get(0), parts)), after, limit);
    }

    /** Whether a record with such index parts is in it, be it before or past its limit. */
    public boolean contains(List<String> parts) {
        List<String> given = Arguments.all("index parts", parts);
        if (given.size() != index.parts().size()) {
            throw new IllegalArgumentException(index + " has " + index.parts().size() + " parts, not " + given.size());
        }
        return prefixes.contains(given.subList(0, prefixes.get(0).size()))
                && after.stream().allMatch(last -> Index.order().compare(given, last) > 0);
    }

    /** Those whose first parts are these. */
    public RecordRange<R> under(String... parts) {
        return new RecordRange<>(index, List.of(Arguments.all("prefix", parts)), after, limit);
    }

    /** Those whose first parts are one of these alternatives. */
    public RecordRange<R> underAny(Collection<List<String>> alternatives) {
        return new RecordRange<>(index, Arguments.all("prefixes", alternatives), after, limit);
    }

    /** Those that follow the record with these index parts. */
    public RecordRange<R> after(List<String> parts) {
        return new RecordRange<>(index, prefixes, Optional.of(Arguments.all("index parts", parts)), limit);
    }

    /** Those that follow this record. */
    public RecordRange<R> after(R record) {
        return after(index.key().apply(Arguments.required("record", record)));
    }

    /** At most so many. */
    public RecordRange<R> limit(int most) {
        return new RecordRange<>(index, prefixes, after, most);
    }
}
