package io.github.communities.tck.mutant;

import io.github.communities.OrganizationId;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.HostTransaction;
import io.github.communities.spi.StoreWriter;
import io.github.communities.tck.fixture.BegunTransaction;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A transaction on the {@link Ground}, which can have none: until it is committed, what was stored in it is the works
 * that stored it, which may be run again at any time (S-6).
 */
final class GroundTransaction extends HostTransaction implements BegunTransaction {
    /**
     * A work that ended well.
     *
     * @param creating whether it was given to a creation, or to a write
     */
    record Done(OrganizationId organization, boolean creating, Function<? super StoreWriter, ?> work) {
        /** Runs it again; what it returned was for whoever gave it. */
        Object on(CommunityStore store) {
            return creating ? store.create(organization, work) : store.write(organization, work);
        }
    }

    private final Ground ground;
    private final Set<OrganizationId> held = new LinkedHashSet<>();
    private final List<Done> done = new ArrayList<>();

    GroundTransaction(Ground ground) {
        this.ground = ground;
    }

    /** Keeps others from writing to an organization until the end. */
    void hold(OrganizationId organization) {
        if (held.add(organization)) {
            ground.lock(organization).lock();
        }
    }

    void letGo(OrganizationId organization) {
        if (held.remove(organization)) {
            ground.lock(organization).unlock();
        }
    }

    void add(Done work) {
        done.add(work);
    }

    /** An organization as it is in here. */
    CommunityStore inside(OrganizationId organization) {
        CommunityStore inside = ground.again(organization);
        done.stream().filter(work -> work.organization().equals(organization)).forEach(work -> work.on(inside));
        return inside;
    }

    @Override
    public HostTransaction transaction() {
        return this;
    }

    @Override
    public void commit() {
        CommunityStore sound = ground.sound();
        done.forEach(work -> work.on(sound));
        rollBack();
    }

    @Override
    public void rollBack() {
        done.clear();
        List.copyOf(held).forEach(this::letGo);
    }

    @Override
    public void close() {
        rollBack();
    }
}
