package io.github.communities.jdbi.table;

import static io.github.communities.jdbi.table.Column.key;

import io.github.communities.jdbi.dialect.Dialect;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.LeftoverRecord;
import io.github.communities.spi.record.RecordKind;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Whose rows are still to be cleared. */
final class LeftoverTable extends Table<LeftoverRecord> {
    LeftoverTable(Dialect dialect) {
        super(
                RecordKind.LEFTOVER,
                "leftovers",
                dialect,
                List.of(
                        key("kind", leftover -> leftover.subject().kind().text()),
                        key("id", leftover -> leftover.subject().id())),
                List.of(),
                Map.of(Index.LEFTOVERS, List.of("kind", "id")));
    }

    @Override
    LeftoverRecord read(Row row) throws SQLException {
        return LeftoverRecord.builder()
                .organization(row.organization())
                .subject(row.subject("kind", "id"))
                .build();
    }
}
