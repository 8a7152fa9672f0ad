package io.github.communities.tck;

/**
 * The conformance of the whole domain on a store. An implementer extends it, names the store with {@link StoreName}, and
 * gives a fresh storage:
 *
 * <pre>{@code
 * @StoreName("mine")
 * class MyConformanceTest extends DomainConformance {
 *     @Override
 *     protected StoreFixture storage() {
 *         return new MyFixture();
 *     }
 * }
 * }</pre>
 */
public abstract class DomainConformance {
    /** A storage of its own for one test, empty at first. */
    protected abstract StoreFixture storage();
}
