package io.github.communities.tck;

/** The whole domain on the in-memory store. */
@StoreName("memory")
class InMemoryConformanceTest extends DomainConformance {
    @Override
    protected StoreFixture storage() {
        return new MemoryFixture();
    }
}
