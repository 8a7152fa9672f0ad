package io.github.communities.tck.domain.sharing;

import static io.github.communities.Permission.RESOURCE_USE;

import io.github.communities.CommunityId;
import io.github.communities.ProjectId;
import io.github.communities.ResourceAt;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.project.Resource;
import io.github.communities.sharing.Attachment;
import io.github.communities.sharing.Publication;
import io.github.communities.tck.domain.FreeRules;
import io.github.communities.tck.fixture.StoreFixture;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;

/**
 * What the suites about sharing begin with: Bob has two communities, Cat lovers with the project Litter, and Dogs with
 * the projects Walks and Naps.
 */
public abstract class TwoCommunitiesRules extends FreeRules {
    CommunityId dogs = CommunityId.of(ACME, "not created yet");

    ProjectId walks = ProjectId.of(ACME, "not created yet");

    ProjectId naps = ProjectId.of(ACME, "not created yet");

    /** Rules on storages of this kind. */
    protected TwoCommunitiesRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    @BeforeEach
    void letBobHaveDogsToo() {
        dogs = communityOf(BOB, "Dogs");
        walks = projectOf(BOB, dogs, "Walks").id();
        naps = projectOf(BOB, dogs, "Naps").id();
    }

    Written<Publication> publish(Subject caller, Resource resource, CommunityId community) {
        return node.sharing().publish(as(caller), resource.id(), community);
    }

    Written<ResourceAt> withdraw(Subject caller, Resource resource, CommunityId community) {
        return node.sharing().withdraw(as(caller), resource.id(), community);
    }

    Written<Attachment> attach(Subject caller, Resource resource, ProjectId project) {
        return node.sharing().attach(as(caller), resource.id(), project);
    }

    Written<ResourceAt> detach(Subject caller, Resource resource, ProjectId project) {
        return node.sharing().detach(as(caller), resource.id(), project);
    }

    boolean uses(Subject principal, Resource resource, ProjectId project) {
        return later().access().can(as(principal), RESOURCE_USE, ResourceAt.of(resource.id(), project));
    }

    static Map<String, String> words(Resource resource) {
        return Map.of(
                "resource",
                resource.id().toString(),
                "type",
                resource.type(),
                "name",
                resource.name(),
                "project",
                resource.project().toString());
    }
}
