package io.github.communities.jdbi;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.jdbi.TappedDataSource.Executed;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As H2 plans. */
class H2QueryPlanTest extends QueryPlans {
    private static final Pattern SCANNED = Pattern.compile("scanCount: (\\d+)");
    /** How the roles that are bound in any organization are looked for. */
    private static final Pattern OF_ANY_ORGANIZATION = Pattern.compile("COMMUNITY_BINDINGS_ROLES: (ROLE >= \\?1"
            + "|ROLE = \\?1 AND SUBJECT_KIND >= \\?2|SUBJECT_KIND >= \\?2 AND ROLE = \\?1)");

    /** A table in a plan, and how it is accessed. */
    private static final Pattern ACCESS =
            Pattern.compile("COMMUNITY_\\w+\" (?:\"\\w+\" )?+(?:SET .*? )?+/\\* (.*?)\\*/");

    H2QueryPlanTest() {
        super(H2Fixture.inMemory());
    }

    @Override
    String numbers(int last) {
        return "system_range(1, " + last + ")";
    }

    @Override
    boolean keepsPlans() {
        return true;
    }

    @Override
    List<String> plans(Connection connection, Executed statement) throws SQLException {
        String explain = statement.sql().startsWith("select") ? "explain analyze " : "explain ";
        try (PreparedStatement explained = statement.again(connection, explain + statement.sql());
                ResultSet result = explained.executeQuery()) {
            result.next();
            return List.of(withoutProbe(result.getString(1).replaceAll("\\s+", " ")));
        }
    }

    @Override
    void requireGood(String plan, Executed statement) {
        if (statement.sql().matches("select (role|subject_kind) from.*")) {
            assertTrue(OF_ANY_ORGANIZATION.matcher(plan).find(), plan);
        } else {
            requireAllConditions(plan, statement);
        }
        assertTrue(!plan.contains("tableScan"), () -> "no full scan: " + plan);
        if (statement.sql().contains("order by")) {
            assertTrue(plan.contains("/* index sorted */"), () -> "in the order of the index, not sorted: " + plan);
        }
        Matcher scanned = SCANNED.matcher(plan);
        while (scanned.find()) {
            assertTrue(Integer.parseInt(scanned.group(1)) <= READ, () -> "few rows are read: " + plan);
        }
    }

    private static void requireAllConditions(String plan, Executed statement) {
        Matcher access = ACCESS.matcher(plan);
        int equal = 0;
        while (access.find()) {
            equal += equalities(access.group(1));
            assertTrue(access.group(1).contains("ORGANIZATION_ID = "), () -> "by the organization first: " + plan);
        }
        int asked = equalities(withoutProbe(statement.sql()).replaceFirst("^update .* where ", ""));
        boolean all = equal >= asked;
        assertTrue(all, () -> "all " + asked + " conditions are used to go there: " + plan);
    }

    private static int equalities(String text) {
        return text.split(" = ", -1).length - 1;
    }
}
