package io.github.communities.tck.domain.access;

import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.COMMUNITY_VIEWER;

import io.github.communities.CommunityId;
import io.github.communities.ProjectId;
import io.github.communities.tck.domain.AcmeRules;
import io.github.communities.tck.fixture.NotingStore;
import io.github.communities.tck.fixture.StoreFixture;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;

/**
 * The ground of rules about what nodes ask their store: Cat lovers is bob's, with the project Litter; carol is an editor
 * of it, dave a viewer.
 */
abstract class NotedAccessRules extends AcmeRules {
    CommunityId cats = CommunityId.of(ACME, "not created yet");
    ProjectId litter = ProjectId.of(ACME, "not created yet");
    /** For nodes of a test. */
    NotingStore store;

    /** Rules on storages of their own. */
    @SuppressWarnings("NullAway.Init") // the field is set before each test
    NotedAccessRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    @BeforeEach
    void letBobHaveCats() {
        acme();
        node.host().addUser(ACME, DAVE);
        cats = communityOf(BOB, "Cat lovers");
        litter = projectOf(BOB, cats, "Litter").id();
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_EDITOR);
        node.members().grant(as(BOB), cats, DAVE, COMMUNITY_VIEWER);
        store = new NotingStore(cluster.storage().open());
    }
}
