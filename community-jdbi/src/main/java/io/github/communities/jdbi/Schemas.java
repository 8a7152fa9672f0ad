package io.github.communities.jdbi;

import io.github.communities.error.Refused;
import io.github.communities.jdbi.dialect.Dialect;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** In which schema the tables lie: one that is named once, since what a session looks in may change. */
final class Schemas {
    /** What a statement's text is cut or filled in at, even where it is quoted. */
    private static final Pattern UNSUPPORTED = Pattern.compile("[?:;#/\\\\\"`']|--");

    private Schemas() {}

    /**
     * The schema that the host names, or else the one that a connection is in, as the database spells it.
     *
     * @throws Refused if there is none (S-18)
     */
    static String find(Connection connection, Dialect dialect, Optional<String> named) throws SQLException {
        return named.isPresent() ? findByName(connection, dialect, named.get()) : current(connection, dialect);
    }

    private static String current(Connection connection, Dialect dialect) throws SQLException {
        List<String> current = texts(connection, dialect.currentSchema());
        if (current.isEmpty()) {
            throw new Refused(
                    "S-18",
                    "the DataSource's connections are in no schema (PostgreSQL: currentSchema or search_path names"
                            + " none that is there; MariaDB: the URL names no database): name one there, or by"
                            + " TablePrefix.in");
        }
        if (UNSUPPORTED.matcher(current.get(0)).find()) {
            throw new Refused(
                    "S-18",
                    "the DataSource's connections are in a schema whose name has a quote, ?, :, ;, #, /, \\ or --:"
                            + " name another one there, or by TablePrefix.in");
        }
        return current.get(0);
    }

    /** Exactly so, or else whatever the case, as databases take a name without quotes. */
    private static String findByName(Connection connection, Dialect dialect, String name) throws SQLException {
        List<String> all = texts(connection, dialect.schemas());
        if (all.contains(name)) {
            return name;
        }
        List<String> sameButForCase =
                all.stream().filter(name::equalsIgnoreCase).toList();
        if (sameButForCase.size() != 1) {
            throw new Refused(
                    "S-18",
                    sameButForCase.isEmpty()
                            ? "the database has no schema '" + name
                                    + "': create it first, or name another by TablePrefix.in"
                            : "the database has several schemas that are called '" + name + "' but for the case: "
                                    + String.join(", ", sameButForCase) + ": spell one exactly");
        }
        return sameButForCase.get(0);
    }

    private static List<String> texts(Connection connection, String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(query)) {
            while (results.next()) {
                String text = results.getString(1);
                if (text != null) {
                    texts.add(text);
                }
            }
        }
        return texts;
    }
}
