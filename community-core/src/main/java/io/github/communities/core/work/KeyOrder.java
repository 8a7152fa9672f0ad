package io.github.communities.core.work;

import java.util.Comparator;
import java.util.List;

/** The order of keys: part by part, texts by code point, a key before those it begins (S-12). */
public enum KeyOrder implements Comparator<List<String>> {
    /** The only one. */
    BY_CODE_POINT;

    @Override
    public int compare(List<String> one, List<String> other) {
        int common = Math.min(one.size(), other.size());
        for (int i = 0; i < common; i++) {
            int order = compare(one.get(i), other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(one.size(), other.size());
    }

    /** What {@link String#compareTo} would do, were it not for surrogates, which it sorts before U+E000. */
    private static int compare(String one, String other) {
        int common = Math.min(one.length(), other.length());
        for (int i = 0; i < common; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                return Character.isSurrogate(a) == Character.isSurrogate(b)
                        ? Character.compare(a, b)
                        : Boolean.compare(Character.isSurrogate(a), Character.isSurrogate(b));
            }
        }
        return Integer.compare(one.length(), other.length());
    }
}
