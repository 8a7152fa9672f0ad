package io.github.communities.core.memory;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.SubjectKind;
import io.github.communities.error.Unavailable;
import io.github.communities.internal.Arguments;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.JointRecords;
import io.github.communities.spi.record.PrincipalRecords;
import io.github.communities.spi.record.RecordKey;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Keeps communities in memory, as long as there is a store over that memory: for trying out, for tests, and for hosts
 * that bring everything in when they start. Keeps all rules of {@link CommunityStore}. Thread-safe; reads never wait,
 * and writes only for writes of the same organization.
 */
public final class InMemoryCommunityStore implements CommunityStore {
    private final ConcurrentMap<OrganizationId, Place> memory;
    private final ThreadLocal<Boolean> working = ThreadLocal.withInitial(() -> false);
    private volatile boolean closed;

    private InMemoryCommunityStore(ConcurrentMap<OrganizationId, Place> memory) {
        this.memory = memory;
    }

    /** An empty store over a memory of its own. */
    public static InMemoryCommunityStore create() {
        return new InMemoryCommunityStore(new ConcurrentHashMap<>());
    }

    /**
     * Another store over the same memory, as another node would have it. Each is closed by itself.
     *
     * @param other a store, which may be closed already
     */
    public static InMemoryCommunityStore sharing(InMemoryCommunityStore other) {
        return new InMemoryCommunityStore(Arguments.required("store", other).memory);
    }

    @Override
    public <T> T read(OrganizationId organization, Function<? super StoreReader, ? extends T> work) {
        required(organization, work);
        return alone(() -> read(organization, existing(organization).contents, work));
    }

    @Override
    public <T> T write(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
        required(organization, work);
        return alone(() -> {
            Place place = existing(organization);
            place.hold();
            try {
                if (!place.contents.exist()) {
                    throw MemoryReader.notFound(organization); // it ended while this write waited
                }
                return write(organization, place, work);
            } finally {
                release(organization, place);
            }
        });
    }

    @Override
    public <T> T create(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
        required(organization, work);
        return alone(() -> {
            Place place = held(organization);
            try {
                return write(organization, place, work);
            } finally {
                release(organization, place);
            }
        });
    }

    /** The place of an organization that need not exist yet, for this thread alone. */
    private Place held(OrganizationId organization) {
        while (true) {
            Place place = memory.computeIfAbsent(organization, id -> new Place());
            place.hold();
            if (place.equals(memory.get(organization))) {
                return place;
            }
            place.writing.unlock(); // it was given up while this write waited
        }
    }

    /** Lets the next one write; a place at which there is nothing is given up. */
    private void release(OrganizationId organization, Place place) {
        if (place.contents.equals(Contents.NONE)) {
            memory.remove(organization, place);
        }
        place.writing.unlock();
    }

    @Override
    public Revision revision(OrganizationId organization) {
        Arguments.required("organization id", organization);
        return alone(() -> {
            Contents contents = memory.getOrDefault(organization, Place.NOWHERE).contents;
            return contents.exist() ? contents.revision() : Revision.NONE;
        });
    }

    @Override
    public PrincipalRecords principalRecords(OrganizationId organization, Subject principal) {
        Arguments.required("principal", principal);
        return read(organization, reader -> reader.principalRecords(principal));
    }

    @Override
    public JointRecords jointRecords(
            OrganizationId organization, Subject principal, Collection<? extends RecordKey<?>> keys) {
        Arguments.required("principal", principal);
        Set<RecordKey<?>> given = JointRecords.requireKeys(keys);
        return read(organization, reader -> reader.jointRecords(principal, given));
    }

    @Override
    public Set<Role> roles() {
        return roles(binding -> true);
    }

    @Override
    public Set<Role> rolesOfAllUsers() {
        return roles(binding -> binding.subject().kind() == SubjectKind.ALL_USERS);
    }

    private Set<Role> roles(Predicate<BindingRecord> which) {
        return alone(() -> {
            Set<Role> roles = new HashSet<>();
            for (Place place : memory.values()) {
                place.contents.list(Index.BINDINGS_AT_SCOPE, List.of(), Optional.empty(), Integer.MAX_VALUE).stream()
                        .filter(which)
                        .map(BindingRecord::role)
                        .forEach(roles::add);
            }
            return Set.copyOf(roles);
        });
    }

    /** How many organizations there is a place for. */
    int places() {
        return memory.size();
    }

    @Override
    public void close() {
        closed = true;
    }

    private static void required(OrganizationId organization, Function<?, ?> work) {
        Arguments.required("organization id", organization);
        Arguments.required("work", work);
    }

    /** Runs one call of this store, if it is open and the thread is not in another one (S-19, S-22). */
    private <T> T alone(Supplier<T> call) {
        if (closed) {
            throw new Unavailable("S-19", "the store is closed", false);
        }
        if (working.get()) {
            throw new IllegalStateException("S-22: a work must not call the store that runs it");
        }
        working.set(true);
        try {
            return call.get();
        } finally {
            working.remove();
        }
    }

    private Place existing(OrganizationId organization) {
        Place place = memory.getOrDefault(organization, Place.NOWHERE);
        if (!place.contents.exist()) {
            throw MemoryReader.notFound(organization);
        }
        return place;
    }

    private static <T> T read(
            OrganizationId organization, Contents contents, Function<? super StoreReader, ? extends T> work) {
        MemoryReader reader = new MemoryReader(organization, contents);
        try {
            return work.apply(reader);
        } finally {
            reader.end();
        }
    }

    private static <T> T write(
            OrganizationId organization, Place place, Function<? super StoreWriter, ? extends T> work) {
        MemoryWriter writer = new MemoryWriter(organization, place.contents);
        try {
            T result = work.apply(writer);
            place.contents = writer.outcome();
            return result;
        } finally {
            writer.end();
        }
    }

    /** Where an organization is kept; there may be a place before there is an organization, and after it. */
    private static final class Place {
        static final Place NOWHERE = new Place();

        final ReentrantLock writing = new ReentrantLock();
        volatile Contents contents = Contents.NONE;

        /** Waits until nobody else writes here. */
        void hold() {
            if (writing.isHeldByCurrentThread()) {
                throw new IllegalStateException(
                        "S-2: the thread is already writing to this organization, by another store");
            }
            writing.lock();
        }
    }
}
