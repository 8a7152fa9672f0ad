package io.github.communities.tck.mutant;

import static io.github.communities.tck.mutant.Mutant.that;

import io.github.communities.OrganizationId;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.HostTransaction;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.StoreWriter;
import io.github.communities.tck.fixture.ForwardingStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Stores that do wrong inside a transaction of the host. */
final class JoiningMutants {
    static final List<Mutant> ALL = List.of(
            that("writes outside of the transaction it is given", WritesOutside::new, "S-26"),
            that("joins whatever it is given", JoinsAnything::new, "S-26"),
            that("commits the host's transaction with each work", joined(Commits::new), "S-26"),
            that("rolls the host's transaction back when a work throws", joined(RollsBack::new), "S-26"),
            that("keeps what a work stored that threw in the host's transaction", joined(KeepsHalf::new), "S-26"),
            that("reads outside of the host's transaction", joined(ReadsOutside::new), "S-26"),
            that("lets go of an organization before the host has committed", joined(LetsGo::new), "S-26"),
            that("says in the host's transaction that works commit", joined(SaysItCommits::new), "S-26"),
            that("goes on when the host's transaction is committed", joined(GoesOn::new), "S-26"),
            that("is closed with what works in the host's transaction", joined(ClosesTheStore::new), "S-26"));

    private JoiningMutants() {}

    /** A store that is broken only inside transactions. */
    private static Function<Ground, CommunityStore> joined(
            BiFunction<CommunityStore, GroundTransaction, CommunityStore> broken) {
        return ground -> new ForwardingStore(ground.sound()) {
            @Override
            public CommunityStore within(HostTransaction transaction) {
                return transaction instanceof GroundTransaction ofGround
                        ? broken.apply(this, ofGround)
                        : super.within(transaction);
            }
        };
    }

    private static final class WritesOutside extends ForwardingStore {
        WritesOutside(Ground ground) {
            super(ground.sound());
        }

        @Override
        public CommunityStore within(HostTransaction transaction) {
            return transaction instanceof GroundTransaction ? this : super.within(transaction);
        }
    }

    private static final class JoinsAnything extends ForwardingStore {
        JoinsAnything(Ground ground) {
            super(ground.sound());
        }

        @Override
        public CommunityStore within(HostTransaction transaction) {
            return transaction instanceof GroundTransaction ? super.within(transaction) : this;
        }
    }

    private static final class Commits extends JoinedStore {
        Commits(CommunityStore outer, GroundTransaction transaction) {
            super(outer, transaction);
        }

        @Override
        public <T> T write(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
            T result = super.<T>write(organization, work);
            transaction().commit();
            return result;
        }
    }

    private static final class RollsBack extends JoinedStore {
        RollsBack(CommunityStore outer, GroundTransaction transaction) {
            super(outer, transaction);
        }

        @Override
        public <T> T write(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
            try {
                return super.<T>write(organization, work);
            } catch (RuntimeException e) {
                transaction().rollBack();
                throw e;
            }
        }
    }

    private static final class KeepsHalf extends JoinedStore {
        KeepsHalf(CommunityStore outer, GroundTransaction transaction) {
            super(outer, transaction);
        }

        @Override
        public <T> T write(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
            List<RuntimeException> thrown = new ArrayList<>();
            List<T> results = super.write(organization, writer -> {
                try {
                    return List.of(work.apply(writer));
                } catch (RuntimeException e) {
                    thrown.add(e);
                    writer.append(Mutants.change(organization, writer));
                    return List.of();
                }
            });
            if (!thrown.isEmpty()) {
                throw thrown.get(0);
            }
            return results.get(0);
        }
    }

    private static final class ReadsOutside extends JoinedStore {
        ReadsOutside(CommunityStore outer, GroundTransaction transaction) {
            super(outer, transaction);
        }

        @Override
        public <T> T read(OrganizationId organization, Function<? super StoreReader, ? extends T> work) {
            return outer().read(organization, work);
        }
    }

    private static final class LetsGo extends JoinedStore {
        LetsGo(CommunityStore outer, GroundTransaction transaction) {
            super(outer, transaction);
        }

        @Override
        public <T> T write(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
            T result = super.<T>write(organization, work);
            transaction().letGo(organization);
            return result;
        }
    }

    private static final class SaysItCommits extends JoinedStore {
        SaysItCommits(CommunityStore outer, GroundTransaction transaction) {
            super(outer, transaction);
        }

        @Override
        boolean commits() {
            return true;
        }
    }

    private static final class GoesOn extends JoinedStore {
        GoesOn(CommunityStore outer, GroundTransaction transaction) {
            super(outer, transaction);
        }

        @Override
        void requireOpen() {}
    }

    private static final class ClosesTheStore extends JoinedStore {
        ClosesTheStore(CommunityStore outer, GroundTransaction transaction) {
            super(outer, transaction);
        }

        @Override
        public void close() {
            super.close();
            outer().close();
        }
    }
}
