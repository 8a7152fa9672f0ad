package io.github.communities.jdbi.table;

import static io.github.communities.jdbi.table.Column.instant;
import static io.github.communities.jdbi.table.Column.key;
import static io.github.communities.jdbi.table.Column.revision;

import io.github.communities.CommunityId;
import io.github.communities.ProjectId;
import io.github.communities.ResourceId;
import io.github.communities.jdbi.dialect.Dialect;
import io.github.communities.spi.record.AttachmentRecord;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.RecordKind;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** What is attached to which project. */
final class AttachmentTable extends Table<AttachmentRecord> {
    AttachmentTable(Dialect dialect) {
        super(
                RecordKind.ATTACHMENT,
                "attachments",
                dialect,
                List.of(
                        key("project", attachment -> attachment.project().value()),
                        key("resource", attachment -> attachment.resource().value())),
                List.of(
                        key("community", attachment -> attachment.community().value()),
                        instant("since", AttachmentRecord::since),
                        revision("revision", AttachmentRecord::revision)),
                Map.of(
                        Index.ATTACHMENTS_TO_PROJECT,
                        List.of("project", "resource"),
                        Index.ATTACHMENTS_IN_COMMUNITY,
                        List.of("community", "resource", "project")));
    }

    @Override
    AttachmentRecord read(Row row) throws SQLException {
        return AttachmentRecord.builder()
                .project(ProjectId.of(row.organization(), row.key("project")))
                .resource(ResourceId.of(row.organization(), row.key("resource")))
                .community(CommunityId.of(row.organization(), row.key("community")))
                .since(row.instant("since"))
                .revision(row.revision("revision"))
                .build();
    }
}
