package io.github.communities.tck;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.record.PrincipalRecords;
import java.time.Duration;
import java.util.function.Function;

/**
 * A store that takes its time by a manual clock, which it moves with each answer: to whatever it is asked, and before a
 * write may begin. Something may happen meanwhile. Used by one thread.
 */
final class SlowStore extends ForwardingStore {
    private final ManualClock clock;
    private Duration slowness = Duration.ZERO;
    private int answers;
    private int countdown;
    private Runnable happening = () -> {};

    SlowStore(CommunityStore store, ManualClock clock) {
        super(store);
        this.clock = clock;
    }

    /** From now on each answer takes so long. */
    void slow(Duration time) {
        slowness = time;
    }

    /** Lets something happen while the answer is under way that is this many answers from now. */
    void upon(int answer, Runnable happens) {
        countdown = answer;
        happening = happens;
    }

    /** How often it has answered. */
    int answers() {
        return answers;
    }

    private void pass() {
        answers++;
        clock.advance(slowness);
        countdown--;
        if (countdown == 0) {
            happening.run();
        }
    }

    private <T> T passed(T answer) {
        pass();
        return answer;
    }

    @Override
    protected StoreReader reader(OrganizationId organization, StoreReader reader) {
        return Observed.reader(StoreReader.class, reader, this::pass);
    }

    @Override
    protected StoreWriter writer(OrganizationId organization, StoreWriter writer) {
        return Observed.reader(StoreWriter.class, writer, this::pass);
    }

    @Override
    public <T> T write(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
        pass();
        return super.write(organization, work);
    }

    @Override
    public <T> T create(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
        pass();
        return super.create(organization, work);
    }

    @Override
    public Revision revision(OrganizationId organization) {
        return passed(super.revision(organization));
    }

    @Override
    public PrincipalRecords principalRecords(OrganizationId organization, Subject principal) {
        return passed(super.principalRecords(organization, principal));
    }
}
