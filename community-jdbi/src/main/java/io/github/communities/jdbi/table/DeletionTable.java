package io.github.communities.jdbi.table;

import static io.github.communities.jdbi.table.Column.flag;
import static io.github.communities.jdbi.table.Column.instant;
import static io.github.communities.jdbi.table.Column.key;
import static io.github.communities.jdbi.table.Column.revision;

import io.github.communities.jdbi.dialect.Dialect;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.DeletionRecord;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.RecordKind;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** What is deleted and not purged yet. */
final class DeletionTable extends Table<DeletionRecord> {
    DeletionTable(Dialect dialect) {
        super(
                RecordKind.DELETION,
                "deletions",
                dialect,
                List.of(
                        key("scope_kind", deletion -> deletion.scope().kind().noun()),
                        key("scope_id", deletion -> BindingRecord.scopeValue(deletion.scope()))),
                List.of(
                        instant("deleted_at", DeletionRecord::deletedAt),
                        revision("deleted_in", DeletionRecord::deletedIn),
                        flag("purging", DeletionRecord::purging)),
                Map.of(Index.DELETIONS, List.of("scope_kind", "scope_id")));
    }

    @Override
    DeletionRecord read(Row row) throws SQLException {
        return DeletionRecord.builder()
                .scope(row.scope("scope_kind", "scope_id"))
                .deletedAt(row.instant("deleted_at"))
                .deletedIn(row.revision("deleted_in"))
                .purging(row.flag("purging"))
                .build();
    }
}
