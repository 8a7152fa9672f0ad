package io.github.communities.jdbi;

import io.github.communities.error.InvalidInput;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the names of the library's tables and indexes begin with, for hosts in whose schema {@code community_} is taken,
 * or that keep several stores in one schema; and which schema that is (on MariaDB: which database). Without a schema of
 * its own it is the one that the data source's connections are in when the store is opened; whatever they are in later,
 * the store stays with that.
 *
 * @param schema the schema, as it is written in a statement without quotes: 1 to 63 of {@code [A-Za-z0-9_$-]}, a letter
 *     or {@code _} first, and no two {@code -} in a row
 * @param text 1 to 30 of {@code [a-z0-9_]}, a letter first
 */
public record TablePrefix(Optional<String> schema, String text) {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_]{0,29}");
    private static final Pattern SCHEMA = Pattern.compile("(?!.*--)[A-Za-z_][A-Za-z0-9_$-]{0,62}");

    /** {@code community_}, as in the scripts. */
    public static final TablePrefix STANDARD = new TablePrefix("community_");

    /**
     * Checks their form.
     *
     * @throws InvalidInput if one has another (S-18)
     */
    public TablePrefix {
        Arguments.required("schema", schema);
        if (!FORM.matcher(Arguments.required("table prefix", text)).matches()) {
            throw new InvalidInput(
                    "table prefix", text, "S-18", "must be a lower-case letter and up to 29 of a to z, 0 to 9 and _");
        }
        schema.filter(name -> !SCHEMA.matcher(name).matches()).ifPresent(name -> {
            throw new InvalidInput(
                    "schema",
                    name,
                    "S-18",
                    "must be a letter or _ and up to 62 letters of a to z, digits, _, $ and single -");
        });
    }

    /**
     * In the schema of the connections.
     *
     * @throws InvalidInput if it has another form (S-18)
     */
    public TablePrefix(String text) {
        this(Optional.empty(), text);
    }

    /**
     * The standard prefix, in a schema whatever the connections are in.
     *
     * @throws InvalidInput if that has another form (S-18)
     */
    public static TablePrefix in(String schema) {
        return in(schema, STANDARD.text());
    }

    /**
     * A prefix, in a schema whatever the connections are in.
     *
     * @throws InvalidInput if one has another form (S-18)
     */
    public static TablePrefix in(String schema, String text) {
        return new TablePrefix(Optional.of(Arguments.required("schema", schema)), text);
    }
}
