package io.github.communities.jdbi.table;

import static io.github.communities.jdbi.table.Column.flag;
import static io.github.communities.jdbi.table.Column.idOf;
import static io.github.communities.jdbi.table.Column.instant;
import static io.github.communities.jdbi.table.Column.key;
import static io.github.communities.jdbi.table.Column.kindOf;
import static io.github.communities.jdbi.table.Column.map;
import static io.github.communities.jdbi.table.Column.optionalInstant;
import static io.github.communities.jdbi.table.Column.optionalRevision;
import static io.github.communities.jdbi.table.Column.optionalText;
import static io.github.communities.jdbi.table.Column.revision;
import static io.github.communities.jdbi.table.Column.text;

import io.github.communities.CommunityId;
import io.github.communities.community.CommunityKind;
import io.github.communities.jdbi.dialect.Dialect;
import io.github.communities.spi.record.CommunityRecord;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.RecordKind;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Communities. */
final class CommunityTable extends Table<CommunityRecord> {
    CommunityTable(Dialect dialect) {
        super(
                RecordKind.COMMUNITY,
                "communities",
                dialect,
                List.of(key("id", community -> community.id().value())),
                List.of(
                        text("kind", community -> community.communityKind().name()),
                        text("name", CommunityRecord::name),
                        key("name_key", CommunityRecord::nameKey),
                        flag("follows_organization", CommunityRecord::followsOrganization),
                        text("description", CommunityRecord::description),
                        optionalText("zone", CommunityRecord::zone),
                        optionalText("billing_account", CommunityRecord::billingAccount),
                        map("channels", CommunityRecord::channels),
                        map("labels", CommunityRecord::labels),
                        map("restrictions", CommunityRecord::restrictions),
                        kindOf("agent_kind", CommunityRecord::agent),
                        idOf("agent_id", CommunityRecord::agent),
                        optionalRevision("agent_since", CommunityRecord::agentSince),
                        revision("sharing_epoch", CommunityRecord::sharingEpoch),
                        optionalRevision("invited_in", CommunityRecord::invitedIn),
                        kindOf("creator_kind", CommunityRecord::creator),
                        idOf("creator_id", CommunityRecord::creator),
                        instant("created_at", CommunityRecord::createdAt),
                        instant("updated_at", CommunityRecord::updatedAt),
                        revision("version", CommunityRecord::version),
                        revision("bindings_version", CommunityRecord::bindingsVersion),
                        revision("created_in", CommunityRecord::createdIn),
                        optionalRevision("deleted_in", CommunityRecord::deletedIn),
                        optionalInstant("deleted_at", CommunityRecord::deletedAt)),
                Map.of(Index.COMMUNITIES_BY_NAME, List.of("name_key", "id")));
    }

    @Override
    CommunityRecord read(Row row) throws SQLException {
        return CommunityRecord.builder()
                .id(CommunityId.of(row.organization(), row.key("id")))
                .communityKind(CommunityKind.valueOf(row.text("kind")))
                .name(row.text("name"))
                .nameKey(row.key("name_key"))
                .followsOrganization(row.flag("follows_organization"))
                .description(row.text("description"))
                .zone(row.optionalText("zone"))
                .billingAccount(row.optionalText("billing_account"))
                .channels(row.map("channels"))
                .labels(row.map("labels"))
                .restrictions(row.map("restrictions"))
                .agent(row.optionalSubject("agent_kind", "agent_id"))
                .agentSince(row.optionalRevision("agent_since"))
                .sharingEpoch(row.revision("sharing_epoch"))
                .invitedIn(row.optionalRevision("invited_in"))
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
