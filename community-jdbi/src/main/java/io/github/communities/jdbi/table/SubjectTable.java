package io.github.communities.jdbi.table;

import static io.github.communities.jdbi.table.Column.flag;
import static io.github.communities.jdbi.table.Column.instant;
import static io.github.communities.jdbi.table.Column.key;
import static io.github.communities.jdbi.table.Column.optionalRevision;
import static io.github.communities.jdbi.table.Column.revision;

import io.github.communities.jdbi.dialect.Dialect;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.SubjectRecord;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Users, service accounts and groups. */
final class SubjectTable extends Table<SubjectRecord> {
    SubjectTable(Dialect dialect) {
        super(
                RecordKind.SUBJECT,
                "subjects",
                dialect,
                List.of(
                        key("kind", subject -> subject.subject().kind().text()),
                        key("id", subject -> subject.subject().id())),
                List.of(
                        flag("present", SubjectRecord::present),
                        revision("epoch", SubjectRecord::epoch),
                        instant("since", SubjectRecord::since),
                        optionalRevision("left_in", SubjectRecord::leftIn),
                        flag("signed_in", SubjectRecord::signedIn)),
                Map.of(Index.SUBJECTS, List.of("kind", "id")));
    }

    @Override
    SubjectRecord read(Row row) throws SQLException {
        return SubjectRecord.builder()
                .organization(row.organization())
                .subject(row.subject("kind", "id"))
                .present(row.flag("present"))
                .epoch(row.revision("epoch"))
                .since(row.instant("since"))
                .leftIn(row.optionalRevision("left_in"))
                .signedIn(row.flag("signed_in"))
                .build();
    }
}
