package io.github.communities.tck.domain.host;

import static io.github.communities.Permission.COMMUNITY_VIEW;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Communities;
import io.github.communities.OrganizationId;
import io.github.communities.Subject;
import io.github.communities.access.AccessView;
import io.github.communities.community.NewCommunity;
import io.github.communities.error.CommunitiesException;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.Directory;
import io.github.communities.tck.domain.AcmeRules;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.fixture.Tripwire;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What the suites about input begin with: an engine whose store must not be asked. */
public abstract class GuardedRules extends AcmeRules {
    /** Rules on storages of this kind. */
    protected GuardedRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    /** A directory in which there is nobody. */
    static final class NoDirectory implements Directory {
        @Override
        public Map<Subject, Entry> find(OrganizationId organization, Collection<Subject> subjects, Duration patience) {
            return Map.of();
        }

        @Override
        public List<Subject> members(
                OrganizationId organization, Subject group, Optional<Subject> after, int limit, Duration patience) {
            return List.of();
        }

        @Override
        public List<Subject> principals(
                OrganizationId organization, Optional<Subject> after, int limit, Duration patience) {
            return List.of();
        }

        @Override
        public List<Subject> holders(
                OrganizationId organization, Optional<Subject> after, int limit, Duration patience) {
            return List.of();
        }
    }

    /** What a guarded test does. */
    interface Guarded {
        void run(Communities communities, AccessView view);
    }

    /** Runs a test on an engine whose store must not be asked, and a view that was loaded before. */
    final void guarded(Guarded test) {
        if (!registered()) {
            acme();
        }
        CommunityStore store = cluster.storage().open();
        Tripwire tripwire = new Tripwire(store);
        try (Communities communities = cluster.engine(tripwire).build()) {
            AccessView view = communities.access().of(as(ANN));
            assertTrue(view.can(COMMUNITY_VIEW, node.host().organization(ACME).defaultCommunity()));
            tripwire.arm();
            test.run(communities, view);
            assertThrows(
                    AssertionError.class,
                    () -> communities.create(as(ANN), NewCommunity.named("Proves that the wire is there")));
        }
    }

    private boolean registered() {
        try {
            return node.host().organization(ACME).id().equals(ACME);
        } catch (CommunitiesException e) {
            return false;
        }
    }
}
