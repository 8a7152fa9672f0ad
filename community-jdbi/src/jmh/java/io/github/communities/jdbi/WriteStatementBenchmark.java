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
import io.github.communities.spi.CommunityStore;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.openjdk.jmh.annotations.Benchmark;

/** How many statements what is done most often sends, each of which is a round trip; the commit is not among them. */
@SuppressWarnings("NullAway.Init") // by the harness
public class WriteStatementBenchmark extends CountedStatements {
    /** How often each is done, by or for another user. */
    private static final int TIMES = 20;

    private final OrganizationId organization =
            OrganizationId.of(UUID.randomUUID().toString());
    private final Caller ann = Caller.of(organization, Subject.user("ann"));
    private CommunityId cats;
    private CommunityId dogs;
    private ProjectId ofCats;
    private ProjectId ofDogs;

    @Override
    Communities engine(CommunityStore store) {
        return CommunityEngine.builder()
                .store(store)
                .policy(Policy.standard().toBuilder("free")
                        .billing(Billing.NOT_REQUIRED)
                        .build())
                .build();
    }

    /** An organization with two communities and their projects. */
    @Override
    void prepare() {
        communities().host().register(organization, "Organization");
        communities().host().addUser(organization, ann.principal(), Role.ORGANIZATION_ADMIN);
        for (int i = 0; i < TIMES; i++) {
            communities().host().addUser(organization, user(i));
        }
        cats = communities().create(ann, NewCommunity.named("Cats")).value().id();
        dogs = communities().create(ann, NewCommunity.named("Dogs")).value().id();
        ofCats = project(cats, "Cats").value();
        ofDogs = project(dogs, "Dogs").value();
    }

    private static Subject user(int number) {
        return Subject.user("user " + number);
    }

    private Written<ProjectId> project(CommunityId community, String name) {
        return communities()
                .projects()
                .create(ann, community, NewProject.named(name))
                .map(project -> project.id());
    }

    @Benchmark
    public void grant(Pair pair) {
        count(
                pair,
                TIMES,
                i -> communities()
                        .members()
                        .grant(ann, cats, user(i), COMMUNITY_VIEWER)
                        .changed());
    }

    @Benchmark
    public void firstSignIn(Pair pair) {
        count(
                pair,
                TIMES,
                i -> communities().host().signIn(organization, user(i)).changed());
    }

    @Benchmark
    public void laterSignIn(Pair pair) {
        communities().host().signIn(organization, user(0));
        count(
                pair,
                TIMES,
                i -> !communities().host().signIn(organization, user(0)).changed());
    }

    @Benchmark
    public void project(Pair pair) {
        count(pair, TIMES, i -> project(cats, "Project " + i).changed());
    }

    @Benchmark
    public void accept(Pair pair) {
        InvitationToken token = communities()
                .invitations()
                .createLink(ann, cats, NewLink.to(COMMUNITY_VIEWER))
                .value()
                .token();
        count(
                pair,
                TIMES,
                i -> communities()
                        .invitations()
                        .accept(Caller.of(organization, user(i)), token)
                        .changed());
    }

    @Benchmark
    public void publish(Pair pair) {
        List<ResourceId> resources = resources();
        count(
                pair,
                TIMES,
                i -> communities()
                        .sharing()
                        .publish(ann, resources.get(i), dogs)
                        .changed());
    }

    @Benchmark
    public void attach(Pair pair) {
        List<ResourceId> resources = resources();
        resources.forEach(resource -> communities().sharing().publish(ann, resource, dogs));
        count(
                pair,
                TIMES,
                i -> communities()
                        .sharing()
                        .attach(ann, resources.get(i), ofDogs)
                        .changed());
    }

    private List<ResourceId> resources() {
        List<ResourceId> resources = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            resources.add(communities()
                    .resources()
                    .create(ann, ofCats, NewResource.of("dataset", "Photos " + i))
                    .value()
                    .id());
        }
        return resources;
    }
}
