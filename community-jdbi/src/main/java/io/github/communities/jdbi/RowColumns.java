package io.github.communities.jdbi;

import io.github.communities.error.InvalidInput;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which columns of the host's own rows say where a row belongs (ACC-6). They hold texts that compare exactly, as they
 * do in H2 and PostgreSQL unless a column was declared otherwise; in MariaDB any collation will do.
 *
 * <p>With a column for the organization, the other two hold the ids' values alone ({@code CommunityId.value()});
 * without one, their text form ({@code CommunityId.toString()}), which names the organization.
 *
 * <p>Names are SQL: plain or quoted, with those of a table and a schema before them if need be; up to 1,035 characters.
 * Immutable.
 *
 * @param community the column of the community; a row in which it is null belongs nowhere
 * @param project that of the project, if rows can belong to one; null in rows of the community itself
 * @param organization that of the organization
 */
public record RowColumns(String community, Optional<String> project, Optional<String> organization) {
    private static final String PART = "(?:\\p{L}[\\p{L}\\p{N}_$]*|_[\\p{L}\\p{N}_$]*|\"[^\"\\p{C}]+\"|`[^`\\p{C}]+`)";
    private static final Pattern NAME = Pattern.compile(PART + "(?:\\." + PART + "){0,3}");

    /** Four names of as many characters as the database with the longest ones takes, quoted, with dots between them. */
    private static final int LONGEST = 4 * 258 + 3;

    private static final String COMMUNITY = "column of the community";
    private static final String PROJECT = "column of the project";
    private static final String ORGANIZATION = "column of the organization";

    /** Checks the names. */
    public RowColumns {
        named(COMMUNITY, community);
        Arguments.required(PROJECT, project).ifPresent(name -> named(PROJECT, name));
        Arguments.required(ORGANIZATION, organization).ifPresent(name -> named(ORGANIZATION, name));
    }

    /**
     * Rows of communities, by their text form.
     *
     * @throws InvalidInput if the name is not one of a column (ACC-6)
     */
    public static RowColumns community(String column) {
        return new RowColumns(column, Optional.empty(), Optional.empty());
    }

    /** Rows of projects too. */
    public RowColumns project(String column) {
        return new RowColumns(community, Optional.of(Arguments.required(PROJECT, column)), organization);
    }

    /** With the organization in a column of its own, so that the others hold values alone. */
    public RowColumns organization(String column) {
        return new RowColumns(community, project, Optional.of(Arguments.required(ORGANIZATION, column)));
    }

    private static void named(String field, String name) {
        if (Arguments.required(field, name).length() > LONGEST) {
            throw new InvalidInput(field, name, "ACC-6", "is longer than " + LONGEST + " characters");
        }
        if (!NAME.matcher(name).matches()) {
            throw new InvalidInput(
                    field, name, "ACC-6", "is not the name of a column: letters, digits and _, or quoted, after dots");
        }
    }
}
