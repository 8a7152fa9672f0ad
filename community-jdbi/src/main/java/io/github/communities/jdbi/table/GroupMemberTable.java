package io.github.communities.jdbi.table;

import static io.github.communities.jdbi.table.Column.key;
import static io.github.communities.jdbi.table.Column.revision;

import io.github.communities.Subject;
import io.github.communities.jdbi.dialect.Dialect;
import io.github.communities.spi.record.GroupMemberRecord;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.RecordKind;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Who is in which group. */
final class GroupMemberTable extends Table<GroupMemberRecord> {
    GroupMemberTable(Dialect dialect) {
        super(
                RecordKind.GROUP_MEMBER,
                "group_members",
                dialect,
                List.of(
                        key("group_id", membership -> membership.group().id()),
                        key(
                                "member_kind",
                                membership -> membership.member().kind().text()),
                        key("member_id", membership -> membership.member().id())),
                List.of(revision("revision", GroupMemberRecord::revision)),
                Map.of(
                        Index.MEMBERS_OF_GROUP, List.of("group_id", "member_kind", "member_id"),
                        Index.GROUPS_OF_MEMBER, List.of("member_kind", "member_id", "group_id")));
    }

    @Override
    GroupMemberRecord read(Row row) throws SQLException {
        return GroupMemberRecord.builder()
                .organization(row.organization())
                .group(Subject.group(row.key("group_id")))
                .member(row.subject("member_kind", "member_id"))
                .revision(row.revision("revision"))
                .build();
    }
}
