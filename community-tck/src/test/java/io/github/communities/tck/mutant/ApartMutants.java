package io.github.communities.tck.mutant;

import static io.github.communities.tck.mutant.Mutant.that;
import static io.github.communities.tck.mutant.Mutants.reading;
import static io.github.communities.tck.mutant.Mutants.writing;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.Target;
import io.github.communities.change.ChangeRecord;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.PrincipalRecords;
import io.github.communities.spi.record.ProjectRecord;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.spi.record.TargetKeys;
import io.github.communities.spi.record.TargetRecords;
import io.github.communities.tck.fixture.ForwardingReader;
import io.github.communities.tck.fixture.ForwardingStore;
import io.github.communities.tck.fixture.ForwardingWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/** Stores that mix up what is to be kept apart. */
final class ApartMutants {
    static final List<Mutant> ALL = List.of(
            that("has one lock for all organizations", ground -> new OneLock(ground.sound()), "S-5"),
            that("finds records of other organizations", FindsElsewhere::new, "S-14"),
            that("deletes in all organizations", DeletesEverywhere::new, "S-14"),
            that("passes records of other organizations over", ground -> new PassesOver(ground.sound()), "S-14"),
            that(
                    "takes organizations for one that differ by case",
                    ground -> new FoldsOrganizations(ground.sound()),
                    "S-14"),
            that("lets a work call it again", CallableAgain::new, "S-22"),
            that("can't be called once a work threw", ground -> new Stuck(ground.sound()), "S-22"),
            that("goes on to answer after a work", reading(AnswersOn::new), "S-23"),
            that("keeps silent about what is stored after a work", writing(KeepsSilent::new), "S-23"),
            that("lists records of other organizations", ListsElsewhere::new, "S-14"),
            that("decides by bindings in other organizations", DecidesElsewhere::new, "S-14"),
            that("leads to what other organizations have", LeadsElsewhere::new, "S-27"),
            that("tells the changes of other organizations", TellsElsewhere::new, "S-14"),
            that("counts revisions across organizations", CountsAll::new, "S-14"),
            that("makes readers wait for the writers of others", ground -> new WaitsToRead(ground.sound()), "S-5"),
            that("goes on to list after a work", reading(ListsOn::new), "S-23"));

    private ApartMutants() {}

    private static final class OneLock extends ForwardingStore {
        private final ReentrantLock lock = new ReentrantLock();

        OneLock(CommunityStore store) {
            super(store);
        }

        @Override
        public <T> T write(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
            lock.lock();
            try {
                return super.<T>write(organization, work);
            } finally {
                lock.unlock();
            }
        }
    }

    /** A store that knows which organizations were created through its like. */
    private static class Knowing extends ForwardingStore {
        final Ground ground;

        Knowing(Ground ground) {
            super(ground.sound());
            this.ground = ground;
        }

        @Override
        public <T> T create(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
            T result = super.<T>create(organization, work);
            ground.known().add(organization);
            return result;
        }

        List<OrganizationId> others(OrganizationId organization) {
            return ground.known().stream()
                    .filter(known -> !known.equals(organization))
                    .toList();
        }
    }

    private static final class FindsElsewhere extends Knowing {
        FindsElsewhere(Ground ground) {
            super(ground);
        }

        @Override
        protected StoreReader reader(OrganizationId organization, StoreReader reader) {
            return new ForwardingReader(reader) {
                @Override
                public <R extends StoredRecord> List<R> find(RecordKind<R> kind, Collection<RecordKey<R>> keys) {
                    List<R> found = new ArrayList<>(super.find(kind, keys));
                    for (OrganizationId other : others(organization)) {
                        if (found.isEmpty()) {
                            found.addAll(ground.sound().read(other, elsewhere -> elsewhere.find(kind, keys)));
                        }
                    }
                    return found;
                }

                @Override
                public TargetRecords targetRecords(Collection<? extends Target> targets) {
                    return targetRecordsByFind(targets);
                }
            };
        }

        @Override
        public TargetRecords targetRecords(OrganizationId organization, Collection<? extends Target> targets) {
            return read(organization, reader -> reader.targetRecords(targets));
        }
    }

    private static final class DeletesEverywhere extends Knowing {
        DeletesEverywhere(Ground ground) {
            super(ground);
        }

        @Override
        public <T> T write(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
            List<RecordKey<?>> deleted = new ArrayList<>();
            T result = super.<T>write(
                    organization,
                    writer -> work.apply(new ForwardingWriter(writer) {
                        @Override
                        public void delete(Collection<? extends RecordKey<?>> keys) {
                            super.delete(keys);
                            deleted.addAll(keys);
                        }
                    }));
            for (OrganizationId other : deleted.isEmpty() ? List.<OrganizationId>of() : others(organization)) {
                super.write(other, writer -> {
                    deleted.stream().filter(key -> writer.find(key).isPresent()).forEach(writer::delete);
                    writer.append(Mutants.change(other, writer));
                    return true;
                });
            }
            return result;
        }
    }

    private static final class PassesOver extends ForwardingStore {
        PassesOver(CommunityStore store) {
            super(store);
        }

        @Override
        protected StoreWriter writer(OrganizationId organization, StoreWriter writer) {
            return new ForwardingWriter(writer) {
                @Override
                public void insert(Collection<? extends StoredRecord> records) {
                    super.insert(records.stream()
                            .filter(record -> record.organization().equals(organization))
                            .toList());
                }
            };
        }
    }

    private static final class FoldsOrganizations extends ForwardingStore {
        FoldsOrganizations(CommunityStore store) {
            super(store);
        }

        @Override
        public Revision revision(OrganizationId organization) {
            return super.revision(OrganizationId.of(organization.value().toLowerCase(Locale.ROOT)));
        }
    }

    private static final class CallableAgain extends ForwardingStore {
        private final Ground ground;

        CallableAgain(Ground ground) {
            super(ground.sound());
            this.ground = ground;
        }

        @Override
        public <T> T read(OrganizationId organization, Function<? super StoreReader, ? extends T> work) {
            return ground.sound().<T>read(organization, work);
        }
    }

    private static final class Stuck extends ForwardingStore {
        private final ConcurrentHashMap<Thread, Boolean> working = new ConcurrentHashMap<>();

        Stuck(CommunityStore store) {
            super(store);
        }

        @Override
        public <T> T write(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
            if (working.put(Thread.currentThread(), true) != null) {
                throw new IllegalStateException("a work must not call the store that runs it");
            }
            T result = super.<T>write(organization, work);
            working.remove(Thread.currentThread()); // unless the work throws
            return result;
        }
    }

    private static final class AnswersOn extends ForwardingReader {
        private final Revision seen;

        AnswersOn(StoreReader reader) {
            super(reader);
            seen = reader.revision();
        }

        @Override
        public Revision revision() {
            return seen;
        }
    }

    private static final class KeepsSilent extends ForwardingWriter {
        KeepsSilent(StoreWriter writer) {
            super(writer);
        }

        @Override
        public void insert(Collection<? extends StoredRecord> records) {
            try {
                super.insert(records);
            } catch (IllegalStateException e) {
                // Whoever stores too late does not hear of it.
            }
        }
    }

    private static final class ListsElsewhere extends Knowing {
        ListsElsewhere(Ground ground) {
            super(ground);
        }

        @Override
        protected StoreReader reader(OrganizationId organization, StoreReader reader) {
            return new ForwardingReader(reader) {
                @Override
                public <R extends StoredRecord> List<R> list(RecordRange<R> range) {
                    List<R> found = new ArrayList<>(super.list(range));
                    for (OrganizationId other : others(organization)) {
                        found.addAll(ground.sound().read(other, elsewhere -> elsewhere.list(range)));
                    }
                    return found;
                }
            };
        }
    }

    private static final class DecidesElsewhere extends Knowing {
        DecidesElsewhere(Ground ground) {
            super(ground);
        }

        @Override
        public PrincipalRecords principalRecords(OrganizationId organization, Subject principal) {
            PrincipalRecords own = super.principalRecords(organization, principal);
            List<BindingRecord> bindings = new ArrayList<>(own.bindings());
            for (OrganizationId other : others(organization)) {
                bindings.addAll(
                        ground.sound().principalRecords(other, principal).bindings());
            }
            return new PrincipalRecords(
                    own.revision(), own.organization(), own.subjects(), own.memberships(), bindings);
        }
    }

    private static final class LeadsElsewhere extends Knowing {
        LeadsElsewhere(Ground ground) {
            super(ground);
        }

        @Override
        public TargetRecords targetRecords(OrganizationId organization, Collection<? extends Target> targets) {
            TargetRecords own = super.targetRecords(organization, targets);
            List<ProjectRecord> projects = new ArrayList<>(own.projects());
            for (OrganizationId other : others(organization)) {
                projects.addAll(ground.sound()
                        .read(
                                other,
                                elsewhere -> elsewhere.find(
                                        RecordKind.PROJECT,
                                        TargetKeys.of(organization, targets).projects())));
            }
            return new TargetRecords(
                    own.revision(),
                    own.organization(),
                    own.communities(),
                    projects,
                    own.resources(),
                    own.publications(),
                    own.attachments());
        }
    }

    private static final class TellsElsewhere extends Knowing {
        TellsElsewhere(Ground ground) {
            super(ground);
        }

        @Override
        protected StoreReader reader(OrganizationId organization, StoreReader reader) {
            return new ForwardingReader(reader) {
                @Override
                public List<ChangeRecord> changes(Revision after, int limit) {
                    List<ChangeRecord> found = new ArrayList<>(super.changes(after, limit));
                    for (OrganizationId other : others(organization)) {
                        found.addAll(ground.sound().read(other, elsewhere -> elsewhere.changes(after, limit)));
                    }
                    return found;
                }
            };
        }
    }

    private static final class CountsAll extends Knowing {
        CountsAll(Ground ground) {
            super(ground);
        }

        @Override
        public Revision revision(OrganizationId organization) {
            Revision own = super.revision(organization);
            return Revision.of(own.value()
                    + others(organization).stream()
                            .mapToLong(other -> super.revision(other).value())
                            .sum());
        }
    }

    private static final class WaitsToRead extends ForwardingStore {
        private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

        WaitsToRead(CommunityStore store) {
            super(store);
        }

        @Override
        public <T> T read(OrganizationId organization, Function<? super StoreReader, ? extends T> work) {
            lock.readLock().lock();
            try {
                return super.<T>read(organization, work);
            } finally {
                lock.readLock().unlock();
            }
        }

        @Override
        public <T> T write(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
            boolean alone = lock.writeLock().tryLock(); // so that it is only readers who wait
            try {
                return super.<T>write(organization, work);
            } finally {
                if (alone) {
                    lock.writeLock().unlock();
                }
            }
        }
    }

    private static final class ListsOn extends ForwardingReader {
        ListsOn(StoreReader reader) {
            super(reader);
        }

        @Override
        public <R extends StoredRecord> List<R> list(RecordRange<R> range) {
            try {
                return super.list(range);
            } catch (IllegalStateException e) {
                return List.of();
            }
        }
    }
}
