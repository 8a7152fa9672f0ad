package io.github.communities.tck.mutant;

import static io.github.communities.tck.mutant.Mutant.that;
import static io.github.communities.tck.mutant.Mutants.writing;

import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.change.ChangeRecord;
import io.github.communities.core.memory.InMemoryCommunityStore;
import io.github.communities.error.NotFound;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.DuplicateKey;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.record.OrganizationRecord;
import io.github.communities.spi.record.PrincipalRecords;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.tck.fixture.ForwardingStore;
import io.github.communities.tck.fixture.ForwardingWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Exchanger;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/** Stores that write wrong. */
final class WritingMutants {
    static final List<Mutant> ALL = List.of(
            that("stores a work in two halves", ground -> new TwoHalves(ground.sound()), "S-1"),
            that("drops the last of many records", writing(DropsTheLast::new), "S-1"),
            that("lets a work decide before it locks", DecidesFirst::new, "S-2"),
            that("raises the revision for nothing", ground -> new RaisesForNothing(ground.sound()), "S-3"),
            that("remembers the revision it saw first", ground -> new RemembersRevision(ground.sound()), "S-3"),
            that("keeps what an earlier run stored", ground -> new KeepsEarlierRun(ground.sound()), "S-6"),
            that("returns what the first run returned", ground -> new ReturnsFirstRun(ground.sound()), "S-6"),
            that("commits what a work stored before it threw", ground -> new CommitsAnyway(ground.sound()), "S-7"),
            that("wraps what a work throws", ground -> new Wraps(ground.sound()), "S-7"),
            that("leaves an organization behind", ground -> new LeavesOrganization(ground.sound()), "S-8"),
            that("creates only what does not exist", ground -> new CreatesOnly(ground.sound()), "S-8"),
            that("overwrites when it inserts", writing(Overwrites::new), "S-11"),
            that("inserts when it updates", writing(Upserts::new), "S-11"),
            that("deletes what does not exist", writing(DeletesNothing::new), "S-11"),
            that("forgets that it refused something", writing(ForgetsRefusal::new), "S-11"),
            that("does not say that what it refuses exists", writing(SaysNoMore::new), "S-11"),
            that("takes a second change record for the first", writing(IgnoresSecond::new), "S-15"),
            that("corrects the revision of a change record", writing(CorrectsRevision::new), "S-15"),
            that("appends by itself", ground -> new AppendsByItself(ground.sound()), "S-15"),
            that("does not find what the work has stored", ground -> new BlindToItself(ground), "S-17"),
            that("tells the next revision too early", writing(TooEarly::new), "S-17"),
            that("keeps an organization that ended", writing(KeepsEnded::new), "S-24"),
            that("begins an ended organization anew", BeginsAnew::new, "S-24"),
            that("tells the last revision of an ended organization", TellsLast::new, "S-24"),
            that("leaves change records as they were", writing(AmendsNothing::new), "S-25"),
            that("amends only what is there", writing(AmendsWhatIsThere::new), "S-25"),
            that("raises the revision by two", ground -> new RaisesByTwo(ground.sound()), "S-3"),
            that("finds what the work has deleted", writing(FindsDeleted::new), "S-17"),
            that("amends the last of many", writing(AmendsLast::new), "S-25"));

    private WritingMutants() {}

    /** Runs a work in vain, and then does what it did, with the lock given back in between. */
    private abstract static class Planning extends ForwardingStore {
        Planning(CommunityStore store) {
            super(store);
        }

        @Override
        public <T> T write(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
            List<WatchedWriter> writers = new ArrayList<>();
            List<T> results = new ArrayList<>();
            try {
                return super.<T>write(organization, writer -> {
                    WatchedWriter watched = new WatchedWriter(writer);
                    writers.add(watched);
                    results.add(work.apply(watched));
                    throw new Planned();
                });
            } catch (Planned planned) {
                WatchedWriter last = writers.get(writers.size() - 1);
                last.appended().ifPresent(record -> carryOut(organization, last.steps(), record));
                return results.get(results.size() - 1);
            }
        }

        abstract void carryOut(OrganizationId organization, List<Consumer<StoreWriter>> steps, ChangeRecord record);

        final void carryOutAtOnce(OrganizationId organization, List<Consumer<StoreWriter>> steps, ChangeRecord record) {
            super.write(organization, writer -> {
                steps.forEach(step -> step.accept(writer));
                writer.append(ChangeRecord.builder()
                        .from(record)
                        .revision(writer.revision().next())
                        .build());
                return true;
            });
        }

        private static final class Planned extends RuntimeException {
            private static final long serialVersionUID = 1L;
        }
    }

    private static final class TwoHalves extends Planning {
        TwoHalves(CommunityStore store) {
            super(store);
        }

        @Override
        void carryOut(OrganizationId organization, List<Consumer<StoreWriter>> steps, ChangeRecord record) {
            int half = steps.size() / 2;
            carryOutAtOnce(organization, steps.subList(0, half), record);
            carryOutAtOnce(organization, steps.subList(half, steps.size()), record);
        }
    }

    private static final class DecidesFirst extends Planning {
        private final Exchanger<Boolean> decided;

        DecidesFirst(Ground ground) {
            super(ground.sound());
            decided = ground.meeting();
        }

        @Override
        void carryOut(OrganizationId organization, List<Consumer<StoreWriter>> steps, ChangeRecord record) {
            try {
                // Where two works run at all, both decide before either stores.
                decided.exchange(true, 5, TimeUnit.MILLISECONDS);
            } catch (TimeoutException alone) {
                // There is nobody to get in the way of.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            carryOutAtOnce(organization, steps, record);
        }
    }

    private static final class DropsTheLast extends ForwardingWriter {
        DropsTheLast(StoreWriter writer) {
            super(writer);
        }

        @Override
        public void insert(Collection<? extends StoredRecord> records) {
            super.insert(
                    records.stream().limit(Math.max(10, records.size() - 1)).toList());
        }
    }

    private static final class RaisesForNothing extends ForwardingStore {
        RaisesForNothing(CommunityStore store) {
            super(store);
        }

        @Override
        public <T> T write(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
            return super.<T>write(organization, writer -> {
                WatchedWriter watched = new WatchedWriter(writer);
                T result = work.apply(watched);
                if (watched.appended().isEmpty()) {
                    writer.append(Mutants.change(organization, writer));
                }
                return result;
            });
        }
    }

    private static final class RemembersRevision extends ForwardingStore {
        private final Map<OrganizationId, Revision> seen = new ConcurrentHashMap<>();

        RemembersRevision(CommunityStore store) {
            super(store);
        }

        @Override
        public Revision revision(OrganizationId organization) {
            return seen.computeIfAbsent(organization, super::revision);
        }
    }

    private static final class KeepsEarlierRun extends ForwardingStore {
        KeepsEarlierRun(CommunityStore store) {
            super(store);
        }

        @Override
        public <T> T write(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
            List<WatchedWriter> runs = new ArrayList<>();
            return super.<T>write(organization, writer -> {
                runs.forEach(run -> run.steps().forEach(step -> step.accept(writer)));
                WatchedWriter watched = new WatchedWriter(writer);
                runs.add(watched);
                return work.apply(watched);
            });
        }
    }

    private static final class ReturnsFirstRun extends ForwardingStore {
        ReturnsFirstRun(CommunityStore store) {
            super(store);
        }

        @Override
        public <T> T write(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
            List<T> results = new ArrayList<>();
            super.write(organization, writer -> results.add(work.apply(writer)));
            return results.get(0);
        }
    }

    private static final class CommitsAnyway extends ForwardingStore {
        CommitsAnyway(CommunityStore store) {
            super(store);
        }

        @Override
        public <T> T write(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
            List<Throwable> thrown = new ArrayList<>();
            Optional<T> result = super.write(organization, writer -> {
                WatchedWriter watched = new WatchedWriter(writer);
                try {
                    return Optional.of(work.apply(watched));
                } catch (RuntimeException | Error e) {
                    thrown.add(e);
                    if (watched.appended().isEmpty()) {
                        writer.append(Mutants.change(organization, writer));
                    }
                    return Optional.empty();
                }
            });
            return result.orElseThrow(() -> {
                if (thrown.get(0) instanceof Error error) {
                    throw error;
                }
                return (RuntimeException) thrown.get(0);
            });
        }
    }

    private static final class Wraps extends ForwardingStore {
        Wraps(CommunityStore store) {
            super(store);
        }

        @Override
        public <T> T write(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
            try {
                return super.<T>write(organization, work);
            } catch (RuntimeException e) {
                throw new IllegalStateException("wrapped", e);
            }
        }
    }

    private static final class LeavesOrganization extends ForwardingStore {
        LeavesOrganization(CommunityStore store) {
            super(store);
        }

        @Override
        public <T> T create(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
            return super.<T>create(organization, writer -> {
                T result = work.apply(writer);
                if (writer.find(RecordKind.organization()).isEmpty()) {
                    writer.insert(OrganizationRecord.builder()
                            .id(organization)
                            .name("left behind")
                            .defaultCommunity(CommunityId.of(organization, "none"))
                            .registeredAt(Instant.EPOCH)
                            .bindingsVersion(Revision.NONE)
                            .droppedChanges(Revision.NONE)
                            .build());
                    writer.append(Mutants.change(organization, writer));
                }
                return result;
            });
        }
    }

    private static final class CreatesOnly extends ForwardingStore {
        CreatesOnly(CommunityStore store) {
            super(store);
        }

        @Override
        public <T> T create(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
            if (!revision(organization).equals(Revision.NONE)) {
                throw new IllegalStateException("there is an organization of that id");
            }
            return super.<T>create(organization, work);
        }
    }

    private static final class Overwrites extends ForwardingWriter {
        Overwrites(StoreWriter writer) {
            super(writer);
        }

        @Override
        public void insert(Collection<? extends StoredRecord> records) {
            for (StoredRecord record : records) {
                if (find(record.key()).isPresent()) {
                    super.update(List.of(record));
                } else {
                    super.insert(List.of(record));
                }
            }
        }
    }

    private static final class Upserts extends ForwardingWriter {
        Upserts(StoreWriter writer) {
            super(writer);
        }

        @Override
        public void update(Collection<? extends StoredRecord> records) {
            for (StoredRecord record : records) {
                if (find(record.key()).isPresent()) {
                    super.update(List.of(record));
                } else {
                    super.insert(List.of(record));
                }
            }
        }
    }

    private static final class DeletesNothing extends ForwardingWriter {
        DeletesNothing(StoreWriter writer) {
            super(writer);
        }

        @Override
        public void delete(Collection<? extends RecordKey<?>> keys) {
            for (RecordKey<?> key : keys) {
                if (find(key).isPresent()) {
                    super.delete(List.of(key));
                }
            }
        }
    }

    private static final class SaysNoMore extends ForwardingWriter {
        SaysNoMore(StoreWriter writer) {
            super(writer);
        }

        @Override
        public void insert(Collection<? extends StoredRecord> records) {
            try {
                super.insert(records);
            } catch (DuplicateKey refusal) {
                throw new IllegalStateException("refused", refusal);
            }
        }
    }

    private static final class ForgetsRefusal extends ForwardingWriter {
        ForgetsRefusal(StoreWriter writer) {
            super(writer);
        }

        @Override
        public void insert(Collection<? extends StoredRecord> records) {
            for (StoredRecord record : records) {
                if (find(record.key()).isPresent()) {
                    throw new DuplicateKey("exists"); // which the writer below does not hear of
                }
            }
            super.insert(records);
        }
    }

    private static final class IgnoresSecond extends WatchedWriter {
        IgnoresSecond(StoreWriter writer) {
            super(writer);
        }

        @Override
        public void append(ChangeRecord record) {
            if (appended().isEmpty()) {
                super.append(record);
            }
        }
    }

    private static final class CorrectsRevision extends ForwardingWriter {
        CorrectsRevision(StoreWriter writer) {
            super(writer);
        }

        @Override
        public void append(ChangeRecord record) {
            super.append(ChangeRecord.builder()
                    .from(record)
                    .revision(revision().next())
                    .build());
        }
    }

    private static final class AppendsByItself extends ForwardingStore {
        AppendsByItself(CommunityStore store) {
            super(store);
        }

        @Override
        public <T> T write(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
            return super.<T>write(organization, writer -> {
                WatchedWriter watched = new WatchedWriter(writer);
                T result = work.apply(watched);
                if (!watched.steps().isEmpty() && watched.appended().isEmpty()) {
                    writer.append(Mutants.change(organization, writer));
                }
                return result;
            });
        }
    }

    private static final class BlindToItself extends ForwardingStore {
        private final CommunityStore committed;

        BlindToItself(Ground ground) {
            super(ground.sound());
            committed = ground.sound();
        }

        @Override
        protected StoreWriter writer(OrganizationId organization, StoreWriter writer) {
            return new ForwardingWriter(writer) {
                @Override
                public <R extends StoredRecord> List<R> find(RecordKind<R> kind, Collection<RecordKey<R>> keys) {
                    try {
                        return committed.read(organization, reader -> reader.find(kind, keys));
                    } catch (NotFound notCreatedYet) {
                        return List.of();
                    }
                }
            };
        }
    }

    private static final class TooEarly extends WatchedWriter {
        TooEarly(StoreWriter writer) {
            super(writer);
        }

        @Override
        public Revision revision() {
            return appended().map(ChangeRecord::revision).orElseGet(super::revision);
        }
    }

    private static final class KeepsEnded extends ForwardingWriter {
        KeepsEnded(StoreWriter writer) {
            super(writer);
        }

        @Override
        public void delete(Collection<? extends RecordKey<?>> keys) {
            super.delete(keys.stream()
                    .filter(key -> !key.kind().equals(RecordKind.ORGANIZATION))
                    .toList());
        }
    }

    /** Forgets an ended organization altogether: what is created after it is kept in another memory. */
    private static final class BeginsAnew extends ForwardingStore {
        private final Map<OrganizationId, CommunityStore> memories;

        BeginsAnew(Ground ground) {
            super(ground.sound());
            memories = ground.memories();
        }

        private CommunityStore memory(OrganizationId organization) {
            return memories.computeIfAbsent(organization, id -> InMemoryCommunityStore.create());
        }

        @Override
        public <T> T read(OrganizationId organization, Function<? super StoreReader, ? extends T> work) {
            return memory(organization).read(organization, work);
        }

        @Override
        public <T> T write(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
            return memory(organization).write(organization, work);
        }

        @Override
        public <T> T create(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
            if (revision(organization).equals(Revision.NONE)) {
                memories.remove(organization);
            }
            return memory(organization).create(organization, work);
        }

        @Override
        public Revision revision(OrganizationId organization) {
            return memory(organization).revision(organization);
        }

        @Override
        public PrincipalRecords principalRecords(OrganizationId organization, Subject principal) {
            return memory(organization).principalRecords(organization, principal);
        }
    }

    private static final class TellsLast extends ForwardingStore {
        TellsLast(Ground ground) {
            super(ground.sound());
        }

        @Override
        public Revision revision(OrganizationId organization) {
            return super.<Revision>create(organization, StoreReader::revision);
        }
    }

    private static final class AmendsNothing extends ForwardingWriter {
        AmendsNothing(StoreWriter writer) {
            super(writer);
        }

        @Override
        public void amend(Collection<ChangeRecord> records) {
            records.forEach(
                    record -> super.amend(changes(Revision.of(record.revision().value() - 1), 1)));
        }
    }

    private static final class AmendsWhatIsThere extends ForwardingWriter {
        AmendsWhatIsThere(StoreWriter writer) {
            super(writer);
        }

        @Override
        public void amend(Collection<ChangeRecord> records) {
            super.amend(records.stream()
                    .filter(record -> changes(Revision.NONE, 1000).stream()
                            .anyMatch(kept -> kept.revision().equals(record.revision())))
                    .toList());
        }
    }

    private static final class RaisesByTwo extends ForwardingStore {
        RaisesByTwo(CommunityStore store) {
            super(store);
        }

        @Override
        public <T> T write(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
            Revision before = revision(organization);
            T result = super.<T>write(organization, work);
            if (before.isBefore(revision(organization))) {
                super.write(organization, writer -> {
                    writer.append(Mutants.change(organization, writer));
                    return true;
                });
            }
            return result;
        }
    }

    private static final class FindsDeleted extends ForwardingWriter {
        private final Map<RecordKey<?>, StoredRecord> deleted = new HashMap<>();

        FindsDeleted(StoreWriter writer) {
            super(writer);
        }

        @Override
        public void delete(Collection<? extends RecordKey<?>> keys) {
            keys.forEach(key -> find(key).ifPresent(record -> deleted.put(key, record)));
            super.delete(keys);
        }

        @Override
        public <R extends StoredRecord> List<R> find(RecordKind<R> kind, Collection<RecordKey<R>> keys) {
            List<R> found = new ArrayList<>(super.find(kind, keys));
            keys.stream()
                    .map(deleted::get)
                    .filter(Objects::nonNull)
                    .map(kind.type()::cast)
                    .forEach(found::add);
            return found;
        }
    }

    private static final class AmendsLast extends ForwardingWriter {
        AmendsLast(StoreWriter writer) {
            super(writer);
        }

        @Override
        public void amend(Collection<ChangeRecord> records) {
            super.amend(records.stream().skip(records.size() - 1L).toList());
        }
    }
}
