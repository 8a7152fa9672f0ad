package io.github.communities.tck.domain.authorization;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.Target;
import io.github.communities.access.Need;
import io.github.communities.access.Operation;
import io.github.communities.access.OperationTable;
import io.github.communities.policy.Policy;
import io.github.communities.policy.RoleDefinition;
import io.github.communities.project.NewProject;
import io.github.communities.project.Project;
import io.github.communities.tck.domain.BilledRules;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The table of operations says what is decided: ACC-7, POL-3. Cat lovers is Bob's. */
public abstract class OperationTableRules extends BilledRules {
    /** Before the columns of the roles: operation, permission and place. */
    private static final int FIRST_ROLE = 3;

    /** Rules on storages of this kind. */
    protected OperationTableRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    /** A row of the table as it is printed. */
    private record Row(Permission permission, Need.Place place, List<Boolean> marks) {}

    /** Someone who holds one role at one scope, and nothing else. */
    private record Holding(Subject holder, Scope scope) {}

    @Test
    @Rule({"ACC-7", "POL-3"})
    void a_mark_means_that_the_role_permits_it_at_the_place_and_from_above() {
        assertDecidesAsPrinted(Policy.standard());
    }

    @Test
    @Rule({"ACC-7", "POL-3"})
    void the_marks_of_the_delegated_policy_mean_the_same() {
        assertDecidesAsPrinted(Policy.delegated());
    }

    private void assertDecidesAsPrinted(Policy policy) {
        run(policy);
        Project litter = node.projects()
                .create(as(BOB), cats, NewProject.named("Litter"))
                .value();
        Target dataset = resourceOf(litter, "dataset", "photos");
        List<Row> rows = rows(policy);
        List<Executable> checks = new ArrayList<>();
        for (int i = 0; i < policy.roles().size(); i++) {
            Role role = policy.roles().get(i).role();
            for (Holding holding : holdings(policy.roles().get(i), litter.id())) {
                for (Row row : rows) {
                    boolean marked = row.marks().get(i);
                    checks.add(() -> assertMeant(marked, role, row, holding, target(row.place(), litter, dataset)));
                }
            }
        }
        assertAll(checks);
    }

    private void assertMeant(boolean marked, Role role, Row row, Holding holding, Target target) {
        boolean reaches = holding.scope().kind().compareTo(kind(row.place())) <= 0;
        assertEquals(
                marked && reaches,
                other.access().can(as(holding.holder()), row.permission(), target),
                () -> role + " at " + holding.scope() + ": " + row.permission() + " at "
                        + row.place().text());
    }

    /**
     * An account for each scope at which a role can be bound; an account, since every user has a role besides (ORG-3).
     */
    private List<Holding> holdings(RoleDefinition definition, ProjectId project) {
        List<Holding> holdings = new ArrayList<>();
        for (ScopeKind kind : definition.scopes()) {
            Subject account = Subject.serviceAccount(definition.role() + " at " + kind.noun());
            Scope scope = switch (kind) {
                case ORGANIZATION -> ACME;
                case COMMUNITY -> cats;
                case PROJECT -> project;
            };
            if (kind == ScopeKind.ORGANIZATION) {
                node.host().addServiceAccount(ACME, account, definition.role());
            } else {
                node.host().addServiceAccount(ACME, account);
                node.members().grant(as(BOB), scope, account, definition.role());
            }
            holdings.add(new Holding(account, scope));
        }
        return holdings;
    }

    private Target target(Need.Place place, Project project, Target resource) {
        return switch (place) {
            case ORGANIZATION -> ACME;
            case COMMUNITY -> cats;
            case PROJECT -> project.id();
            case SOURCE -> resource;
        };
    }

    private static ScopeKind kind(Need.Place place) {
        return switch (place) {
            case ORGANIZATION -> ScopeKind.ORGANIZATION;
            case COMMUNITY -> ScopeKind.COMMUNITY;
            case PROJECT, SOURCE -> ScopeKind.PROJECT;
        };
    }

    /** The table read back from its text, one row for each permission of each operation. */
    private static List<Row> rows(Policy policy) {
        List<List<String>> lines = OperationTable.markdown(policy)
                .lines()
                .map(OperationTableRules::cells)
                .toList();
        List<String> columns = policy.roles().stream()
                .map(definition -> "`" + definition.role() + "`")
                .toList();
        assertEquals(columns, lines.get(0).subList(FIRST_ROLE, FIRST_ROLE + columns.size()), "a column for each role");
        List<Row> rows =
                lines.stream().skip(2).map(cells -> row(cells, columns.size())).toList();
        assertEquals(
                Arrays.stream(Operation.values())
                        .flatMap(operation -> operation.needs().stream())
                        .toList(),
                rows.stream()
                        .map(row -> new Need(row.permission(), row.place()))
                        .toList(),
                "a row for each permission");
        return rows;
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.split("\\|")).skip(1).map(String::strip).toList();
    }

    private static Row row(List<String> cells, int roles) {
        return new Row(
                permission(cells.get(1)),
                place(cells.get(2)),
                cells.subList(FIRST_ROLE, FIRST_ROLE + roles).stream()
                        .map(cell -> !cell.isEmpty())
                        .toList());
    }

    private static Permission permission(String cell) {
        return Permission.STANDARD.stream()
                .filter(permission -> cell.equals("`" + permission + "`"))
                .findFirst()
                .orElseThrow();
    }

    private static Need.Place place(String cell) {
        return Arrays.stream(Need.Place.values())
                .filter(place -> cell.equals(place.text()))
                .findFirst()
                .orElseThrow();
    }
}
