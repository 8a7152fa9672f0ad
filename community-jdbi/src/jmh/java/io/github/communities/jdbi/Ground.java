package io.github.communities.jdbi;

import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_ADMIN;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.PageRequest;
import io.github.communities.Subject;
import io.github.communities.community.NewCommunity;
import io.github.communities.core.CommunityEngine;
import io.github.communities.member.Member;
import io.github.communities.policy.Billing;
import io.github.communities.policy.Policy;
import io.github.communities.spi.CommunityStore;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A database with an organization in it, as every benchmark finds it, in whatever process it runs. */
final class Ground implements AutoCloseable {
    static final OrganizationId ACME = OrganizationId.of("acme");
    static final Caller ANN = Caller.of(ACME, Subject.user("ann"));
    /** The one who has twenty memberships, and five groups. */
    static final Subject BUSY = Subject.user("busy");
    /** More users than a benchmark gives a role between two looks at the clock. */
    static final int USERS = 20_000;

    static final int FEW = 1_000;
    static final int MANY = 1_000_000;

    /** Some hundred users of the million have an id after this one. */
    private static final String NEAR_THE_END = "user9999";

    /** Beyond all other numbers in statements. */
    private static final long REVISION = 5_000_000_000L;

    private final HikariDataSource pool;
    private final CommunityStore store;
    private final Communities communities;

    private Ground(HikariDataSource pool, CommunityStore store) {
        this.pool = pool;
        this.store = store;
        this.communities = CommunityEngine.builder()
                .store(store)
                .policy(Policy.standard().toBuilder("free")
                        .billing(Billing.NOT_REQUIRED)
                        .build())
                .build();
    }

    /** The one of that name, which the system property {@code ground.NAME} has the URL of. */
    static Ground of(String database) {
        return at(System.getProperty("ground." + database, ""));
    }

    /** The one at that URL. */
    static Ground at(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(16);
        HikariDataSource pool = new HikariDataSource(config);
        CommunitySchema.migrate(pool);
        return new Ground(pool, JdbiCommunityStore.over(pool));
    }

    HikariDataSource pool() {
        return pool;
    }

    CommunityStore store() {
        return store;
    }

    Communities communities() {
        return communities;
    }

    static CommunityId community(String name) {
        return CommunityId.of(ACME, name);
    }

    static Subject user(int number) {
        return Subject.user("user" + number);
    }

    /** A user who belongs to no community. */
    static Subject newcomer(int number) {
        return Subject.user("newcomer" + number);
    }

    /** Organization, users, groups, and a community each for few and for many members. */
    void prepare() throws SQLException {
        List<String> ids = List.of("team", "cats", "few", "many");
        Iterator<String> next = IntStream.range(0, 1_000)
                .mapToObj(i -> i < ids.size() ? ids.get(i) : "club" + i)
                .iterator();
        Communities preparing =
                CommunityEngine.builder().store(store).ids(next::next).build();
        preparing.host().register(ACME, "Acme");
        preparing.host().addUser(ACME, ANN.principal(), ORGANIZATION_ADMIN);
        preparing.host().addUser(ACME, BUSY);
        for (String name : List.of("Cats", "Few", "Many")) {
            preparing.create(ANN, NewCommunity.named(name));
        }
        for (int i = 0; i < 20; i++) {
            CommunityId club = preparing
                    .create(ANN, NewCommunity.named("Club " + i))
                    .value()
                    .id();
            preparing.members().grant(ANN, club, BUSY, COMMUNITY_VIEWER);
        }
        for (int i = 0; i < 5; i++) {
            Subject group = Subject.group("group" + i);
            preparing.host().addGroup(ACME, group);
            preparing.host().addToGroup(ACME, group, BUSY);
            preparing.members().grant(ANN, community("cats"), group, COMMUNITY_VIEWER);
        }
        fill();
    }

    /** By what is fastest; the engine finds it as if it had done it itself. */
    private void fill() throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            String product = connection.getMetaData().getDatabaseProductName();
            statement.execute(
                    "insert into community_subjects (organization_id, kind, id, present, epoch, since, signed_in)"
                            + " select 'acme', 'user', concat('user', x), true, 1, 1, false from "
                            + numbers(product, MANY));
            statement.execute(
                    "insert into community_subjects (organization_id, kind, id, present, epoch, since, signed_in)"
                            + " select 'acme', 'user', concat('newcomer', x), true, 1, 1, false from "
                            + numbers(product, USERS));
            for (String bound : List.of("few " + FEW, "many " + MANY)) {
                String[] words = bound.split(" ", -1);
                statement.execute("insert into community_bindings (organization_id, scope_kind, scope_id, subject_kind,"
                        + " subject_id, role, since, revision) select 'acme', 'community', '" + words[0]
                        + "', 'user', concat('user', x), 'communities.viewer', 1, 1 from "
                        + numbers(product, Integer.parseInt(words[1])));
            }
            statement.execute("update community_organizations set revision = " + REVISION);
        }
        analyze();
    }

    private static String numbers(String product, int count) {
        return switch (product) {
            case "H2" -> "system_range(0, " + (count - 1) + ")";
            case "PostgreSQL" -> "generate_series(0, " + (count - 1) + ") as numbers (x)";
            default -> "(select seq as x from seq_0_to_" + (count - 1) + ") numbers";
        };
    }

    /** Users of another organization, called as those of the one that all benchmarks have. */
    void addUsers(OrganizationId organization, int count) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "insert into community_subjects (organization_id, kind, id, present, epoch, since, signed_in)"
                            + " select '" + organization.value()
                            + "', 'user', concat('user', x), true, 1, 1, false from "
                            + numbers(connection.getMetaData().getDatabaseProductName(), count));
        }
    }

    /** Lets the database learn what is in the tables. */
    void analyze() throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            String product = connection.getMetaData().getDatabaseProductName();
            statement.execute(
                    product.equals("MariaDB") ? "analyze table community_bindings, community_subjects" : "analyze");
        }
    }

    /** A connection besides those of the pool. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection(pool.getJdbcUrl());
    }

    /** Ends what a benchmark has granted, so that it can be granted again. */
    void revokeAll(String community) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "delete from community_bindings where organization_id = 'acme' and scope_kind = 'community'"
                            + " and scope_id = '" + community + "' and subject_kind = 'user' and revision > 1"
                            + " and subject_id <> 'ann'");
        }
    }

    long revision() {
        return store.revision(ACME).value();
    }

    /**
     * The request for a page near the end of a community of a million, got by moving the cursor of the first page there
     * instead of turning ten thousand pages.
     */
    PageRequest lastPage(CommunityId community, int size) {
        String first = communities
                .members()
                .list(ANN, community, PageRequest.first(size))
                .next()
                .orElseThrow();
        String text = new String(Base64.getUrlDecoder().decode(first), StandardCharsets.UTF_8);
        String[] parts = text.split("/", -1);
        parts[parts.length - 2] = NEAR_THE_END; // the last is the role
        String moved = String.join("/", parts);
        return new PageRequest(
                size,
                Optional.of(Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(moved.getBytes(StandardCharsets.UTF_8))));
    }

    List<Member> members(CommunityId community, PageRequest page) {
        return communities.members().list(ANN, community, page).items();
    }

    @Override
    public void close() {
        communities.close();
        pool.close();
    }
}
