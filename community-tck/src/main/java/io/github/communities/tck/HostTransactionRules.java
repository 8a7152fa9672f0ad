package io.github.communities.tck;
import java.util.function.Supplier;
public abstract class HostTransactionRules extends AcmeRules {
    protected HostTransactionRules(Supplier<StoreFixture> storages) {
        super(storages);
    }
}
