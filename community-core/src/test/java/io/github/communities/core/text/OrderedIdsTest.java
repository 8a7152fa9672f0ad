package io.github.communities.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OrderedIdsTest {
    @Test
    void later_ids_sort_behind_earlier_ones() {
        String earlier = at("2026-01-01T00:00:00Z").get();
        String later = at("2026-01-01T00:00:00.001Z").get();
        assertTrue(earlier.compareTo(later) < 0, earlier + " " + later);
    }

    @Test
    void ids_of_one_instant_differ() {
        OrderedIds ids = at("2026-01-01T00:00:00Z");
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            seen.add(ids.get());
        }
        assertEquals(10_000, seen.size());
    }

    private static OrderedIds at(String instant) {
        return new OrderedIds(Clock.fixed(Instant.parse(instant), ZoneOffset.UTC));
    }
}
