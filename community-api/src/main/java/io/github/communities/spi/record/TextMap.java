package io.github.communities.spi.record;

import io.github.communities.internal.Arguments;
import io.github.communities.internal.TextForm;
import java.util.Map;
import java.util.SortedMap;

/** Names with their texts as one text, for stores that keep a map in one place: sorted, odd characters encoded. */
public final class TextMap {
    private TextMap() {}

    /** A map as one line; {@code -} if it is empty. */
    public static String write(Map<String, String> map) {
        return TextForm.encode(Arguments.texts("text map", map));
    }

    /** Reads what {@link #write} has written. */
    public static SortedMap<String, String> read(String text) {
        return TextForm.decodeMap("text map", text);
    }
}
