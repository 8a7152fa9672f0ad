package io.github.communities.tck.mutant;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.core.memory.InMemoryCommunityStore;
import io.github.communities.error.Unavailable;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.HostTransaction;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.record.PrincipalRecords;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.tck.fixture.BegunTransaction;
import io.github.communities.tck.fixture.ForwardingStore;
import io.github.communities.tck.fixture.StoreFixture;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Exchanger;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a mutant stands on: a memory that can be told to fail and in which transactions can be begun, and stores over it
 * that do all as they should.
 */
final class Ground implements StoreFixture {
    private final InMemoryCommunityStore memory = InMemoryCommunityStore.create();
    private final AtomicBoolean conflict = new AtomicBoolean();
    private final Function<Ground, CommunityStore> mutant;
    private final Set<OrganizationId> known = ConcurrentHashMap.newKeySet();
    private final Map<OrganizationId, CommunityStore> memories = new ConcurrentHashMap<>();
    private final Map<OrganizationId, StoredRecord> uncommitted = new ConcurrentHashMap<>();
    private final Exchanger<Boolean> meeting = new Exchanger<>();
    private final Map<OrganizationId, ReentrantLock> locks = new ConcurrentHashMap<>();
    private final Queue<GroundTransaction.Done> done = new ConcurrentLinkedQueue<>();
    private volatile boolean lost;

    private Ground(Function<Ground, CommunityStore> mutant) {
        this.mutant = mutant;
    }

    static Ground of(Function<Ground, CommunityStore> mutant) {
        return new Ground(mutant);
    }

    @Override
    public CommunityStore open() {
        return mutant.apply(this);
    }

    /** A store without fault. */
    CommunityStore sound() {
        return new Sound(InMemoryCommunityStore.sharing(memory));
    }

    /** A store that does not notice when the storage is lost. */
    CommunityStore reckless() {
        return InMemoryCommunityStore.sharing(memory);
    }

    /** Room for the organizations that a mutant knows of. */
    Set<OrganizationId> known() {
        return known;
    }

    /** Room for memories that a mutant keeps organizations in. */
    Map<OrganizationId, CommunityStore> memories() {
        return memories;
    }

    /** Room for what a mutant shows too early. */
    Map<OrganizationId, StoredRecord> uncommitted() {
        return uncommitted;
    }

    /** Where works meet that should exclude each other. */
    Exchanger<Boolean> meeting() {
        return meeting;
    }

    /** Held by who writes to an organization, or by a transaction that has written to it. */
    ReentrantLock lock(OrganizationId organization) {
        return locks.computeIfAbsent(organization, same -> new ReentrantLock());
    }

    /** Another memory, in which all that was ever stored in an organization has been stored again. */
    CommunityStore again(OrganizationId organization) {
        CommunityStore again = InMemoryCommunityStore.create();
        done.stream().filter(work -> work.organization().equals(organization)).forEach(work -> work.on(again));
        return again;
    }

    @Override
    public BegunTransaction begin() {
        return new GroundTransaction(this);
    }

    boolean isLost() {
        return lost;
    }

    @Override
    public void conflictOnce() {
        conflict.set(true);
    }

    @Override
    public void disconnect() {
        lost = true;
    }

    @Override
    public void reconnect() {
        lost = false;
    }

    @Override
    public void close() {
        memory.close();
    }

    /** Thrown to roll back the first run of a work. */
    private static final class Conflict extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Adds to a store in memory what memory lacks: that works are run again, that the storage can be lost, and that
     * transactions can be joined.
     */
    private final class Sound extends ForwardingStore {
        Sound(CommunityStore store) {
            super(store);
        }

        @Override
        public <T> T read(OrganizationId organization, Function<? super StoreReader, ? extends T> work) {
            requireReachable();
            return super.<T>read(organization, reader -> {
                T result = work.apply(reader);
                requireReachable();
                return result;
            });
        }

        @Override
        public <T> T write(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
            return done(new GroundTransaction.Done(organization, false, work), () -> {
                try {
                    return super.<T>write(organization, writer -> run(work, writer));
                } catch (Conflict again) {
                    return super.<T>write(organization, writer -> run(work, writer));
                }
            });
        }

        @Override
        public <T> T create(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
            return done(new GroundTransaction.Done(organization, true, work), () -> {
                try {
                    return super.<T>create(organization, writer -> run(work, writer));
                } catch (Conflict again) {
                    return super.<T>create(organization, writer -> run(work, writer));
                }
            });
        }

        @Override
        public CommunityStore within(HostTransaction transaction) {
            return transaction instanceof GroundTransaction ofGround
                    ? new JoinedStore(this, ofGround)
                    : super.within(transaction);
        }

        /** Remembers a work that ended well, in the order in which they did. */
        private <T> T done(GroundTransaction.Done work, Supplier<T> write) {
            requireReachable();
            ReentrantLock lock = lock(work.organization());
            lock.lock();
            try {
                T result = write.get();
                done.add(work);
                return result;
            } finally {
                lock.unlock();
            }
        }

        private <T> T run(Function<? super StoreWriter, ? extends T> work, StoreWriter writer) {
            T result = work.apply(writer);
            requireReachable();
            if (conflict.getAndSet(false)) {
                throw new Conflict();
            }
            return result;
        }

        @Override
        public Revision revision(OrganizationId organization) {
            requireReachable();
            return super.revision(organization);
        }

        @Override
        public PrincipalRecords principalRecords(OrganizationId organization, Subject principal) {
            requireReachable();
            return super.principalRecords(organization, principal);
        }

        @Override
        public Set<Role> roles() {
            requireReachable();
            return super.roles();
        }

        @Override
        public Set<Role> rolesOfAllUsers() {
            requireReachable();
            return super.rolesOfAllUsers();
        }

        private void requireReachable() {
            if (lost) {
                throw new Unavailable("S-18", "the memory is out of reach for now", true);
            }
        }
    }
}
