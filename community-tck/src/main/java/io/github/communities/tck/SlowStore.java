package io.github.communities.tck;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.change.ChangeRecord;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.HostTransaction;
import io.github.communities.spi.RecordKey;
import io.github.communities.spi.RecordKind;
import io.github.communities.spi.RecordRange;
import io.github.communities.spi.Standing;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.StoredRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A store that takes its time by a manual clock, which it moves with each answer: to whatever it is asked, and before a write
 * may begin. Something may happen meanwhile. Used by one thread.
 */
final class SlowStore implements CommunityStore {
    private final CommunityStore store;
    private final ManualClock clock;
    private Duration slowness = Duration.ZERO;
    private int answers;
    private int countdown;
    private Runnable happening = () -> {};

    SlowStore(CommunityStore store, ManualClock clock) {
        this.store = store;
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

    @Override
    public <T> T read(OrganizationId organization, Function<? super StoreReader, ? extends T> work) {
        return store.<T>read(organization, reader -> work.apply(new SlowReader(reader)));
    }

    @Override
    public <T> T write(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
        pass();
        return store.<T>write(organization, writer -> work.apply(new SlowWriter(writer)));
    }

    @Override
    public <T> T create(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
        pass();
        return store.<T>create(organization, writer -> work.apply(new SlowWriter(writer)));
    }

    @Override
    public Revision revision(OrganizationId organization) {
        Revision revision = store.revision(organization);
        pass();
        return revision;
    }

    @Override
    public Standing standing(OrganizationId organization, Subject principal) {
        Standing standing = store.standing(organization, principal);
        pass();
        return standing;
    }

    @Override
    public Set<Role> roles() {
        return store.roles();
    }

    @Override
    public Set<Role> rolesOfAllUsers() {
        return store.rolesOfAllUsers();
    }

    @Override
    public CommunityStore within(HostTransaction transaction) {
        return store.within(transaction);
    }

    @Override
    public void close() {
        store.close();
    }

    private class SlowReader implements StoreReader {
        private final StoreReader reader;

        SlowReader(StoreReader reader) {
            this.reader = reader;
        }

        @Override
        public final Revision revision() {
            return reader.revision();
        }

        @Override
        public final <R extends StoredRecord> List<R> find(RecordKind<R> kind, Collection<RecordKey<R>> keys) {
            List<R> found = reader.find(kind, keys);
            pass();
            return found;
        }

        @Override
        public final <R extends StoredRecord> List<R> list(RecordRange<R> range) {
            List<R> found = reader.list(range);
            pass();
            return found;
        }

        @Override
        public final Standing standing(Subject principal) {
            Standing standing = reader.standing(principal);
            pass();
            return standing;
        }

        @Override
        public final List<ChangeRecord> changes(Revision after, int limit) {
            List<ChangeRecord> found = reader.changes(after, limit);
            pass();
            return found;
        }
    }

    private final class SlowWriter extends SlowReader implements StoreWriter {
        private final StoreWriter writer;

        SlowWriter(StoreWriter writer) {
            super(writer);
            this.writer = writer;
        }

        @Override
        public void insert(Collection<? extends StoredRecord> records) {
            writer.insert(records);
            pass();
        }

        @Override
        public void update(Collection<? extends StoredRecord> records) {
            writer.update(records);
            pass();
        }

        @Override
        public void delete(Collection<? extends RecordKey<?>> keys) {
            writer.delete(keys);
            pass();
        }

        @Override
        public void append(ChangeRecord record) {
            writer.append(record);
            pass();
        }

        @Override
        public void amend(Collection<ChangeRecord> records) {
            writer.amend(records);
            pass();
        }

        @Override
        public void dropChanges(Revision upTo) {
            writer.dropChanges(upTo);
            pass();
        }

        @Override
        public boolean commits() {
            return writer.commits();
        }

        @Override
        public void onceCommitted(Runnable announcement) {
            writer.onceCommitted(announcement);
        }
    }
}
