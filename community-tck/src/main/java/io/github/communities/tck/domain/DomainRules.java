package io.github.communities.tck.domain;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.OrganizationId;
import io.github.communities.Subject;
import io.github.communities.policy.Policy;
import io.github.communities.tck.DomainConformance;
import io.github.communities.tck.fixture.Cluster;
import io.github.communities.tck.fixture.StoreFixture;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What the groups of {@link DomainConformance} share: a fresh cluster for each test, a node to write on, another to
 * read back from, and the people of the examples.
 */
public abstract class DomainRules {
    /** The organization most tests are about; not registered yet. */
    protected static final OrganizationId ACME = OrganizationId.of("acme");
    /** Another one. */
    protected static final OrganizationId GLOBEX = OrganizationId.of("globex");
    /** People. */
    protected static final Subject ANN = Subject.user("ann");

    /** See {@link #ANN}. */
    protected static final Subject BOB = Subject.user("bob");

    /** See {@link #ANN}. */
    protected static final Subject CAROL = Subject.user("carol");

    /** See {@link #ANN}. */
    protected static final Subject DAVE = Subject.user("dave");

    private final Supplier<StoreFixture> storages;
    private final Policy policy;

    /** The nodes of this test. */
    protected Cluster cluster;
    /** Where the test writes. */
    protected Communities node;
    /** Where the test reads back. */
    protected Communities other;

    /** Rules under the standard policy. */
    protected DomainRules(Supplier<StoreFixture> storages) {
        this(storages, Policy.standard());
    }

    /** Rules under a policy. */
    @SuppressWarnings("NullAway.Init") // the three fields are set before each test
    protected DomainRules(Supplier<StoreFixture> storages, Policy policy) {
        this.storages = storages;
        this.policy = policy;
    }

    @BeforeEach
    void startCluster() {
        cluster = new Cluster(storages.get());
        node = cluster.node(policy);
        other = cluster.attentive(policy);
    }

    @AfterEach
    void stopCluster() {
        cluster.close();
    }

    /** A caller of {@link #ACME}. */
    protected static Caller as(Subject principal) {
        return Caller.of(ACME, principal);
    }

    /**
     * What the library warns of meanwhile by some rules; a store may have warnings of its own.
     *
     * @param rules their ids, one or more
     */
    protected static List<String> warnings(Runnable work, String... rules) {
        List<String> warnings = new CopyOnWriteArrayList<>();
        Handler listener = new Handler() {
            private final SimpleFormatter formatter = new SimpleFormatter();

            @Override
            public void publish(LogRecord line) {
                String warning = formatter.formatMessage(line);
                if (line.getLevel().intValue() >= Level.WARNING.intValue()
                        && Stream.of(rules).anyMatch(rule -> warning.startsWith("[" + rule + "]"))) {
                    warnings.add(warning);
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("io.github.communities");
        logger.addHandler(listener);
        try {
            work.run();
        } finally {
            logger.removeHandler(listener);
        }
        return warnings;
    }
}
