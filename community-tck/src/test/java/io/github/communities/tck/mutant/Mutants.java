package io.github.communities.tck.mutant;

import io.github.communities.OrganizationId;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.StoreWriter;
import io.github.communities.tck.fixture.ForwardingStore;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** All mutants, and what they are made with. */
final class Mutants {
    static final List<Mutant> ALL = Stream.of(
                    WritingMutants.ALL,
                    ReadingMutants.ALL,
                    ListingMutants.ALL,
                    ApartMutants.ALL,
                    FailingMutants.ALL,
                    JointMutants.ALL,
                    JoiningMutants.ALL)
            .flatMap(List::stream)
            .toList();

    private Mutants() {}

    /** A store of which only what works write with is broken. */
    static Function<Ground, CommunityStore> writing(UnaryOperator<StoreWriter> broken) {
        return ground -> new ForwardingStore(ground.sound()) {
            @Override
            protected StoreWriter writer(OrganizationId organization, StoreWriter writer) {
                return broken.apply(writer);
            }
        };
    }

    /** A store of which only what works read with is broken. */
    static Function<Ground, CommunityStore> reading(UnaryOperator<StoreReader> broken) {
        return ground -> new ForwardingStore(ground.sound()) {
            @Override
            protected StoreReader reader(OrganizationId organization, StoreReader reader) {
                return broken.apply(reader);
            }
        };
    }

    /** Some change record, for a store that appends one by itself. */
    static ChangeRecord change(OrganizationId organization, StoreReader reader) {
        return ChangeRecord.builder()
                .revision(reader.revision().next())
                .at(Instant.EPOCH)
                .addChanges(Change.of(ChangeKind.ORGANIZATION_RENAMED, organization))
                .build();
    }
}
