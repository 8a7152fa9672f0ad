package io.github.communities.jdbi.table;

import static io.github.communities.jdbi.table.Column.instant;
import static io.github.communities.jdbi.table.Column.key;
import static io.github.communities.jdbi.table.Column.number;
import static io.github.communities.jdbi.table.Column.optionalInstant;
import static io.github.communities.jdbi.table.Column.optionalNumber;
import static io.github.communities.jdbi.table.Column.optionalText;
import static io.github.communities.jdbi.table.Column.revision;
import static io.github.communities.jdbi.table.Column.text;

import io.github.communities.CommunityId;
import io.github.communities.InvitationId;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.SubjectKind;
import io.github.communities.jdbi.dialect.Dialect;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.InvitationRecord;
import io.github.communities.spi.record.RecordKind;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Invitations, links and personal ones. */
final class InvitationTable extends Table<InvitationRecord> {
    private static final String EVERYONE = "*";

    InvitationTable(Dialect dialect) {
        super(
                RecordKind.INVITATION,
                "invitations",
                dialect,
                List.of(key("id", invitation -> invitation.id().value())),
                List.of(
                        key("community", invitation -> invitation.community().value()),
                        text(
                                "role",
                                invitation ->
                                        invitation.role().name()), // A key must not be null, so a link is for everyone.
                        key(
                                "recipient_kind",
                                invitation -> invitation
                                        .recipient()
                                        .map(user -> user.kind().text())
                                        .orElse(EVERYONE)),
                        key(
                                "recipient_id",
                                invitation ->
                                        invitation.recipient().map(Subject::id).orElse(EVERYONE)),
                        text(
                                "inviter_kind",
                                invitation -> invitation.inviter().kind().text()),
                        text("inviter_id", invitation -> invitation.inviter().id()),
                        optionalText("token_hash", InvitationRecord::tokenHash),
                        instant("created_at", InvitationRecord::createdAt),
                        optionalInstant("expires_at", InvitationRecord::expiresAt),
                        optionalNumber("max_uses", InvitationRecord::maxUses),
                        number("uses", InvitationRecord::uses),
                        revision("revision", InvitationRecord::revision)),
                Map.of(
                        Index.INVITATIONS_TO_COMMUNITY,
                        List.of("community", "id"),
                        Index.INVITATIONS_OF_RECIPIENT,
                        List.of("recipient_kind", "recipient_id", "id")));
    }

    @Override
    InvitationRecord read(Row row) throws SQLException {
        return InvitationRecord.builder()
                .id(InvitationId.of(row.organization(), row.key("id")))
                .community(CommunityId.of(row.organization(), row.key("community")))
                .role(Role.of(row.text("role")))
                .recipient(
                        row.key("recipient_kind").equals(EVERYONE)
                                ? Optional.empty()
                                : Optional.of(row.subject("recipient_kind", "recipient_id")))
                .inviter(new Subject(SubjectKind.parse(row.text("inviter_kind")), row.text("inviter_id")))
                .tokenHash(row.optionalText("token_hash"))
                .createdAt(row.instant("created_at"))
                .expiresAt(row.optionalInstant("expires_at"))
                .maxUses(row.optionalNumber("max_uses"))
                .uses(row.number("uses"))
                .revision(row.revision("revision"))
                .build();
    }
}
