package io.github.communities.jdbi.table;

import static io.github.communities.jdbi.table.Column.instant;
import static io.github.communities.jdbi.table.Column.key;
import static io.github.communities.jdbi.table.Column.optionalInstant;
import static io.github.communities.jdbi.table.Column.optionalText;
import static io.github.communities.jdbi.table.Column.revision;

import io.github.communities.CommunityId;
import io.github.communities.Role;
import io.github.communities.SubjectKind;
import io.github.communities.jdbi.dialect.Dialect;
import io.github.communities.spi.BindingRecord;
import io.github.communities.spi.Index;
import io.github.communities.spi.RecordKind;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Access bindings. */
public final class BindingTable extends Table<BindingRecord> {
    private final Dialect dialect;

    BindingTable(Dialect dialect) {
        super(
                RecordKind.BINDING,
                "bindings",
                dialect,
                List.of(
                        key("scope_kind", binding -> binding.scope().kind().noun()),
                        key("scope_id", binding -> BindingRecord.scopeValue(binding.scope())),
                        key("subject_kind", binding -> binding.subject().kind().text()),
                        key("subject_id", binding -> binding.subject().id()),
                        key("role", binding -> binding.role().name())),
                List.of(
                        optionalText(
                                "within_community", binding -> binding.within().map(CommunityId::value)),
                        instant("since", BindingRecord::since),
                        optionalInstant("expires_at", BindingRecord::expiresAt),
                        revision("revision", BindingRecord::revision)),
                Map.of(
                        Index.BINDINGS_AT_SCOPE,
                        List.of("scope_kind", "scope_id", "subject_kind", "subject_id", "role"),
                        Index.BINDINGS_OF_ROLE,
                        List.of("scope_kind", "scope_id", "role", "subject_kind", "subject_id"),
                        Index.BINDINGS_OF_SUBJECT,
                        List.of("subject_kind", "subject_id", "scope_kind", "scope_id", "role")));
        this.dialect = dialect;
    }

    @Override
    BindingRecord read(Row row) throws SQLException {
        return BindingRecord.builder()
                .scope(row.scope("scope_kind", "scope_id"))
                .within(row.optionalText("within_community").map(id -> CommunityId.of(row.organization(), id)))
                .subject(row.subject("subject_kind", "subject_id"))
                .role(Role.of(row.key("role")))
                .since(row.instant("since"))
                .expiresAt(row.optionalInstant("expires_at"))
                .revision(row.revision("revision"))
                .build();
    }

    /**
     * The roles that are bound to subjects of a kind in any organization. Each statement asks for the first role above the
     * one before, which is one look into the index; a {@code select distinct} would read it all.
     */
    public Set<Role> roles(Handle handle, SubjectKind kind) {
        String next = "select role from " + name() + " where subject_kind = ? and " + dialect.isAbove("role")
                + " order by subject_kind, role fetch first row only";
        Set<Role> roles = new HashSet<>();
        Optional<String> role = Optional.of(" ");
        while (role.isPresent()) {
            role = handle.createQuery(next)
                    .bind(0, dialect.sortable(kind.text()))
                    .bind(1, dialect.above(role.get()))
                    .map((results, context) -> dialect.plain(results.getString(1)))
                    .findFirst();
            role.map(Role::of).ifPresent(roles::add);
        }
        return roles;
    }
}
