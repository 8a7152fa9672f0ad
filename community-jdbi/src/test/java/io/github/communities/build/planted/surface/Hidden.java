package io.github.communities.build.planted.surface;

import java.util.Map;

/** Not seen itself, though what it gives to others is. */
abstract class Hidden implements AutoCloseable {
    public Map<String, ? super Integer> inherited(int[] numbers) {
        return Map.of("numbers", numbers.length);
    }

    @Override
    public void close() {}

    void inside() {}

    /** As those that are generated. */
    abstract static class Builder {
        public Shown.Builder name(String name) {
            return (Shown.Builder) this;
        }

        public abstract Shown.Pair build();
    }
}
