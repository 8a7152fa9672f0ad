package io.github.communities.tck.model;

import static io.github.communities.tck.model.Model.ACME;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.Page;
import io.github.communities.PageRequest;
import io.github.communities.Permission;
import io.github.communities.Revision;
import io.github.communities.Scope;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.access.AccessView;
import io.github.communities.community.Community;
import io.github.communities.community.CommunityFilter;
import io.github.communities.error.CommunitiesException;
import io.github.communities.member.Member;
import io.github.communities.organization.OrganizationOverview;
import io.github.communities.tck.fixture.Cluster;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/**
 * Random programs through the engine and through a model of the rules, compared after every step and in the end.
 *
 * <p>A program that fails is reported with its seed and made as short as can be, and with what became of each command
 * before the one that failed. How many programs are run, and of how many commands at most, is set by the system
 * properties {@value #PROGRAMS} (300 if it is not set) and {@value #COMMANDS} (40).
 */
public abstract class ProgramRules {
    /** The system property that says how many programs are run: {@value}. */
    public static final String PROGRAMS = "communities.model.programs";

    /** The system property that says how many commands a program has at most: {@value}. */
    public static final String COMMANDS = "communities.model.commands";

    private final Supplier<StoreFixture> storages;

    /** Programs on storages of this kind. */
    protected ProgramRules(Supplier<StoreFixture> storages) {
        this.storages = storages;
    }

    @Provide
    Arbitrary<List<Command>> programs() {
        return Programs.of(Integer.getInteger(COMMANDS, 40));
    }

    @Provide
    Arbitrary<RoleTable> tables() {
        return Arbitraries.of(RoleTable.standard(), RoleTable.delegated());
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @AddLifecycleHook(ProgramCount.class)
    @Rule({
        "ACC-1", "ACC-2", "ACC-3", "COM-1", "COM-4", "COM-5", "CON-1", "DEF-3", "DEF-4", "DEF-7", "DEF-8", "DEF-9",
                "MEM-1",
        "MEM-2", "MEM-3", "MEM-5", "MEM-6", "MEM-7", "MEM-8", "MEM-9", "MEM-11", "ORG-1", "ORG-4", "ORG-5", "PRJ-1",
                "PRJ-2"
    })
    void every_program_comes_to_what_the_rules_say(
            @ForAll("programs") List<Command> program, @ForAll("tables") RoleTable table) {
        try (Run run = new Run(new Cluster(storages.get()), table)) {
            Programs.BEGINNING.forEach(run::execute);
            for (int i = 0; i < program.size(); i++) {
                run.execute(program.get(i));
                if (i % 10 == 9) {
                    run.comparePermissions();
                }
            }
            run.comparePermissions();
            run.compareEverything();
        }
    }

    /** One program on one cluster. */
    private static final class Run implements AutoCloseable {
        private static final Duration PAST_STALENESS = Duration.ofSeconds(2);

        private final Cluster cluster;
        private final Model model;
        private final Communities[] nodes;
        private final StringBuilder trace = new StringBuilder();
        private int current;

        Run(Cluster cluster, RoleTable table) {
            this.cluster = cluster;
            this.model = new Model(table, cluster.clock().instant());
            this.nodes = new Communities[] {cluster.node(table.policy()), cluster.node(table.policy())};
        }

        private Communities node() {
            return nodes[current];
        }

        private void pass(Duration duration) {
            cluster.clock().advance(duration);
            model.advanceTo(cluster.clock().instant());
        }

        void execute(Command command) {
            if (command instanceof Command.Write write) {
                compare(write);
            } else if (command instanceof Command.Advance advance) {
                pass(advance.duration());
            } else if (command instanceof Command.SwitchNode) {
                pass(PAST_STALENESS);
                current = 1 - current;
            } else {
                node().close();
                nodes[current] = cluster.node(model.table().policy());
            }
        }

        private void compare(Command.Write command) {
            Expected expected = command.expected(model);
            if (expected.isNothing()) {
                return;
            }
            Revision before = revision();
            Outcome actual;
            Object value = command;
            Optional<Revision> told = Optional.empty();
            try {
                Written<?> written = command.run(node(), model);
                actual = Outcome.of(written);
                value = written.value();
                told = Optional.of(written.revision());
            } catch (CommunitiesException refusal) {
                actual = Outcome.of(refusal);
                value = refusal;
            }
            Outcome came = actual;
            Object found = value;
            expected.effectOf(actual)
                    .orElseGet(() -> fail(command + ": the rules say " + expected + ", and it came to " + came + ": "
                            + found + "; before it:" + trace))
                    .accept(value);
            trace.append("\n")
                    .append(current == 0 ? "" : "  ")
                    .append(command)
                    .append(": ")
                    .append(actual);
            Revision after = actual.kind() == Outcome.Kind.CHANGED ? before.next() : before;
            assertEquals(after, revision(), () -> "revision after " + command);
            told.ifPresent(revision -> assertEquals(after, revision, () -> "revision returned by " + command));
        }

        private Revision revision() {
            try {
                return node().host().organization(ACME).revision();
            } catch (CommunitiesException notRegistered) {
                return Revision.NONE;
            }
        }

        /** All permissions of everyone everywhere, on both nodes, asked in one call and one by one. */
        void comparePermissions() {
            pass(PAST_STALENESS);
            List<Scope> targets = model.targets();
            for (Communities each : nodes) {
                for (Subject principal : Programs.PRINCIPALS) {
                    AccessView view = each.access().of(Caller.of(ACME, principal));
                    Map<Scope, Set<Permission>> expected = new HashMap<>();
                    targets.forEach(target -> expected.put(target, model.permissions(principal, target)));
                    assertEquals(
                            expected,
                            view.permissions(targets, Permission.STANDARD),
                            () -> "permissions of " + principal);
                    targets.forEach(target -> assertEquals(
                            expected.get(target),
                            new TreeSet<>(view.permissions(target)),
                            () -> "permissions of " + principal + " at " + target));
                }
            }
        }

        void compareEverything() {
            for (Subject principal : Programs.PRINCIPALS) {
                compareDecisions(principal);
                if (model.belongs(principal)) {
                    compareLists(principal);
                }
            }
            OrganizationOverview overview = node().host().overview(ACME);
            assertEquals(model.users(), overview.users(), "users");
            assertEquals(model.standardCommunities(), overview.communities(), "communities");
            assertEquals(model.orphaned().size(), overview.orphaned(), "orphaned communities");
            assertEquals(model.projects(), overview.projects(), "projects");
            assertEquals(model.bindingsInForce(), overview.bindings(), "bindings in force");
        }

        private void compareDecisions(Subject principal) {
            AccessView view = node().access().of(Caller.of(ACME, principal));
            for (Scope target : model.targets()) {
                Set<Permission> expected = model.permissions(principal, target);
                for (Permission permission : Permission.STANDARD) {
                    boolean permitted = expected.contains(permission);
                    Supplier<String> question = () -> principal + ", " + permission + " at " + target;
                    assertEquals(permitted, view.can(permission, target), question);
                    assertEquals(permitted, view.explain(permission, target).allowed(), question);
                }
            }
        }

        private void compareLists(Subject principal) {
            Caller caller = Caller.of(ACME, principal);
            Communities asked = node();
            assertEquals(
                    model.visible(principal),
                    ids(all(page -> asked.list(caller, CommunityFilter.all(), page))),
                    () -> "what " + principal + " may view");
            Set<Permission> inOrganization = model.permissions(principal, ACME);
            if (inOrganization.contains(Permission.ORGANIZATION_APPOINT_ADMINISTRATORS)) {
                assertEquals(model.orphaned(), ids(all(page -> asked.orphaned(caller, page))), "orphaned communities");
            }
            for (Scope scope : model.targets()) {
                if (model.permissions(principal, scope).contains(viewing(scope.kind()))) {
                    assertEquals(
                            model.bound(scope),
                            all(page -> asked.members().list(caller, scope, page)).stream()
                                    .map(Member::subject)
                                    .collect(Collectors.toSet()),
                            () -> "members of " + scope);
                }
            }
        }

        private static Permission viewing(ScopeKind kind) {
            return switch (kind) {
                case ORGANIZATION -> Permission.ORGANIZATION_VIEW;
                case COMMUNITY -> Permission.COMMUNITY_VIEW;
                case PROJECT -> Permission.PROJECT_VIEW;
            };
        }

        private static Set<CommunityId> ids(List<Community> communities) {
            return communities.stream().map(Community::id).collect(Collectors.toSet());
        }

        private static <T> List<T> all(Function<PageRequest, Page<T>> list) {
            List<T> items = new ArrayList<>();
            Optional<PageRequest> next = Optional.of(PageRequest.first(3));
            while (next.isPresent()) {
                PageRequest request = next.get();
                Page<T> page = list.apply(request);
                items.addAll(page.items());
                next = request.after(page);
            }
            return items;
        }

        @Override
        public void close() {
            cluster.close();
        }
    }
}
