package io.github.communities.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Page;
import io.github.communities.PageRequest;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.access.Holder;
import io.github.communities.community.NewCommunity;
import io.github.communities.core.CommunityEngine;
import io.github.communities.policy.Billing;
import io.github.communities.policy.Policy;
import io.github.communities.project.NewProject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who has a permission is merged from a list for each role that grants it, at each scope, and for each group; on a
 * server, where each statement is a round trip, a page of it takes a dozen all the same.
 */
class HolderCostTest {
    private static final OrganizationId ACME = OrganizationId.of("acme");
    private static final Subject ANN = Subject.user("ann");
    private static final int USERS = 130;

    static List<DatabaseServer> servers() {
        return List.of(PostgresServer.only(), MariaDbServer.only());
    }

    @ParameterizedTest
    @MethodSource("servers")
    void a_page_of_who_has_a_permission_takes_a_dozen_statements(DatabaseServer server) {
        ServerFixture fixture = ServerFixture.migrated(server);
        JdbcConnectionPool pool = fixture.pool();
        TappedDataSource tapped = new TappedDataSource(pool);
        try (Communities node = CommunityEngine.builder()
                .store(JdbiCommunityStore.over(tapped))
                .policy(Policy.standard().toBuilder("free")
                        .billing(Billing.NOT_REQUIRED)
                        .build())
                .build()) {
            ProjectId project = project(node);
            Caller caller = Caller.of(ACME, ANN);
            List<Holder> holders = new ArrayList<>();
            Optional<PageRequest> next = Optional.of(PageRequest.first(50));
            while (next.isPresent()) {
                tapped.statements();
                Page<Holder> page = node.access().holders(caller, Permission.PROJECT_VIEW, project, next.get());
                List<TappedDataSource.Executed> statements = tapped.statements();
                assertTrue(statements.size() <= 12, () -> statements.size() + " statements: " + statements);
                holders.addAll(page.items());
                next = next.get().after(page);
            }
            assertEquals(USERS + 1, holders.size());
        } finally {
            fixture.giveBack(pool);
            fixture.close();
        }
    }

    /** One that people see by their own roles at it and above, and by those of three groups. */
    private static ProjectId project(Communities node) {
        node.host().register(ACME, "Acme");
        node.host().addUser(ACME, ANN, Role.ORGANIZATION_OWNER);
        Caller ann = Caller.of(ACME, ANN);
        CommunityId cats = node.create(ann, NewCommunity.named("Cats")).value().id();
        ProjectId project = node.projects()
                .create(ann, cats, NewProject.named("Litter"))
                .value()
                .id();
        List<Subject> groups =
                IntStream.range(0, 3).mapToObj(i -> Subject.group("group " + i)).toList();
        groups.forEach(group -> {
            node.host().addGroup(ACME, group);
            node.members().grant(ann, cats, group, Role.COMMUNITY_VIEWER);
        });
        for (int i = 0; i < USERS; i++) {
            Subject user = i % 7 == 0 ? Subject.federatedUser("user " + i) : Subject.user("user " + i);
            node.host().addUser(ACME, user);
            switch (i % 5) {
                case 0 -> node.members().grant(ann, cats, user, Role.COMMUNITY_DEVELOPER);
                case 1 -> node.members().grant(ann, project, user, Role.PROJECT_DEVELOPER);
                default -> node.host().addToGroup(ACME, groups.get(i % 3), user);
            }
        }
        return project;
    }
}
