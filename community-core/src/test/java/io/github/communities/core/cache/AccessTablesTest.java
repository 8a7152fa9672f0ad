package io.github.communities.core.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is found in the tables is what is weighed there. */
class AccessTablesTest {
    /** Room for 51 places. */
    private static final int MEMORY = 20_000;

    private static final OrganizationId ACME = OrganizationId.of("acme");

    private final AccessTables tables = new AccessTables(MEMORY, () -> 0, new AccessListeners(List.of(), () -> 0));
    private final History history = tables.history(ACME);

    private static CommunityId community(int number) {
        return CommunityId.of(ACME, "community " + number);
    }

    private Place place(int number) {
        return Place.nowhere(history, community(number), history.state().epoch());
    }

    private int found() {
        return (int) IntStream.range(0, 1000)
                .filter(number -> tables.place(community(number)) != null)
                .count();
    }

    @Test
    void what_is_evicted_is_not_found_any_more() {
        for (int number = 0; number < 1000; number++) {
            tables.remember(community(number), place(number));
        }
        long entries = tables.statistics().entries();
        assertTrue(tables.statistics().weight() <= MEMORY, tables.statistics()::toString);
        assertTrue(entries < 100, () -> entries + " entries");
        assertEquals(entries - (history.isRetired() ? 0 : 1), found(), "all but the history, if that is still there");
    }

    @Test
    void whoever_remembers_the_same_at_once_leaves_nothing_that_is_not_weighed() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int first = i;
            threads.add(new Thread(() -> {
                for (int number = 0; number < 20_000; number++) {
                    int which = (first + number * 7) % 200;
                    Place place = place(which);
                    tables.remember(community(which), place);
                    if (number % 3 == 0) {
                        tables.drop(community(which), place);
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertTrue(found() <= MEMORY / place(0).weight(), () -> found() + " are found");
    }

    @Test
    void what_is_dropped_is_not_found_and_what_came_in_its_place_is() {
        Place before = place(1);
        Place after = place(1);
        tables.remember(community(1), before);
        tables.remember(community(1), after);
        tables.drop(community(1), before);
        assertNotNull(tables.place(community(1)));
        tables.drop(community(1), after);
        assertNull(tables.place(community(1)));
    }
}
