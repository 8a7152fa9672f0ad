package io.github.communities.tck.domain.community;

import io.github.communities.Communities;
import io.github.communities.Page;
import io.github.communities.community.Community;
import io.github.communities.tck.domain.AcmeRules;
import io.github.communities.tck.fixture.StoreFixture;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;

/** What the suites about communities begin with: Acme is registered. */
public abstract class RegisteredRules extends AcmeRules {
    /** Rules on storages of this kind. */
    protected RegisteredRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    @BeforeEach
    void registerAcme() {
        acme();
    }

    Communities nodeOf(int task) {
        return task % 2 == 0 ? node : other;
    }

    static List<String> names(Page<Community> page) {
        return page.items().stream().map(Community::name).toList();
    }
}
