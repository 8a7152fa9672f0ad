package io.github.communities.jdbi;

import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Role;
import io.github.communities.Subject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Two writes as somebody would do them by hand with JDBC, for one host and nothing besides: the least statements that
 * hold the organization's row, read what decides, store what is stored with its change record, and raise the revision.
 * Each is prepared once for its connection. Not thread-safe.
 */
final class WritesByHand implements AutoCloseable {
    private static final String LOCK =
            "select revision, default_community from community_organizations where organization_id = ? and present for"
                    + " update";

    /** Who is there, what the caller holds at the community or above it, the community, and what is there already. */
    private static final String READ_FOR_GRANT = """
            select 'subject', t.id, '' from community_subjects t
            where t.organization_id = ? and t.kind = 'user' and t.id = ? and t.present
            union all
            select 'subject', t.id, '' from community_subjects t
            where t.organization_id = ? and t.kind = 'user' and t.id = ? and t.present
            union all
            select t.scope_kind, t.scope_id, t.role from community_bindings t
            where t.organization_id = ? and t.subject_kind = 'user' and t.subject_id = ?
              and coalesce(t.expires_at, ?) > ?
            union all
            select t.scope_kind, t.scope_id, t.role from community_group_members m
            join community_subjects g
              on g.organization_id = m.organization_id and g.kind = 'group' and g.id = m.group_id and g.present
            join community_bindings t
              on t.organization_id = m.organization_id and t.subject_kind = 'group' and t.subject_id = m.group_id
            where m.organization_id = ? and m.member_kind = 'user' and m.member_id = ?
              and coalesce(t.expires_at, ?) > ?
            union all
            select 'place', t.kind, case when t.follows_organization then 'follows' else '' end
            from community_communities t where t.organization_id = ? and t.id = ? and t.deleted_in is null
            union all
            select 'bound', t.role, '' from community_bindings t
            where t.organization_id = ? and t.scope_kind = 'community' and t.scope_id = ? and t.subject_kind = 'user'
              and t.subject_id = ? and t.role = ?
            """;

    private static final String READ_FOR_SIGN_IN = """
            select 'subject', t.id, case when t.signed_in then 'before' else '' end from community_subjects t
            where t.organization_id = ? and t.kind = 'user' and t.id = ? and t.present
            union all
            select 'keptOut', t.community, '' from community_departures t
            where t.organization_id = ? and t.community = ? and t.subject_kind = 'user' and t.subject_id = ? and t.kept_out
            union all
            select 'bound', t.role, '' from community_bindings t
            where t.organization_id = ? and t.scope_kind = 'community' and t.scope_id = ? and t.subject_kind = 'user'
              and t.subject_id = ? and t.role = ?
            """;

    private static final String SIGNED_IN =
            "update community_subjects set signed_in = true where organization_id = ? and kind = 'user' and id = ?";
    private static final String BIND =
            "insert into community_bindings (organization_id, scope_kind, scope_id, subject_kind, subject_id, role,"
                    + " since, revision) values (?, 'community', ?, 'user', ?, ?, ?, ?)";
    private static final String TELL =
            "insert into community_changes (organization_id, revision, changed_at, actor_kind, actor_id, powers,"
                    + " changes) values (?, ?, ?, ?, ?, '', ?)";
    private static final String RAISE = "update community_organizations set revision = ? where organization_id = ?";

    /** Those who manage access at a community, and so hold all that the roles below them give. */
    private static final Set<String> MANAGING = Set.of("communities.admin");

    private static final Set<String> MANAGING_EVERYWHERE = Set.of("organization.owner", "organization.admin");
    private static final List<Role> GIVEN =
            List.of(Role.COMMUNITY_VIEWER, Role.COMMUNITY_DEVELOPER, Role.COMMUNITY_EDITOR, Role.COMMUNITY_ADMIN);

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    /** On a connection, which is closed with this. */
    WritesByHand(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        connection.setAutoCommit(false);
        for (String sql : List.of(LOCK, READ_FOR_GRANT, READ_FOR_SIGN_IN, SIGNED_IN, BIND, TELL, RAISE)) {
            prepared.put(sql, connection.prepareStatement(sql));
        }
    }

    /** Gives a user a role at a community; whether that changed anything. */
    boolean grant(Subject caller, CommunityId community, Subject user, Role role) throws SQLException {
        return inTransaction(community.organization(), locked -> {
            String organization = community.organization().value();
            String at = community.value();
            long now = now();
            Set<List<String>> found = read(
                    READ_FOR_GRANT,
                    organization,
                    caller.id(),
                    organization,
                    user.id(),
                    organization,
                    caller.id(),
                    Long.MAX_VALUE,
                    now,
                    organization,
                    caller.id(),
                    Long.MAX_VALUE,
                    now,
                    organization,
                    at,
                    organization,
                    at,
                    user.id(),
                    role.name());
            requireMayGive(found, caller, community, role);
            if (!found.contains(List.of("subject", user.id(), ""))) {
                throw new IllegalStateException("the user does not belong to the organization");
            }
            if (found.contains(List.of("bound", role.name(), ""))) {
                return false;
            }
            bind(community, user, role, now, locked.revision());
            tell(community.organization(), locked.revision(), now, caller, added(community, user, role));
            return true;
        });
    }

    private static void requireMayGive(Set<List<String>> found, Subject caller, CommunityId community, Role role) {
        boolean manages = found.contains(List.of("subject", caller.id(), ""))
                && (holds(found, MANAGING, "community", community.value())
                        || (found.stream().anyMatch(row -> row.get(2).equals("follows"))
                                && holds(found, MANAGING_EVERYWHERE, "organization", "*")));
        if (!manages || !GIVEN.contains(role)) {
            throw new IllegalStateException("the caller may not give that role");
        }
    }

    private static boolean holds(Set<List<String>> found, Set<String> roles, String kind, String scope) {
        return roles.stream().anyMatch(role -> found.contains(List.of(kind, scope, role)));
    }

    /** Lets a user sign in for the first time; whether it is that, and they are not kept out. */
    boolean signIn(OrganizationId organization, Subject user) throws SQLException {
        return inTransaction(organization, locked -> {
            CommunityId team = CommunityId.of(organization, locked.team());
            Role role = Role.COMMUNITY_DEVELOPER;
            String id = organization.value();
            Set<List<String>> found = read(
                    READ_FOR_SIGN_IN,
                    id,
                    user.id(),
                    id,
                    team.value(),
                    user.id(),
                    id,
                    team.value(),
                    user.id(),
                    role.name());
            if (!found.equals(Set.of(List.of("subject", user.id(), "")))) {
                return false;
            }
            long now = now();
            write(SIGNED_IN, id, user.id());
            bind(team, user, role, now, locked.revision());
            String signedIn = "user.signedIn organization " + organization + " " + user + " - -";
            tell(organization, locked.revision(), now, null, signedIn + "\n" + added(team, user, role));
            return true;
        });
    }

    private static String added(CommunityId community, Subject user, Role role) {
        return "binding.added community " + community + " " + user + " - role=" + role.name();
    }

    private void bind(CommunityId community, Subject user, Role role, long now, long revision) throws SQLException {
        write(BIND, community.organization().value(), community.value(), user.id(), role.name(), now, revision);
    }

    private void tell(OrganizationId organization, long revision, long now, @Nullable Subject actor, String changes)
            throws SQLException {
        String kind = actor == null ? null : "user";
        String id = actor == null ? null : actor.id();
        write(TELL, organization.value(), revision, now, kind, id, changes);
    }

    private static long now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    /**
     * What the row that is held tells.
     *
     * @param revision the one that this write leads to
     * @param team the default community
     */
    private record Locked(long revision, String team) {}

    private interface Work {
        boolean run(Locked locked) throws SQLException;
    }

    private boolean inTransaction(OrganizationId organization, Work work) throws SQLException {
        try {
            Locked locked = lock(organization);
            boolean changed = work.run(locked);
            if (changed) {
                write(RAISE, locked.revision(), organization.value());
            }
            connection.commit();
            return changed;
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        }
    }

    private Locked lock(OrganizationId organization) throws SQLException {
        try (ResultSet row = bound(LOCK, organization.value()).executeQuery()) {
            if (!row.next()) {
                throw new IllegalStateException("there is no such organization");
            }
            return new Locked(row.getLong(1) + 1, row.getString(2));
        }
    }

    private Set<List<String>> read(String sql, Object... values) throws SQLException {
        Set<List<String>> found = new HashSet<>();
        try (ResultSet rows = bound(sql, values).executeQuery()) {
            while (rows.next()) {
                found.add(List.of(rows.getString(1), rows.getString(2), rows.getString(3)));
            }
        }
        return found;
    }

    private void write(String sql, @Nullable Object... values) throws SQLException {
        if (bound(sql, values).executeUpdate() != 1) {
            throw new IllegalStateException("no row for " + sql);
        }
    }

    private PreparedStatement bound(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = Objects.requireNonNull(prepared.get(sql));
        for (int i = 0; i < values.length; i++) {
            if (values[i] instanceof Long number) {
                statement.setLong(i + 1, number);
            } else {
                statement.setString(i + 1, (String) values[i]);
            }
        }
        return statement;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
