package io.github.communities.jdbi;

import static io.github.communities.Role.COMMUNITY_VIEWER;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.ProjectId;
import io.github.communities.ResourceId;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.community.NewCommunity;
import io.github.communities.core.CommunityEngine;
import io.github.communities.invitation.InvitationToken;
import io.github.communities.invitation.NewLink;
import io.github.communities.policy.Billing;
import io.github.communities.policy.Policy;
import io.github.communities.project.NewProject;
import io.github.communities.project.NewResource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** How many statements what is done most often sends, each of which is a round trip; the commit is not among them. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // by the harness
public class WriteStatementBenchmark {
    /** How often each is done, by or for another user. */
    private static final int TIMES = 20;

    @Param({"h2", "postgresql", "mariadb"})
    public String database = "";

    private final OrganizationId organization =
            OrganizationId.of(UUID.randomUUID().toString());
    private final Caller ann = Caller.of(organization, Subject.user("ann"));
    private Ground ground;
    private TappedDataSource tapped;
    private Communities communities;
    private CommunityId cats;
    private CommunityId dogs;
    private ProjectId ofCats;
    private ProjectId ofDogs;

    /** An engine whose statements are written down, and an organization with two communities and their projects. */
    @Setup(Level.Trial)
    public void open() {
        ground = Ground.of(database);
        tapped = new TappedDataSource(ground.pool());
        communities = CommunityEngine.builder()
                .store(JdbiCommunityStore.over(tapped))
                .policy(Policy.standard().toBuilder("free")
                        .billing(Billing.NOT_REQUIRED)
                        .build())
                .build();
        communities.host().register(organization, "Organization");
        communities.host().addUser(organization, ann.principal(), Role.ORGANIZATION_ADMIN);
        for (int i = 0; i < TIMES; i++) {
            communities.host().addUser(organization, user(i));
        }
        cats = communities.create(ann, NewCommunity.named("Cats")).value().id();
        dogs = communities.create(ann, NewCommunity.named("Dogs")).value().id();
        ofCats = project(cats, "Cats").value();
        ofDogs = project(dogs, "Dogs").value();
    }

    private static Subject user(int number) {
        return Subject.user("user " + number);
    }

    private Written<ProjectId> project(CommunityId community, String name) {
        return communities
                .projects()
                .create(ann, community, NewProject.named(name))
                .map(project -> project.id());
    }

    @Benchmark
    public void grant(Pair pair) {
        count(pair, true, i -> communities.members().grant(ann, cats, user(i), COMMUNITY_VIEWER));
    }

    @Benchmark
    public void firstSignIn(Pair pair) {
        count(pair, true, i -> communities.host().signIn(organization, user(i)));
    }

    @Benchmark
    public void laterSignIn(Pair pair) {
        communities.host().signIn(organization, user(0));
        count(pair, false, i -> communities.host().signIn(organization, user(0)));
    }

    @Benchmark
    public void project(Pair pair) {
        count(pair, true, i -> project(cats, "Project " + i));
    }

    @Benchmark
    public void accept(Pair pair) {
        InvitationToken token = communities
                .invitations()
                .createLink(ann, cats, NewLink.to(COMMUNITY_VIEWER))
                .value()
                .token();
        count(pair, true, i -> communities.invitations().accept(Caller.of(organization, user(i)), token));
    }

    @Benchmark
    public void publish(Pair pair) {
        List<ResourceId> resources = resources();
        count(pair, true, i -> communities.sharing().publish(ann, resources.get(i), dogs));
    }

    @Benchmark
    public void attach(Pair pair) {
        List<ResourceId> resources = resources();
        resources.forEach(resource -> communities.sharing().publish(ann, resource, dogs));
        count(pair, true, i -> communities.sharing().attach(ann, resources.get(i), ofDogs));
    }

    private List<ResourceId> resources() {
        List<ResourceId> resources = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            resources.add(communities
                    .resources()
                    .create(ann, ofCats, NewResource.of("dataset", "Photos " + i))
                    .value()
                    .id());
        }
        return resources;
    }

    private void count(Pair pair, boolean changes, IntFunction<Written<?>> call) {
        tapped.statements();
        for (int i = 0; i < TIMES; i++) {
            Same.require(changes, call.apply(i).changed());
        }
        pair.note(tapped.statements().size(), TIMES);
    }

    @TearDown(Level.Trial)
    public void close() {
        communities.close();
        ground.close();
    }
}
