package io.github.communities.jdbi;

import io.github.communities.Communities;
import io.github.communities.spi.CommunityStore;
import java.util.function.IntPredicate;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** How many statements are sent, against how often something is done: the ratio is those of one time. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // by the harness
public abstract class CountedStatements {
    @Param({"h2", "postgresql", "mariadb"})
    public String database = "";

    private Ground ground;
    private TappedDataSource tapped;
    private Communities communities;

    /** An engine whose statements are written down. */
    @Setup(Level.Trial)
    public void open() {
        ground = Ground.of(database);
        tapped = new TappedDataSource(ground.pool());
        communities = engine(JdbiCommunityStore.over(tapped));
        prepare();
    }

    /** The engine over a store. */
    abstract Communities engine(CommunityStore store);

    /** Brings about what is needed. */
    void prepare() {}

    final Communities communities() {
        return communities;
    }

    /**
     * Counts.
     *
     * @param each does it, given which time it is, and says whether it came to what it should
     */
    final void count(Pair pair, int times, IntPredicate each) {
        tapped.statements();
        for (int i = 0; i < times; i++) {
            Same.require(true, each.test(i));
        }
        pair.note(tapped.statements().size(), times);
    }

    @TearDown(Level.Trial)
    public void close() {
        communities.close();
        ground.close();
    }
}
