package io.github.communities.tck.mutant;

import static io.github.communities.tck.mutant.Mutant.that;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.error.Unavailable;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.StoreWriter;
import io.github.communities.tck.fixture.ForwardingStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Stores that fail and close wrong. */
final class FailingMutants {
    static final List<Mutant> ALL = List.of(
            that("lets through what the driver throws", LetsThrough::new, "S-18"),
            that("says that trying again does not help", SaysItIsOver::new, "S-18"),
            that("never works again once it lost the storage", NeverAgain::new, "S-18"),
            that("has written half when it loses the storage", HalfWritten::new, "S-1", "S-18"),
            that("works on when it is closed", WorksOn::new, "S-19"),
            that("says that trying again helps when it is closed", SaysTryAgain::new, "S-19"),
            that("closes what others have opened", ClosesAll::new, "S-19"),
            that("can't be closed twice", ClosesOnce::new, "S-19"),
            that("knows roles when it is closed", ground -> new KnowsRoles(ground.sound()), "S-19"));

    private FailingMutants() {}

    private static final class LetsThrough extends ForwardingStore {
        private final Ground ground;

        LetsThrough(Ground ground) {
            super(ground.sound());
            this.ground = ground;
        }

        @Override
        public Revision revision(OrganizationId organization) {
            if (ground.isLost()) {
                throw new UncheckedIOException(new IOException("connection reset"));
            }
            return super.revision(organization);
        }
    }

    private static final class SaysItIsOver extends ForwardingStore {
        private final Ground ground;

        SaysItIsOver(Ground ground) {
            super(ground.sound());
            this.ground = ground;
        }

        @Override
        public Revision revision(OrganizationId organization) {
            if (ground.isLost()) {
                throw new Unavailable("S-18", "out of reach", false);
            }
            return super.revision(organization);
        }
    }

    private static final class NeverAgain extends ForwardingStore {
        private final Ground ground;
        private boolean broken;

        NeverAgain(Ground ground) {
            super(ground.sound());
            this.ground = ground;
        }

        @Override
        public Revision revision(OrganizationId organization) {
            broken |= ground.isLost();
            if (broken) {
                throw new Unavailable("S-18", "out of reach", true);
            }
            return super.revision(organization);
        }
    }

    private static final class HalfWritten extends ForwardingStore {
        private final Ground ground;
        private final CommunityStore reckless;

        HalfWritten(Ground ground) {
            super(ground.sound());
            this.ground = ground;
            reckless = ground.reckless();
        }

        @Override
        public <T> T write(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
            T result = reckless.<T>write(organization, work);
            if (ground.isLost()) {
                throw new Unavailable("S-18", "lost while it wrote", true);
            }
            return result;
        }
    }

    private static final class WorksOn extends ForwardingStore {
        WorksOn(Ground ground) {
            super(ground.sound());
        }

        @Override
        public void close() {}
    }

    private static final class SaysTryAgain extends ForwardingStore {
        SaysTryAgain(Ground ground) {
            super(ground.sound());
        }

        @Override
        public Revision revision(OrganizationId organization) {
            try {
                return super.revision(organization);
            } catch (Unavailable e) {
                throw new Unavailable(e.rule(), "closed for now", true, e);
            }
        }
    }

    private static final class ClosesAll extends ForwardingStore {
        private final Ground ground;

        ClosesAll(Ground ground) {
            super(ground.sound());
            this.ground = ground;
        }

        @Override
        public void close() {
            super.close();
            ground.disconnect();
        }
    }

    private static final class ClosesOnce extends ForwardingStore {
        private boolean closed;

        ClosesOnce(Ground ground) {
            super(ground.sound());
        }

        @Override
        public void close() {
            if (closed) {
                throw new IllegalStateException("closed already");
            }
            closed = true;
            super.close();
        }
    }

    private static final class KnowsRoles extends ForwardingStore {
        KnowsRoles(CommunityStore store) {
            super(store);
        }

        @Override
        public Set<Role> roles() {
            try {
                return super.roles();
            } catch (Unavailable e) {
                return Set.of();
            }
        }
    }
}
