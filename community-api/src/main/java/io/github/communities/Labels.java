package io.github.communities;

import io.github.communities.error.InvalidInput;
import io.github.communities.internal.Arguments;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Pattern;

/**
 * Labels of a community, project or resource (COM-8).
 *
 * @param values up to {@value #MAX}; keys of 1 to 63 characters {@code [a-z][-_0-9a-z]*}, values of up to 63 characters
 *     {@code [-_0-9a-z]*}
 */
public record Labels(SortedMap<String, String> values) {
    /** The most labels of one thing. */
    public static final int MAX = 64;

    /** No labels. */
    public static final Labels NONE = new Labels(Collections.emptySortedMap());

    private static final Pattern KEY = Pattern.compile("[a-z][-_0-9a-z]{0,62}");
    private static final Pattern VALUE = Pattern.compile("[-_0-9a-z]{0,63}");

    /** Checks number, keys and values. */
    public Labels {
        number(values);
        values = Arguments.texts("labels", values);
        values.forEach((key, value) -> {
            if (!KEY.matcher(key).matches()) {
                throw new InvalidInput("key of label", key, "COM-8", "must be 1 to 63 of [a-z][-_0-9a-z]*");
            }
            if (!VALUE.matcher(value).matches()) {
                throw new InvalidInput("value of label " + key, value, "COM-8", "must be up to 63 of [-_0-9a-z]*");
            }
        });
    }

    /** These labels. */
    public static Labels of(Map<String, String> values) {
        number(values);
        return new Labels(Arguments.texts("labels", values));
    }

    /** Before they are sorted or looked at, so that many too many cost no more than a few (LIM-2). */
    private static void number(Map<String, String> values) {
        if (Arguments.required("labels", values).size() > MAX) {
            throw new InvalidInput("labels", values.size() + " labels", "COM-8", "must be " + MAX + " or fewer");
        }
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return values.isEmpty();
    }
}
