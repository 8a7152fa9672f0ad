package io.github.communities.jdbi.table;

import static io.github.communities.jdbi.table.Column.flag;
import static io.github.communities.jdbi.table.Column.key;
import static io.github.communities.jdbi.table.Column.revision;

import io.github.communities.CommunityId;
import io.github.communities.jdbi.dialect.Dialect;
import io.github.communities.spi.record.DepartureRecord;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.RecordKind;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Who left or was removed from which community. */
final class DepartureTable extends Table<DepartureRecord> {
    DepartureTable(Dialect dialect) {
        super(
                RecordKind.DEPARTURE,
                "departures",
                dialect,
                List.of(
                        key("community", departure -> departure.community().value()),
                        key(
                                "subject_kind",
                                departure -> departure.subject().kind().text()),
                        key("subject_id", departure -> departure.subject().id())),
                List.of(revision("revision", DepartureRecord::revision), flag("kept_out", DepartureRecord::keptOut)),
                Map.of(
                        Index.DEPARTURES_OF_SUBJECT,
                        List.of("subject_kind", "subject_id", "community"),
                        Index.DEPARTURES_FROM_COMMUNITY,
                        List.of("community", "subject_kind", "subject_id")));
    }

    @Override
    DepartureRecord read(Row row) throws SQLException {
        return DepartureRecord.builder()
                .community(CommunityId.of(row.organization(), row.key("community")))
                .subject(row.subject("subject_kind", "subject_id"))
                .revision(row.revision("revision"))
                .keptOut(row.flag("kept_out"))
                .build();
    }
}
