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
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.RecordKind;
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
     * The roles that are bound in any organization. Each statement asks for the first role above the one before, which
     * is one look into the index; a {@code select distinct} would read it all.
     */
    public Set<Role> roles(Handle handle) {
        String next = "select role from " + name() + " where " + dialect.isAbove("role")
                + " order by role fetch first row only";
        Set<Role> roles = new HashSet<>();
        Optional<String> role = Optional.of(" ");
        while (role.isPresent()) {
            role = handle.createQuery(next)
                    .bind(0, dialect.above(role.get()))
                    .map((results, context) -> dialect.fromSortable(results.getString(1)))
                    .findFirst();
            role.map(Role::of).ifPresent(roles::add);
        }
        return roles;
    }

    /**
     * Those of {@link #roles} that are bound to all users of any organization. Each takes one look into the index, at
     * where all users would be: a statement that asks for them and no others may read the whole table for one that has
     * none.
     */
    public Set<Role> rolesOfAllUsers(Handle handle) {
        String first = "select subject_kind from " + name() + " where role = ? and subject_kind >= ?"
                + " order by role, subject_kind fetch first row only";
        String allUsers = dialect.sortable(SubjectKind.ALL_USERS.text());
        Set<Role> roles = roles(handle);
        roles.removeIf(role -> handle.createQuery(first)
                .bind(0, dialect.sortable(role.name()))
                .bind(1, allUsers)
                .mapTo(String.class)
                .findFirst()
                .filter(allUsers::equals)
                .isEmpty());
        return roles;
    }
}
