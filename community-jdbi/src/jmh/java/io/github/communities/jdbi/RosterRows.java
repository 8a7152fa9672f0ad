package io.github.communities.jdbi;

import io.github.communities.OrganizationId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/** All rows that an organization has, for a program that knows no more than to insert them in batches. */
record RosterRows(List<Table> tables) {
    private static final int BATCH = 1_000;
    private static final List<String> NAMES = List.of(
            "community_organizations",
            "community_subjects",
            "community_communities",
            "community_projects",
            "community_bindings",
            "community_changes");

    /** The rows of a table, without their organization, which is the first column. */
    private record Table(String insert, List<List<Object>> rows) {}

    /** Marks what is null. */
    private static final Object NULL = new Object();

    static RosterRows of(DataSource source, OrganizationId organization) throws SQLException {
        List<Table> tables = new ArrayList<>();
        try (Connection connection = source.getConnection()) {
            for (String name : NAMES) {
                try (PreparedStatement query =
                        connection.prepareStatement("select * from " + name + " where organization_id = ?")) {
                    query.setString(1, organization.value());
                    tables.add(table(name, query));
                }
            }
        }
        return new RosterRows(List.copyOf(tables));
    }

    private static Table table(String name, PreparedStatement query) throws SQLException {
        List<List<Object>> rows = new ArrayList<>();
        try (ResultSet result = query.executeQuery()) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<Object> row = new ArrayList<>();
                for (int column = 2; column <= columns; column++) {
                    Object value = result.getObject(column);
                    row.add(value == null ? NULL : value);
                }
                rows.add(row);
            }
            String marks = IntStream.range(0, columns).mapToObj(column -> "?").collect(Collectors.joining(", "));
            return new Table("insert into " + name + " values (" + marks + ")", rows);
        }
    }

    /** How many rows each table has. */
    Map<String, Integer> counts() {
        return tables.stream()
                .collect(Collectors.toMap(Table::insert, table -> table.rows().size()));
    }

    /**
     * Inserts them for another organization, in as many transactions as there are change records, each of which takes
     * the organization's row first.
     */
    int insert(DataSource source, OrganizationId organization) throws SQLException {
        int parts = tables.get(tables.size() - 1).rows().size();
        int inserted = 0;
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            for (int part = 0; part < parts; part++) {
                take(connection, organization);
                for (Table table : tables) {
                    List<List<Object>> rows = table.rows();
                    int from = rows.size() * part / parts;
                    int to = rows.size() * (part + 1) / parts;
                    insert(connection, organization, table.insert(), rows.subList(from, to));
                    inserted += to - from;
                }
                connection.commit();
            }
            connection.setAutoCommit(true);
        }
        return inserted;
    }

    private static void take(Connection connection, OrganizationId organization) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(
                "select revision from community_organizations where organization_id = ? for update")) {
            lock.setString(1, organization.value());
            try (ResultSet result = lock.executeQuery()) {
                result.next();
            }
        }
    }

    private static void insert(Connection connection, OrganizationId organization, String sql, List<List<Object>> rows)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (int from = 0; from < rows.size(); from += BATCH) {
                for (List<Object> row : rows.subList(from, Math.min(from + BATCH, rows.size()))) {
                    insert.setString(1, organization.value());
                    for (int column = 0; column < row.size(); column++) {
                        Object value = row.get(column);
                        insert.setObject(column + 2, value == NULL ? null : value);
                    }
                    insert.addBatch();
                }
                insert.executeBatch();
            }
        }
    }
}
