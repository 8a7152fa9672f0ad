package io.github.communities.tck.domain.authorization;

import io.github.communities.Communities;
import io.github.communities.tck.domain.DomainRules;
import io.github.communities.tck.fixture.CountingStore;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.fixture.TestDirectory;
import io.github.communities.tck.rule.Rule;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What someone learns of an organization to which they do not belong: nothing (ACC-8). */
public abstract class StrangerRules extends DomainRules {
    /** Rules on storages of this kind. */
    protected StrangerRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    @Test
    @Rule("ACC-8")
    void whoever_does_not_belong_cannot_tell_an_organization_from_none() {
        CountingStore store = new CountingStore(cluster.storage().open());
        try (Communities counted = engine(store)) {
            new StrangerCalls(counted, counted, store::questions).compareWithNone();
        }
    }

    @Test
    @Rule("ACC-8")
    void whoever_belongs_is_told_that_they_may_not() {
        CountingStore store = new CountingStore(cluster.storage().open());
        try (Communities counted = engine(store)) {
            new StrangerCalls(counted, counted, store::questions).compareWithSomeoneOfIt();
        }
    }

    @Test
    @Rule({"ACC-8", "ORG-2", "ORG-7"})
    void nor_where_a_directory_says_who_belongs() {
        TestDirectory directory = StrangerCalls.known(new TestDirectory(cluster.clock()));
        CountingStore store = new CountingStore(cluster.storage().open());
        try (Communities plain = engine(new CountingStore(cluster.storage().open()));
                Communities counted = StrangerCalls.settings(
                                cluster.engine(store).directory(directory))
                        .build()) {
            new StrangerCalls(plain, counted, store::questions).compareWithNone();
        }
    }

    private Communities engine(CountingStore store) {
        return StrangerCalls.settings(cluster.engine(store)).build();
    }
}
