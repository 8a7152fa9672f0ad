package io.github.communities.tck;

import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.StoreName;

/** The whole domain on the in-memory store. */
@StoreName("memory")
class InMemoryConformanceTest extends DomainConformance {
    @Override
    protected StoreFixture storage() {
        return new MemoryFixture();
    }
}
