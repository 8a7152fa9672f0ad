package io.github.communities.jdbi.table;

import static io.github.communities.jdbi.table.Column.instant;
import static io.github.communities.jdbi.table.Column.key;
import static io.github.communities.jdbi.table.Column.number;

import io.github.communities.ProjectId;
import io.github.communities.jdbi.dialect.Dialect;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.UsageRecord;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Which uses of projects were reported. */
final class UsageTable extends Table<UsageRecord> {
    UsageTable(Dialect dialect) {
        super(
                RecordKind.USAGE,
                "usage",
                dialect,
                List.of(key("project", usage -> usage.project().value()), key("usage_key", UsageRecord::usageKey)),
                List.of(number("units", UsageRecord::units), instant("reported_at", UsageRecord::reportedAt)),
                Map.of(Index.USAGE_OF_PROJECT, List.of("project", "usage_key")));
    }

    @Override
    UsageRecord read(Row row) throws SQLException {
        return UsageRecord.builder()
                .project(ProjectId.of(row.organization(), row.key("project")))
                .usageKey(row.key("usage_key"))
                .units(row.number("units"))
                .reportedAt(row.instant("reported_at"))
                .build();
    }
}
