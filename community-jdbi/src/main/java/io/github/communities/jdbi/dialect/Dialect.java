package io.github.communities.jdbi.dialect;

import io.github.communities.error.Refused;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/** Where the databases differ, and the only place. Immutable and thread-safe. */
public interface Dialect {
    /** The dialect of the database a connection leads to. */
    static Dialect of(Connection connection) throws SQLException {
        DatabaseMetaData database = connection.getMetaData();
        if (database.getDatabaseProductName().equals("H2")) {
            return H2.of(connection);
        }
        throw new Refused(
                "S-18",
                "the database is " + database.getDatabaseProductName() + " " + database.getDatabaseProductVersion()
                        + ", and this version of the library keeps communities in H2 only: give it the DataSource of an"
                        + " H2 database");
    }

    /** The scripts of its schema, in the order in which they run, as {@code V1__name.sql}. */
    List<String> scripts();

    /** The folder of its scripts, below that of all schemas. */
    String folder();

    /** A text in the form in which a key column holds it, so that the database's order is that of code points (S-12). */
    String sortable(String text);

    /** The text that a key column holds in the form {@link #sortable} gives. */
    String plain(String stored);

    /** The condition that a key column is above a text, which the statement takes as {@link #above(String)} gives it. */
    String isAbove(String column);

    /** A text, {@link #sortable}, for {@link #isAbove}. */
    String above(String text);

    /**
     * A table {@code k} of keys, for a {@code from} clause; its columns are {@code key0}, {@code key1} and so on.
     *
     * @param parts how many parts the keys have; for each of them the statement then takes {@link #keyParts}
     */
    String keyRows(int parts);

    /** The same part of all keys, {@link #sortable}. */
    Argument keyParts(List<String> parts);

    /** What makes a select lock its rows, and wait a limited time for them. */
    String forUpdate();

    /** The isolation in which several statements see one state (S-4). */
    TransactionIsolationLevel snapshot();

    /** Whether the transaction failed only because of others, so that it may succeed when it is run again (S-6). */
    boolean saysRunAgain(SQLException failure);

    /** Whether a row with that key was there already. */
    boolean saysDuplicate(SQLException failure);

    /** Whether a statement named a table that is not there. */
    boolean saysNoTable(SQLException failure);

    /** Whether two nodes made the same table or index at once. */
    boolean saysExists(SQLException failure);
}
