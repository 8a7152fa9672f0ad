package io.github.communities.tck;

import io.github.communities.Communities;
import io.github.communities.OrganizationId;
import io.github.communities.Subject;
import io.github.communities.Target;
import io.github.communities.core.memory.InMemoryCommunityStore;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.record.JointRecords;
import io.github.communities.spi.record.PrincipalRecords;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.spi.record.TargetRecords;
import io.github.communities.tck.domain.Answers;
import io.github.communities.tck.domain.Deeds;
import io.github.communities.tck.domain.Deeds.Deed;
import io.github.communities.tck.fixture.Cluster;
import io.github.communities.tck.fixture.ForwardingReader;
import io.github.communities.tck.fixture.ForwardingStore;
import io.github.communities.tck.fixture.ForwardingWriter;
import io.github.communities.tck.fixture.StoreFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Where a store may give records in any order, the engine does not go by it: a database gives them now in this order
 * and now in that.
 */
class OrderOfRecordsTest {
    private static final OrganizationId ACME = OrganizationId.of("acme");

    @Provide
    Arbitrary<List<Deed>> deeds() {
        return Deeds.upTo(40);
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void no_answer_depends_on_the_order_in_which_a_store_gives_records(
            @ForAll("deeds") List<Deed> deeds, @ForAll int seed) {
        Random random = new Random(seed);
        try (Cluster sorted = cluster(store -> store);
                Cluster shuffled = cluster(store -> new Shuffling(store, random))) {
            Answers asked = answers(shuffled, deeds);

            asked.assertAre(answers(sorted, deeds), () -> "the store gives its records in another order");
        }
    }

    private static Cluster cluster(UnaryOperator<CommunityStore> inFront) {
        InMemoryCommunityStore memory = InMemoryCommunityStore.create();
        return new Cluster(new StoreFixture() {
            @Override
            public CommunityStore open() {
                return inFront.apply(InMemoryCommunityStore.sharing(memory));
            }

            @Override
            public void close() {
                memory.close();
            }
        });
    }

    private static Answers answers(Cluster cluster, List<Deed> deeds) {
        AtomicInteger last = new AtomicInteger();
        Communities node = cluster.node(Deeds.POLICY, engine -> engine.ids(() -> "id" + last.incrementAndGet()));
        Deeds done = new Deeds(ACME, node, cluster.clock());
        done.begin();
        deeds.forEach(done::run);
        cluster.clock().advance(Duration.ofSeconds(2));
        return Answers.of(node, done, List.of());
    }

    /** A store that gives records, where it may give them in any order, in a random one. */
    private static final class Shuffling extends ForwardingStore {
        private final Random random;

        Shuffling(CommunityStore store, Random random) {
            super(store);
            this.random = random;
        }

        @Override
        protected StoreReader reader(OrganizationId organization, StoreReader reader) {
            return new ForwardingReader(reader) {
                @Override
                public <R extends StoredRecord> List<R> find(RecordKind<R> kind, Collection<RecordKey<R>> keys) {
                    return shuffled(super.find(kind, keys));
                }

                @Override
                public PrincipalRecords principalRecords(Subject principal) {
                    return shuffled(super.principalRecords(principal));
                }

                @Override
                public JointRecords jointRecords(Subject principal, Collection<? extends RecordKey<?>> keys) {
                    return shuffled(super.jointRecords(principal, keys));
                }

                @Override
                public TargetRecords targetRecords(Collection<? extends Target> targets) {
                    return shuffled(super.targetRecords(targets));
                }
            };
        }

        @Override
        protected StoreWriter writer(OrganizationId organization, StoreWriter writer) {
            StoreReader reader = reader(organization, writer);
            return new ForwardingWriter(writer) {
                @Override
                public <R extends StoredRecord> List<R> find(RecordKind<R> kind, Collection<RecordKey<R>> keys) {
                    return reader.find(kind, keys);
                }

                @Override
                public PrincipalRecords principalRecords(Subject principal) {
                    return reader.principalRecords(principal);
                }

                @Override
                public JointRecords jointRecords(Subject principal, Collection<? extends RecordKey<?>> keys) {
                    return reader.jointRecords(principal, keys);
                }

                @Override
                public TargetRecords targetRecords(Collection<? extends Target> targets) {
                    return reader.targetRecords(targets);
                }
            };
        }

        @Override
        public PrincipalRecords principalRecords(OrganizationId organization, Subject principal) {
            return shuffled(super.principalRecords(organization, principal));
        }

        @Override
        public JointRecords jointRecords(
                OrganizationId organization, Subject principal, Collection<? extends RecordKey<?>> keys) {
            return shuffled(super.jointRecords(organization, principal, keys));
        }

        private JointRecords shuffled(JointRecords given) {
            return new JointRecords(shuffled(given.principal()), given.keys(), shuffled(given.records()));
        }

        @Override
        public TargetRecords targetRecords(OrganizationId organization, Collection<? extends Target> targets) {
            return shuffled(super.targetRecords(organization, targets));
        }

        private PrincipalRecords shuffled(PrincipalRecords given) {
            return new PrincipalRecords(
                    given.revision(),
                    given.organization(),
                    shuffled(given.subjects()),
                    shuffled(given.memberships()),
                    shuffled(given.bindings()));
        }

        private TargetRecords shuffled(TargetRecords given) {
            return new TargetRecords(
                    given.revision(),
                    given.organization(),
                    shuffled(given.communities()),
                    shuffled(given.projects()),
                    shuffled(given.resources()),
                    shuffled(given.publications()),
                    shuffled(given.attachments()));
        }

        private <R> List<R> shuffled(List<R> records) {
            List<R> all = new ArrayList<>(records);
            Collections.shuffle(all, random);
            return all;
        }
    }
}
