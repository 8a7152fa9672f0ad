package io.github.communities.jdbi.table;

import static io.github.communities.jdbi.table.Column.idOf;
import static io.github.communities.jdbi.table.Column.instant;
import static io.github.communities.jdbi.table.Column.key;
import static io.github.communities.jdbi.table.Column.kindOf;
import static io.github.communities.jdbi.table.Column.map;
import static io.github.communities.jdbi.table.Column.optionalInstant;
import static io.github.communities.jdbi.table.Column.optionalNumber;
import static io.github.communities.jdbi.table.Column.optionalRevision;
import static io.github.communities.jdbi.table.Column.revision;
import static io.github.communities.jdbi.table.Column.text;

import io.github.communities.CommunityId;
import io.github.communities.ProjectId;
import io.github.communities.jdbi.dialect.Dialect;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.ProjectRecord;
import io.github.communities.spi.record.RecordKind;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Projects. */
final class ProjectTable extends Table<ProjectRecord> {
    ProjectTable(Dialect dialect) {
        super(
                RecordKind.PROJECT,
                "projects",
                dialect,
                List.of(key("id", project -> project.id().value())),
                List.of(
                        key("community", project -> project.community().value()),
                        text("name", ProjectRecord::name),
                        key("name_key", ProjectRecord::nameKey),
                        text("description", ProjectRecord::description),
                        map("labels", ProjectRecord::labels),
                        optionalNumber("units_per_hour", ProjectRecord::unitsPerHour),
                        optionalNumber("units_per_execution", ProjectRecord::unitsPerExecution),
                        optionalNumber("unit_balance", ProjectRecord::unitBalance),
                        kindOf("creator_kind", ProjectRecord::creator),
                        idOf("creator_id", ProjectRecord::creator),
                        instant("created_at", ProjectRecord::createdAt),
                        instant("updated_at", ProjectRecord::updatedAt),
                        revision("version", ProjectRecord::version),
                        revision("bindings_version", ProjectRecord::bindingsVersion),
                        revision("created_in", ProjectRecord::createdIn),
                        optionalRevision("deleted_in", ProjectRecord::deletedIn),
                        optionalInstant("deleted_at", ProjectRecord::deletedAt)),
                Map.of(Index.PROJECTS_BY_NAME, List.of("community", "name_key", "id")));
    }

    @Override
    ProjectRecord read(Row row) throws SQLException {
        return ProjectRecord.builder()
                .id(ProjectId.of(row.organization(), row.key("id")))
                .community(CommunityId.of(row.organization(), row.key("community")))
                .name(row.text("name"))
                .nameKey(row.key("name_key"))
                .description(row.text("description"))
                .labels(row.map("labels"))
                .unitsPerHour(row.optionalNumber("units_per_hour"))
                .unitsPerExecution(row.optionalNumber("units_per_execution"))
                .unitBalance(row.optionalNumber("unit_balance"))
                .creator(row.optionalSubject("creator_kind", "creator_id"))
                .createdAt(row.instant("created_at"))
                .updatedAt(row.instant("updated_at"))
                .version(row.revision("version"))
                .bindingsVersion(row.revision("bindings_version"))
                .createdIn(row.revision("created_in"))
                .deletedIn(row.optionalRevision("deleted_in"))
                .deletedAt(row.optionalInstant("deleted_at"))
                .build();
    }
}
