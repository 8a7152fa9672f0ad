package io.github.communities.tck.mutant;

import static io.github.communities.tck.mutant.Mutant.that;
import static io.github.communities.tck.mutant.Mutants.writing;

import io.github.communities.OrganizationId;
import io.github.communities.Subject;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.record.JointRecords;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.tck.fixture.ForwardingStore;
import io.github.communities.tck.fixture.ForwardingWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Stores that look up along with a principal what is not what is there. */
final class JointMutants {
    static final List<Mutant> ALL = List.of(
            that("looks up no communities and takes them for absent", joint(JointMutants::withoutCommunities), "S-29"),
            that("gives the first record it has looked up twice", joint(JointMutants::withOneTwice), "S-29"),
            that("says it has looked up what nobody asked for", joint(JointMutants::withMoreKeys), "S-29"),
            that("looks up along with a principal before it reads the principal", LooksUpBefore::new, "S-29"),
            that("looks up along with a principal what a work has not changed", writing(LooksPastOwn::new), "S-29"),
            that("looks up nothing but what a write has said before", AnswersAsSaid::new, "S-29"));

    private JointMutants() {}

    private static Function<Ground, CommunityStore> joint(UnaryOperator<JointRecords> broken) {
        return ground -> new ForwardingStore(ground.sound()) {
            @Override
            public JointRecords jointRecords(
                    OrganizationId organization, Subject principal, Collection<? extends RecordKey<?>> keys) {
                return broken.apply(super.jointRecords(organization, principal, keys));
            }
        };
    }

    private static JointRecords withoutCommunities(JointRecords all) {
        return new JointRecords(
                all.principal(),
                all.keys(),
                all.records().stream()
                        .filter(record -> !record.kind().equals(RecordKind.COMMUNITY))
                        .toList());
    }

    private static JointRecords withOneTwice(JointRecords all) {
        List<StoredRecord> more = new ArrayList<>(all.records());
        all.records().stream().findFirst().ifPresent(more::add);
        return new JointRecords(all.principal(), all.keys(), more);
    }

    private static JointRecords withMoreKeys(JointRecords all) {
        List<RecordKey<?>> more = new ArrayList<>(all.keys());
        more.add(RecordKind.organization());
        return new JointRecords(all.principal(), Set.copyOf(more), all.records());
    }

    /** What is stored between the two is seen by the one and not by the other. */
    private static final class LooksUpBefore extends ForwardingStore {
        private final Map<List<Object>, JointRecords> before = new ConcurrentHashMap<>();

        LooksUpBefore(Ground ground) {
            super(ground.sound());
        }

        @Override
        public JointRecords jointRecords(
                OrganizationId organization, Subject principal, Collection<? extends RecordKey<?>> keys) {
            JointRecords now = super.jointRecords(organization, principal, keys);
            JointRecords first = before.computeIfAbsent(List.of(principal, now.keys()), asked -> now);
            return new JointRecords(now.principal(), first.keys(), first.records());
        }
    }

    private static final class AnswersAsSaid extends ForwardingStore {
        AnswersAsSaid(Ground ground) {
            super(ground.sound());
        }

        @Override
        public <T> T write(
                OrganizationId organization,
                Subject principal,
                Collection<? extends RecordKey<?>> keys,
                Function<? super StoreWriter, ? extends T> work) {
            return super.<T>write(organization, principal, keys, writer -> {
                JointRecords said = writer.jointRecords(principal, keys);
                return work.apply(new ForwardingWriter(writer) {
                    @Override
                    public JointRecords jointRecords(Subject other, Collection<? extends RecordKey<?>> otherKeys) {
                        return said;
                    }
                });
            });
        }
    }

    private static final class LooksPastOwn extends ForwardingWriter {
        private final Map<RecordKey<?>, List<StoredRecord>> atFirst = new ConcurrentHashMap<>();

        LooksPastOwn(StoreWriter writer) {
            super(writer);
        }

        @Override
        public JointRecords jointRecords(Subject principal, Collection<? extends RecordKey<?>> keys) {
            JointRecords now = super.jointRecords(principal, keys);
            List<StoredRecord> records = new ArrayList<>();
            now.keys()
                    .forEach(key -> records.addAll(atFirst.computeIfAbsent(
                            key,
                            asked -> now.records().stream()
                                    .filter(record -> record.key().equals(asked))
                                    .toList())));
            return new JointRecords(now.principal(), now.keys(), records);
        }
    }
}
