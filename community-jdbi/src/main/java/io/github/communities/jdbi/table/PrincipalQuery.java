package io.github.communities.jdbi.table;

import io.github.communities.Subject;
import io.github.communities.jdbi.dialect.Dialect;
import io.github.communities.jdbi.table.JointQuery.Found;
import io.github.communities.jdbi.table.JointQuery.Part;
import io.github.communities.spi.record.JointRecords;
import io.github.communities.spi.record.PrincipalRecords;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.StoredRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.Query;

/** All that decides about a principal, and other records beside it, by one statement (S-16, S-29). */
public final class PrincipalQuery {
    private final Dialect dialect;
    private final SessionProbe probe;
    private final OrganizationTable organizations;
    private final List<Part<?>> ofPrincipal;
    /** By what is asked for beside the principal. */
    private final Map<List<Part<?>>, JointQuery> queries = new ConcurrentHashMap<>();

    PrincipalQuery(
            Dialect dialect,
            SessionProbe probe,
            OrganizationTable organizations,
            SubjectTable subjects,
            GroupMemberTable groupMembers,
            BindingTable bindings) {
        this.dialect = dialect;
        this.probe = probe;
        this.organizations = organizations;
        this.ofPrincipal = parts(subjects, groupMembers, bindings);
    }

    private static List<Part<?>> parts(SubjectTable subjects, GroupMemberTable members, BindingTable bindings) {
        return List.of(
                new Part<>(subjects, """
                        from community_subjects t
                        where t.organization_id = :organization and t.kind = :kind and t.id = :id
                        """),
                new Part<>(subjects, """
                        from community_group_members m
                        join community_subjects t
                          on t.organization_id = m.organization_id and t.kind = 'group' and t.id = m.group_id
                        where m.organization_id = :organization and m.member_kind = :kind and m.member_id = :id
                        """),
                new Part<>(members, """
                        from community_group_members t
                        where t.organization_id = :organization and t.member_kind = :kind and t.member_id = :id
                        """),
                new Part<>(bindings, """
                        from community_bindings t
                        where t.organization_id = :organization and t.subject_kind = :kind and t.subject_id = :id
                        """),
                new Part<>(bindings, """
                        from community_group_members m
                        join community_bindings t
                          on t.organization_id = m.organization_id
                          and t.subject_kind = 'group' and t.subject_id = m.group_id
                        where m.organization_id = :organization and m.member_kind = :kind and m.member_id = :id
                        """),
                new Part<>(bindings, """
                        from community_bindings t
                        where t.organization_id = :organization
                          and t.subject_kind = 'allUsers' and t.subject_id = '*' and :kind <> 'allUsers'
                        """));
    }

    /** What decides about a principal. */
    public JointQuestion<PrincipalRecords> of(Subject principal) {
        return question(principal, List.of(), this::records);
    }

    /**
     * Keys of one kind.
     *
     * @param keys at least one
     */
    record Keyed<R extends StoredRecord>(Table<R> table, List<RecordKey<R>> keys) {
        private Part<R> part() {
            return table.byNamedKeys(keys.size());
        }

        private void bind(Query query) {
            table.bindByNamed(query, keys);
        }
    }

    /**
     * The same, and the records of some keys.
     *
     * @param others these keys, each kind once
     */
    JointQuestion<JointRecords> of(Subject principal, Set<RecordKey<?>> keys, List<Keyed<?>> others) {
        return question(
                principal, others, found -> new JointRecords(records(found), keys, found.after(ofPrincipal.size())));
    }

    private <T> JointQuestion<T> question(Subject principal, List<Keyed<?>> others, Function<Found, T> answer) {
        return new JointQuestion<>(
                queries.computeIfAbsent(
                        others.stream().<Part<?>>map(Keyed::part).toList(), this::query),
                query -> {
                    query.bind("kind", key(principal.kind().text())).bind("id", key(principal.id()));
                    others.forEach(keyed -> keyed.bind(query));
                },
                answer);
    }

    private PrincipalRecords records(Found found) {
        return new PrincipalRecords(
                found.revision(),
                found.organization(),
                found.of(RecordKind.SUBJECT, ofPrincipal.size()),
                found.of(RecordKind.GROUP_MEMBER, ofPrincipal.size()),
                found.of(RecordKind.BINDING, ofPrincipal.size()));
    }

    private JointQuery query(List<Part<?>> others) {
        return new JointQuery(
                dialect,
                probe,
                organizations,
                Stream.concat(ofPrincipal.stream(), others.stream()).toList());
    }

    private Argument key(String part) {
        return Column.Type.KEY.argument(Optional.of(part), dialect);
    }
}
