package io.github.communities.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.access.Operation;
import io.github.communities.access.OperationTable;
import io.github.communities.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page of operations says what the code does: it is made from the table by which operations are judged. */
final class OperationsPageTest {
    private static final Path PAGE = Path.of("..", "community-api", "OPERATIONS.md");

    private static final String BEGINNING = """
            # What every operation takes

            A mark says that a role permits it wherever the role is held: at the place itself, or at a scope above. All
            permissions of an operation are needed, unless it says *or*. What stands under *and* must be so besides, whoever
            asks; whoever has the permissions is told all of it that is unmet, and nobody else any of it. What stands under
            *asked of* is what the target must be. Giving a role takes besides that one holds all that it permits (MEM-3).

            This page is made from `Operation` and the two policies; a test fails when it is out of date.

            ## Standard

            """;

    private static String page() {
        return BEGINNING
                + OperationTable.markdown(Policy.standard())
                + "\n## Delegated\n\n"
                + OperationTable.markdown(Policy.delegated());
    }

    @Test
    void is_up_to_date() throws IOException {
        String expected = page();
        assertEquals(
                expected,
                Files.exists(PAGE) ? Files.readString(PAGE, UTF_8) : "",
                () -> "community-api/OPERATIONS.md is out of date. Its text should be:\n\n" + expected);
    }

    @Test
    void has_every_operation_and_differs_where_the_policies_do() {
        String standard = OperationTable.markdown(Policy.standard());
        for (Operation operation : Operation.values()) {
            assertTrue(standard.contains("\n| " + operation.text() + " | "), operation::text);
        }
        assertTrue(standard.contains("| run | `project.run` | the project |"), standard);
        assertTrue(!standard.equals(OperationTable.markdown(Policy.delegated())), "the policies differ");
    }
}
