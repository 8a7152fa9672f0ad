package io.github.communities.core.text;

import io.github.communities.change.Change;
import io.github.communities.spi.TextMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Attributes of what changed, as changes tell them; empty ones are left out. */
public final class Attributes {
    private Attributes() {}

    /** Names and values by turns. */
    public static SortedMap<String, String> of(String... namesAndValues) {
        SortedMap<String, String> attributes = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (!namesAndValues[i + 1].isEmpty()) {
                attributes.put(namesAndValues[i], namesAndValues[i + 1]);
            }
        }
        return attributes;
    }

    /** Those of what has a name, a description and labels. */
    public static SortedMap<String, String> described(String name, String description, Map<String, String> labels) {
        return of("name", name, "description", description, "labels", labels.isEmpty() ? "" : TextMap.write(labels));
    }

    /** A change with only those attributes, before and after, that differ. */
    public static Change difference(Change change, SortedMap<String, String> before, SortedMap<String, String> after) {
        SortedMap<String, String> old = new TreeMap<>(before);
        SortedMap<String, String> current = new TreeMap<>(after);
        old.entrySet().removeAll(after.entrySet());
        current.entrySet().removeAll(before.entrySet());
        // What was empty before, or is now, is told too: else nobody could tell it from what stayed.
        after.keySet().stream().filter(name -> !before.containsKey(name)).forEach(name -> old.put(name, ""));
        before.keySet().stream().filter(name -> !after.containsKey(name)).forEach(name -> current.put(name, ""));
        return change.from(old).to(current);
    }
}
