package io.github.communities.jdbi;

import io.github.communities.tck.DomainConformance;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.StoreName;

/** The whole domain, on H2. */
@StoreName("h2")
class H2ConformanceTest extends DomainConformance {
    @Override
    protected StoreFixture storage() {
        return H2Fixture.inMemory();
    }
}
