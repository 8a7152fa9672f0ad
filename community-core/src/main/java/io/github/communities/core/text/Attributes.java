package io.github.communities.core.text;

import io.github.communities.change.Change;
import io.github.communities.change.ChangeAttribute;
import io.github.communities.spi.record.TextMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Attributes of what changed, as changes tell them: texts by the names of attributes; empty ones are left out. */
public final class Attributes {
    private Attributes() {}

    /** One. */
    public static SortedMap<String, String> of(ChangeAttribute attribute, String text) {
        return of(Map.of(attribute, text));
    }

    /** Some. */
    public static SortedMap<String, String> of(Map<ChangeAttribute, String> texts) {
        SortedMap<String, String> attributes = new TreeMap<>();
        texts.forEach((attribute, text) -> {
            if (!text.isEmpty()) {
                attributes.put(attribute.text(), text);
            }
        });
        return attributes;
    }

    /** Those of what has a name, a description and labels. */
    public static SortedMap<String, String> described(String name, String description, Map<String, String> labels) {
        return of(Map.of(
                ChangeAttribute.NAME,
                name,
                ChangeAttribute.DESCRIPTION,
                description,
                ChangeAttribute.LABELS,
                labels.isEmpty() ? "" : TextMap.write(labels)));
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
