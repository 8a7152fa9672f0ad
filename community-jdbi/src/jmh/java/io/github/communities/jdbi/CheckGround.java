package io.github.communities.jdbi;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.ProjectId;
import io.github.communities.ResourceAt;
import io.github.communities.ResourceId;
import io.github.communities.community.NewCommunity;
import io.github.communities.core.CommunityEngine;
import io.github.communities.core.memory.InMemoryCommunityStore;
import io.github.communities.policy.Billing;
import io.github.communities.policy.Policy;
import io.github.communities.project.NewResource;
import io.github.communities.spi.CommunityStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Organizations of 100 communities of 10 projects, with 1,000 users each who hold roles at 20 communities and are in 5
 * groups: in an engine, and in hash maps as a host would write it by hand.
 */
final class CheckGround implements QuestionSource {
    private static final int USERS = 1_000;
    private static final int MEMBERSHIPS = 20;
    private static final long MEMORY = 1L << 30;

    private final CommunityStore store = InMemoryCommunityStore.create();
    private final List<BindingsGround> organizations = new ArrayList<>();
    private final Walk walk = new Walk();
    private final Random random = new Random(1);
    private final Communities communities = CommunityEngine.builder()
            .store(store)
            .policy(Policy.standard().toBuilder("free")
                    .billing(Billing.NOT_REQUIRED)
                    .build())
            .stalenessBound(Duration.ofHours(1))
            .accessMemory(MEMORY)
            .build();

    /** A resource that is attached to a project. */
    record Attached(Caller caller, ResourceAt shared, ProjectId project) {}

    /** Ten organizations, or two where it has to be quick. */
    CheckGround() {
        int size = Boolean.getBoolean("jmh.quick") ? 2 : 10;
        for (int i = 0; i < size; i++) {
            organizations.add(new BindingsGround(store, USERS, MEMBERSHIPS, MEMORY, walk, i));
        }
    }

    @Override
    public Communities communities() {
        return communities;
    }

    @Override
    public Walk walk() {
        return walk;
    }

    /** One of so many principals, of all organizations in turn. */
    @Override
    public Caller caller(int of) {
        int number = random.nextInt(of);
        return organizations.get(number % organizations.size()).numbered(number / organizations.size());
    }

    @Override
    public ProjectId project(Caller caller) {
        return organizations.stream()
                .filter(ground -> ground.organization().equals(caller.organization()))
                .findFirst()
                .orElseThrow()
                .project(caller);
    }

    /** A resource of another community that is attached to a project of a new one, where the caller may use it. */
    Attached attached() {
        Caller ann = organizations.get(0).administrator();
        CommunityId source =
                communities.create(ann, NewCommunity.named("Source")).value().id();
        CommunityId place =
                communities.create(ann, NewCommunity.named("Place")).value().id();
        ResourceId resource = communities
                .resources()
                .create(
                        ann,
                        SamplePlaces.project(communities, ann, source, "Source"),
                        NewResource.of("dataset", "Photos"))
                .value()
                .id();
        ProjectId project = SamplePlaces.project(communities, ann, place, "Place");
        communities.sharing().publish(ann, resource, place);
        communities.sharing().attach(ann, resource, project);
        return new Attached(ann, ResourceAt.of(resource, project), project);
    }
}
