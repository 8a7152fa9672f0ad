package io.github.communities.jdbi.table;

import static io.github.communities.jdbi.table.Column.instant;
import static io.github.communities.jdbi.table.Column.key;
import static io.github.communities.jdbi.table.Column.revision;
import static io.github.communities.jdbi.table.Column.text;

import io.github.communities.CommunityId;
import io.github.communities.ProjectId;
import io.github.communities.ResourceId;
import io.github.communities.jdbi.dialect.Dialect;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.PublicationRecord;
import io.github.communities.spi.record.RecordKind;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** What is published in which community. */
final class PublicationTable extends Table<PublicationRecord> {
    PublicationTable(Dialect dialect) {
        super(
                RecordKind.PUBLICATION,
                "publications",
                dialect,
                List.of(
                        key("community", publication -> publication.community().value()),
                        key("resource", publication -> publication.resource().value())),
                List.of(
                        key("project", publication -> publication.project().value()),
                        text("source", publication -> publication.source().value()),
                        instant("since", PublicationRecord::since),
                        revision("revision", PublicationRecord::revision)),
                Map.of(
                        Index.PUBLICATIONS_IN_COMMUNITY,
                        List.of("community", "resource"),
                        Index.PUBLICATIONS_FROM_PROJECT,
                        List.of("project", "resource", "community")));
    }

    @Override
    PublicationRecord read(Row row) throws SQLException {
        return PublicationRecord.builder()
                .community(CommunityId.of(row.organization(), row.key("community")))
                .resource(ResourceId.of(row.organization(), row.key("resource")))
                .project(ProjectId.of(row.organization(), row.key("project")))
                .source(CommunityId.of(row.organization(), row.text("source")))
                .since(row.instant("since"))
                .revision(row.revision("revision"))
                .build();
    }
}
