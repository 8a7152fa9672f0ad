package io.github.communities.jdbi;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.ProjectId;
import io.github.communities.ResourceAt;
import io.github.communities.ResourceId;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.community.NewCommunity;
import io.github.communities.core.CommunityEngine;
import io.github.communities.core.memory.InMemoryCommunityStore;
import io.github.communities.policy.Billing;
import io.github.communities.policy.Policy;
import io.github.communities.project.NewResource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Organizations of 100 communities of 10 projects, with 1,000 users each who hold roles at 20 communities and are in 5
 * groups: in an engine, and in hash maps as a host would write it by hand.
 */
final class CheckGround implements QuestionSource {
    private static final int USERS = 1_000;
    private static final int MEMBERSHIPS = 20;
    private static final int GROUPS_OF_ONE = 5;
    private static final Policy POLICY =
            Policy.standard().toBuilder("free").billing(Billing.NOT_REQUIRED).build();

    private final List<OrganizationId> organizations = new ArrayList<>();
    private final Map<OrganizationId, List<ProjectId>> projects = new HashMap<>();
    private final Walk walk = new Walk();
    private final Random random = new Random(1);
    private final Communities communities = CommunityEngine.builder()
            .store(InMemoryCommunityStore.create())
            .policy(POLICY)
            .stalenessBound(Duration.ofHours(1))
            .accessMemory(1L << 30)
            .build();

    /** A resource that is attached to a project. */
    record Attached(Caller caller, ResourceAt shared, ProjectId project) {}

    /** Ten organizations, or two where it has to be quick. */
    CheckGround() {
        int size = Boolean.getBoolean("jmh.quick") ? 2 : 10;
        for (int i = 0; i < size; i++) {
            fill(Caller.of(OrganizationId.of("organization " + i), Subject.user("ann")));
        }
    }

    private void fill(Caller ann) {
        OrganizationId organization = ann.organization();
        organizations.add(organization);
        List<CommunityId> places = SamplePlaces.create(communities, ann, (project, community) -> {
            projects.computeIfAbsent(organization, none -> new ArrayList<>()).add(project);
            walk.put(project, community);
        });
        for (int u = 0; u < USERS; u++) {
            join(ann, Subject.user("user " + u), places);
        }
    }

    private void join(Caller ann, Subject user, List<CommunityId> places) {
        OrganizationId organization = ann.organization();
        communities.host().addUser(organization, user);
        walk.hold(user, organization, POLICY.permissions(Role.ORGANIZATION_MEMBER));
        for (int m = 0; m < MEMBERSHIPS; m++) {
            CommunityId community = places.get(random.nextInt(places.size()));
            communities.members().grant(ann, community, user, Role.COMMUNITY_DEVELOPER);
            walk.hold(user, community, POLICY.permissions(Role.COMMUNITY_DEVELOPER));
        }
        for (int g = 0; g < GROUPS_OF_ONE; g++) {
            communities.host().addToGroup(organization, SamplePlaces.group(random.nextInt(SamplePlaces.GROUPS)), user);
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
        OrganizationId organization = organizations.get(number % organizations.size());
        return Caller.of(organization, Subject.user("user " + number / organizations.size()));
    }

    @Override
    public ProjectId project(Caller caller) {
        List<ProjectId> here = projects.getOrDefault(caller.organization(), List.of());
        return ProjectId.parse(here.get(random.nextInt(here.size())).toString());
    }

    /** A resource of another community that is attached to a project of a new one, where the caller may use it. */
    Attached attached() {
        Caller ann = Caller.of(organizations.get(0), Subject.user("ann"));
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
