package io.github.communities.tck.mutant;

import io.github.communities.spi.CommunityStore;
import java.util.Set;
import java.util.function.Function;

/**
 * A store that does not do as it should.
 *
 * @param fault what it does, continuing "a store that …"
 * @param rules the rules it breaks so that a test of each must catch it; it may break others too
 * @param store opens it
 */
record Mutant(String fault, Set<String> rules, Function<Ground, CommunityStore> store) {
    static Mutant that(String fault, Function<Ground, CommunityStore> store, String... rules) {
        return new Mutant(fault, Set.of(rules), store);
    }

    @Override
    public String toString() {
        return fault;
    }
}
