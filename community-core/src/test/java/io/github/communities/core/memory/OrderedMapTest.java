package io.github.communities.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class OrderedMapTest {
    /** Even numbers put half of themselves, odd ones take it away. */
    @Property(tries = 300)
    void it_holds_what_a_tree_map_holds_and_no_version_changes_once_it_is_made(
            @ForAll @Size(max = 200) List<@IntRange(min = 0, max = 99) Integer> steps) {
        OrderedMap<Integer, Integer> map = OrderedMap.empty(Comparator.<Integer>naturalOrder());
        NavigableMap<Integer, Integer> model = new TreeMap<>();
        List<OrderedMap<Integer, Integer>> versions = new ArrayList<>();
        List<NavigableMap<Integer, Integer>> models = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            int key = steps.get(i) / 2;
            if (steps.get(i) % 2 == 0) {
                map = map.with(key, i);
                model.put(key, i);
            } else {
                map = map.without(key);
                model.remove(key);
            }
            versions.add(map);
            models.add(new TreeMap<>(model));
        }
        for (int i = 0; i < versions.size(); i++) {
            for (int from : List.of(-1, 0, 17, 50)) {
                assertEquals(List.copyOf(models.get(i).tailMap(from, true).values()), from(versions.get(i), from));
            }
            for (int key = 0; key < 50; key++) {
                assertEquals(models.get(i).get(key), versions.get(i).get(key));
            }
        }
    }

    @Test
    void it_stays_shallow_when_keys_come_in_order() {
        OrderedMap<Integer, Integer> map = OrderedMap.empty(Comparator.<Integer>naturalOrder());
        for (int key = 0; key < 200_000; key++) { // as a list this would overflow the stack
            map = map.with(key, key);
        }
        assertEquals(List.of(199_998, 199_999), from(map, 199_998));
        for (int key = 0; key < 200_000; key++) {
            map = map.without(key);
        }
        assertNull(map.get(100_000));
        assertEquals(List.of(), from(map, 0));
    }

    @Test
    void a_walk_ends_when_the_visitor_has_seen_enough() {
        OrderedMap<Integer, Integer> map = OrderedMap.empty(Comparator.<Integer>naturalOrder());
        for (int key = 0; key < 100; key++) {
            map = map.with(key, key);
        }
        List<Integer> seen = new ArrayList<>();
        map.walk(30, (key, value) -> seen.add(value) && seen.size() < 3);
        assertEquals(List.of(30, 31, 32), seen);
    }

    private static List<Integer> from(OrderedMap<Integer, Integer> map, int from) {
        List<Integer> values = new ArrayList<>();
        map.walk(from, (key, value) -> values.add(value));
        return values;
    }
}
