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

    private static SortedMap<String, String> of(Description description) {
        return of(Map.of(
                ChangeAttribute.NAME,
                description.name(),
                ChangeAttribute.DESCRIPTION,
                description.text(),
                ChangeAttribute.LABELS,
                description.labels().isEmpty() ? "" : TextMap.write(description.labels())));
    }

    /** A change with what of a description differs, before and after. */
    public static Change difference(Change change, Description before, Description after) {
        return difference(change, of(before), of(after));
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
