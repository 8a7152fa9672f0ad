package io.github.communities.jdbi.table;

import static io.github.communities.jdbi.table.Column.idOf;
import static io.github.communities.jdbi.table.Column.instant;
import static io.github.communities.jdbi.table.Column.key;
import static io.github.communities.jdbi.table.Column.kindOf;
import static io.github.communities.jdbi.table.Column.map;
import static io.github.communities.jdbi.table.Column.revision;
import static io.github.communities.jdbi.table.Column.text;

import io.github.communities.CommunityId;
import io.github.communities.ProjectId;
import io.github.communities.ResourceId;
import io.github.communities.jdbi.dialect.Dialect;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.ResourceRecord;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Resources. */
final class ResourceTable extends Table<ResourceRecord> {
    ResourceTable(Dialect dialect) {
        super(
                RecordKind.RESOURCE,
                "resources",
                dialect,
                List.of(key("id", resource -> resource.id().value())),
                List.of(
                        key("project", resource -> resource.project().value()),
                        key("community", resource -> resource.community().value()),
                        key("type", ResourceRecord::type),
                        text("name", ResourceRecord::name),
                        key("name_key", ResourceRecord::nameKey),
                        text("description", ResourceRecord::description),
                        map("labels", ResourceRecord::labels),
                        kindOf("creator_kind", ResourceRecord::creator),
                        idOf("creator_id", ResourceRecord::creator),
                        instant("created_at", ResourceRecord::createdAt),
                        instant("updated_at", ResourceRecord::updatedAt),
                        revision("version", ResourceRecord::version),
                        revision("created_in", ResourceRecord::createdIn)),
                Map.of(Index.RESOURCES_BY_NAME, List.of("community", "project", "type", "name_key", "id")));
    }

    @Override
    ResourceRecord read(Row row) throws SQLException {
        return ResourceRecord.builder()
                .id(ResourceId.of(row.organization(), row.key("id")))
                .project(ProjectId.of(row.organization(), row.key("project")))
                .community(CommunityId.of(row.organization(), row.key("community")))
                .type(row.key("type"))
                .name(row.text("name"))
                .nameKey(row.key("name_key"))
                .description(row.text("description"))
                .labels(row.map("labels"))
                .creator(row.optionalSubject("creator_kind", "creator_id"))
                .createdAt(row.instant("created_at"))
                .updatedAt(row.instant("updated_at"))
                .version(row.revision("version"))
                .createdIn(row.revision("created_in"))
                .build();
    }
}
