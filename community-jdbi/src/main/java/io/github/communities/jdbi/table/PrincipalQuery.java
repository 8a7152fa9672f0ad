package io.github.communities.jdbi.table;

import io.github.communities.OrganizationId;
import io.github.communities.Subject;
import io.github.communities.jdbi.dialect.Dialect;
import io.github.communities.jdbi.table.OrganizationTable.WithSessionAnswer;
import io.github.communities.jdbi.table.RecordUnion.Part;
import io.github.communities.spi.record.PrincipalRecords;
import io.github.communities.spi.record.RecordKind;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;

/** All that decides about a principal, by one statement (S-16). */
public final class PrincipalQuery {
    private final Dialect dialect;
    private final RecordUnion union;

    PrincipalQuery(
            Dialect dialect,
            SessionProbe probe,
            OrganizationTable organizations,
            SubjectTable subjects,
            GroupMemberTable groupMembers,
            BindingTable bindings) {
        this.dialect = dialect;
        this.union = new RecordUnion(dialect, probe, organizations, parts(subjects, groupMembers, bindings));
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

    /** What decides about a principal; nothing is found if there is no such organization. */
    public WithSessionAnswer<PrincipalRecords> ask(Handle handle, OrganizationId organization, Subject principal) {
        return union.ask(
                        handle,
                        organization,
                        query ->
                                query.bind("kind", key(principal.kind().text())).bind("id", key(principal.id())))
                .map(found -> new PrincipalRecords(
                        found.revision(),
                        found.organization(),
                        found.of(RecordKind.SUBJECT),
                        found.of(RecordKind.GROUP_MEMBER),
                        found.of(RecordKind.BINDING)));
    }

    private Argument key(String part) {
        return Column.Type.KEY.argument(Optional.of(part), dialect);
    }
}
