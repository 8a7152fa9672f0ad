package io.github.communities.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.PageRequest;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.ResourceAt;
import io.github.communities.ResourceId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.Target;
import io.github.communities.Written;
import io.github.communities.access.Access;
import io.github.communities.access.AccessView;
import io.github.communities.access.Operation;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import io.github.communities.community.NewCommunity;
import io.github.communities.core.CommunityEngine;
import io.github.communities.invitation.InvitationLink;
import io.github.communities.invitation.NewLink;
import io.github.communities.invitation.NewPersonal;
import io.github.communities.member.Members;
import io.github.communities.policy.Billing;
import io.github.communities.policy.Policy;
import io.github.communities.project.NewProject;
import io.github.communities.project.NewResource;
import io.github.communities.project.Resources;
import io.github.communities.sharing.Sharing;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.record.AttachmentRecord;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.ProjectRecord;
import io.github.communities.spi.record.PublicationRecord;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.ResourceRecord;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.spi.record.SubjectRecord;
import io.github.communities.tck.fixture.ManualClock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * No operation costs more as an organization grows: each takes as many statements and fetches as many rows with 100,000
 * members, and thousands of projects and resources, as with ten.
 */
final class ConstantCostTest {
    private static final OrganizationId ACME = OrganizationId.of("acme");
    private static final Caller ANN = Caller.of(ACME, Subject.user("ann"));
    private static final int FEW = 12;
    private static final int MEMBERS = 100_000;
    private static final int RESOURCES = 2_000;
    private static final PageRequest PAGE = PageRequest.first(4);

    private final H2Fixture h2 = H2Fixture.inMemory();
    private final JdbcConnectionPool pool = h2.pool();
    private final TappedDataSource tapped = new TappedDataSource(pool);
    private final ManualClock clock = new ManualClock();
    private final Communities node = node();

    /** What an operation cost. */
    private record Cost(int statements, long rows) {}

    /** The places that grow. The default community and the club have the same members as Cat lovers. */
    private record Places(CommunityId team, CommunityId cats, CommunityId club, ProjectId litter, ProjectId post) {
        List<CommunityId> crowded() {
            return List.of(team, cats, club);
        }
    }

    /** Another engine over the same database. */
    private Communities node() {
        CommunitySchema.migrate(pool);
        return CommunityEngine.builder()
                .store(JdbiCommunityStore.over(tapped))
                .clock(clock)
                .ticker(clock.ticker())
                .policy(Policy.standard().toBuilder("free")
                        .billing(Billing.NOT_REQUIRED)
                        .build())
                .build();
    }

    @AfterEach
    void drop() {
        node.close();
        pool.dispose();
        h2.close();
    }

    @Test
    void no_operation_takes_more_statements_or_rows_where_there_are_many() {
        Places places = begin();
        Map<String, Cost> few = costs(places, "few");

        grow(places, FEW, RESOURCES, MEMBERS);

        Map<String, Cost> many = costs(places, "many");
        assertEquals(few, many);
        assertEquals(new Cost(0, 0), many.get("check again"), "what is known is not asked for");
    }

    @Test
    void an_operation_that_reads_them_all_would_be_seen() {
        Places places = begin();
        Runnable scan = () -> node.host().overview(ACME);
        Cost few = cost(scan);

        grow(places, FEW, FEW + 10, 3_000);

        Cost many = cost(scan);
        assertTrue(many.rows() > few.rows() + 2_000, () -> few + " and then " + many);
        assertTrue(many.statements() > few.statements(), () -> few + " and then " + many);
    }

    @Test
    void a_view_is_loaded_by_one_statement_and_answers_what_it_knows_from_memory() {
        Places places = begin();
        AtomicReference<AccessView> loaded = new AtomicReference<>();

        assertEquals(1, cost(() -> loaded.set(node.access().of(ANN))).statements(), "to load it");

        AccessView view = Objects.requireNonNull(loaded.get());
        int first =
                cost(() -> view.can(Permission.PROJECT_RUN, places.litter())).statements();
        assertTrue(first <= 5, () -> "to find where a target belongs: " + first);
        Cost known = cost(() -> {
            Permission.STANDARD.forEach(permission -> view.can(permission, places.litter()));
            view.explain(Permission.PROJECT_RUN, places.litter());
            view.permissions(places.litter());
        });
        assertEquals(new Cost(0, 0), known, "to answer about a target that is known");
    }

    private Places begin() {
        node.host().register(ACME, "Acme");
        node.host().addUser(ACME, ANN.principal(), Role.ORGANIZATION_ADMIN);
        CommunityId cats =
                node.create(ANN, NewCommunity.named("Cat lovers")).value().id();
        CommunityId club = node.create(ANN, NewCommunity.named("Club")).value().id();
        CommunityId team = node.host().organization(ACME).defaultCommunity();
        Places places = new Places(team, cats, club, project(cats, "Litter"), project(cats, "Post"));
        grow(places, 0, FEW, FEW);
        return places;
    }

    private ProjectId project(CommunityId community, String name) {
        return node.projects()
                .create(ANN, community, NewProject.named(name))
                .value()
                .id();
    }

    /** More members, and more projects and resources, each published in the community and attached to the project. */
    private void grow(Places places, int from, int resources, int members) {
        try (CommunityStore store = JdbiCommunityStore.over(pool)) {
            store.write(ACME, (StoreWriter writer) -> {
                ProjectRecord like =
                        writer.find(RecordKind.project(places.litter())).orElseThrow();
                Revision next = writer.revision().next();
                ProjectId source = ProjectId.of(ACME, "source");
                List<StoredRecord> records = new ArrayList<>();
                if (from == 0) {
                    records.add(like(like, source));
                }
                for (int i = from; i < members; i++) {
                    records.addAll(member(places, i, like, next));
                }
                for (int i = from; i < resources; i++) {
                    records.addAll(resource(places, i, source, like, next));
                }
                writer.insert(records);
                writer.append(ChangeRecord.builder()
                        .revision(next)
                        .at(like.createdAt())
                        .addChanges(Change.of(ChangeKind.COMMUNITY_UPDATED, places.cats()))
                        .build());
                return next;
            });
        }
    }

    private static List<StoredRecord> member(Places places, int number, ProjectRecord like, Revision next) {
        Subject member = Subject.user("member " + number);
        List<StoredRecord> records = new ArrayList<>();
        records.add(SubjectRecord.builder()
                .organization(ACME)
                .subject(member)
                .present(true)
                .signedIn(true)
                .since(like.createdAt())
                .epoch(next)
                .build());
        for (CommunityId community : places.crowded()) {
            records.add(BindingRecord.builder()
                    .scope(community)
                    .subject(member)
                    .role(Role.COMMUNITY_DEVELOPER)
                    .since(like.createdAt())
                    .revision(next)
                    .build());
        }
        return records;
    }

    private static List<StoredRecord> resource(
            Places places, int number, ProjectId source, ProjectRecord like, Revision next) {
        ResourceId resource = ResourceId.of(ACME, "resource " + number);
        return List.of(
                like(like, ProjectId.of(ACME, "project " + number)),
                ResourceRecord.builder()
                        .id(resource)
                        .project(source)
                        .community(places.cats())
                        .type("dataset")
                        .name(resource.value())
                        .nameKey(resource.value())
                        .description("")
                        .createdAt(like.createdAt())
                        .updatedAt(like.createdAt())
                        .version(next)
                        .createdIn(next)
                        .build(),
                PublicationRecord.builder()
                        .community(places.cats())
                        .resource(resource)
                        .project(source)
                        .source(places.cats())
                        .since(like.createdAt())
                        .revision(next)
                        .build(),
                AttachmentRecord.builder()
                        .project(places.litter())
                        .resource(resource)
                        .community(places.cats())
                        .since(like.createdAt())
                        .revision(next)
                        .build());
    }

    private static ProjectRecord like(ProjectRecord project, ProjectId id) {
        return ProjectRecord.builder()
                .from(project)
                .id(id)
                .name(id.value())
                .nameKey(id.value())
                .build();
    }

    private Map<String, Cost> costs(Places places, String round) {
        Map<String, Cost> costs = new LinkedHashMap<>();
        members(costs, places.cats(), round);
        communities(costs, places, round);
        resources(costs, places, round);
        questions(costs, places);
        return costs;
    }

    private void members(Map<String, Cost> costs, CommunityId cats, String round) {
        Subject bob = Subject.user("bob " + round);
        Subject carol = Subject.user("carol " + round);
        Subject dave = Subject.user("dave " + round);
        List.of(bob, carol, dave).forEach(user -> node.host().addUser(ACME, user));
        Members members = node.members();
        costs.put("first sign-in", cost(() -> node.host().signIn(ACME, bob)));
        costs.put("later sign-in", cost(() -> node.host().signIn(ACME, bob)));
        costs.put("bring in a member", cost(() -> members.grant(ANN, cats, bob, Role.COMMUNITY_VIEWER)));
        costs.put("add an administrator", cost(() -> members.grant(ANN, cats, bob, Role.COMMUNITY_ADMIN)));
        costs.put("revoke", cost(() -> members.revoke(ANN, cats, bob, Role.COMMUNITY_ADMIN)));
        costs.put("first page of members", cost(() -> members.list(ANN, cats, PAGE)));
        costs.put("leave", cost(() -> members.leave(Caller.of(ACME, bob), cats)));
        Written<InvitationLink> link = node.invitations().createLink(ANN, cats, NewLink.to(Role.COMMUNITY_VIEWER));
        costs.put(
                "create a link",
                cost(() -> node.invitations().createLink(ANN, cats, NewLink.to(Role.COMMUNITY_VIEWER))));
        costs.put(
                "accept a link",
                cost(() -> node.invitations()
                        .accept(Caller.of(ACME, carol), link.value().token())));
        costs.put(
                "invite",
                cost(() -> node.invitations().invite(ANN, cats, NewPersonal.of(dave, Role.COMMUNITY_VIEWER))));
        costs.put("remove a member", cost(() -> members.remove(ANN, cats, carol)));
    }

    /** By someone new, since whoever creates has more roles afterwards. */
    private void communities(Map<String, Cost> costs, Places places, String round) {
        Caller founder = Caller.of(ACME, Subject.user("founder " + round));
        node.host().addUser(ACME, founder.principal());
        costs.put("create a community", cost(() -> node.create(founder, NewCommunity.named("Dogs " + round))));
        CommunityId birds = node.create(founder, NewCommunity.named("Birds " + round))
                .value()
                .id();
        costs.put("create a project", cost(() -> node.projects().create(founder, birds, NewProject.named("Nest"))));
        Caller developer = Caller.of(ACME, Subject.user("developer " + round));
        node.host().addUser(ACME, developer.principal());
        node.members().grant(ANN, places.cats(), developer.principal(), Role.COMMUNITY_DEVELOPER);
        costs.put(
                "create one of many projects",
                cost(() -> node.projects().create(developer, places.cats(), NewProject.named(round))));
        costs.put("delete a community", cost(() -> node.delete(ANN, places.club())));
        costs.put("restore a community", cost(() -> node.restore(ANN, places.club())));
    }

    private void resources(Map<String, Cost> costs, Places places, String round) {
        CommunityId cats = places.cats();
        ProjectId litter = places.litter();
        ProjectId post = places.post();
        ResourceId photos = node.resources()
                .create(ANN, litter, NewResource.of("dataset", "photos " + round))
                .value()
                .id();
        Resources resources = node.resources();
        Sharing sharing = node.sharing();
        costs.put("create a resource", cost(() -> resources.create(ANN, litter, NewResource.of("dataset", round))));
        costs.put("copy", cost(() -> resources.copy(ANN, photos, post, round)));
        costs.put("first page of resources", cost(() -> resources.list(ANN, ProjectId.of(ACME, "source"), PAGE)));
        costs.put("publish", cost(() -> sharing.publish(ANN, photos, cats)));
        costs.put("attach", cost(() -> sharing.attach(ANN, photos, post)));
        costs.put("first page of what is published", cost(() -> sharing.published(ANN, cats, PAGE)));
        costs.put("first page of what is attached", cost(() -> sharing.attached(ANN, litter, PAGE)));
        Access access = node().access();
        costs.put(
                "ask about a resource in a project",
                cost(() -> access.can(ANN, Permission.RESOURCE_USE, ResourceAt.of(photos, post))));
        costs.put("detach", cost(() -> sharing.detach(ANN, photos, post)));
        sharing.attach(ANN, photos, post);
        costs.put("withdraw", cost(() -> sharing.withdraw(ANN, photos, cats)));
        costs.put("delete a resource", cost(() -> resources.delete(ANN, photos)));
    }

    private void questions(Map<String, Cost> costs, Places places) {
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < FEW; i++) {
            ResourceId resource = ResourceId.of(ACME, "resource " + i);
            targets.addAll(List.of(
                    resource, ResourceAt.of(resource, places.cats()), ResourceAt.of(resource, places.litter())));
        }
        // One that remembers nothing yet.
        Access access = node().access();
        Caller member = Caller.of(ACME, Subject.user("member 1"));
        costs.put("check", cost(() -> access.can(member, Permission.PROJECT_RUN, places.litter())));
        costs.put("check again", cost(() -> access.can(member, Permission.PROJECT_UPDATE, places.litter())));
        costs.put("explain", cost(() -> access.explain(member, Permission.PROJECT_RUN, places.litter())));
        costs.put("authorize", cost(() -> access.authorize(member, Operation.RUN, places.litter())));
        costs.put("many questions", cost(() -> access.of(ANN).permissions(targets, List.of(Permission.RESOURCE_USE))));
        costs.put(
                "first page of those who may",
                cost(() -> access.holders(ANN, Permission.COMMUNITY_VIEW, places.cats(), PAGE)));
        costs.put(
                "first page of communities in reach",
                cost(() -> access.communities(member, Permission.COMMUNITY_VIEW, PAGE)));
        costs.put(
                "first page of projects in reach", cost(() -> access.projects(member, Permission.PROJECT_VIEW, PAGE)));
        costs.put("names", cost(() -> access.names(member, targets)));
        costs.put("filter", cost(() -> access.filter(member, Permission.PROJECT_VIEW)));
    }

    private Cost cost(Runnable operation) {
        tapped.statements();
        tapped.rows();
        operation.run();
        return new Cost(tapped.statements().size(), tapped.rows());
    }
}
