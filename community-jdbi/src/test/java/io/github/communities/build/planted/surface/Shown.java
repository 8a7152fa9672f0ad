package io.github.communities.build.planted.surface;

import java.util.List;
import java.util.function.Supplier;

/** With a member of every sort, and what is not to be seen beside it. */
public abstract class Shown<T extends Comparable<T>> extends Hidden {
    public static final int LIMIT = 1;

    private final Kind kind;

    protected Shown(Kind kind) {
        this.kind = kind;
    }

    Shown() {
        this(Kind.SOME);
    }

    protected abstract <E extends Exception> T first(List<? extends T> all, String... others) throws E;

    public final List<T> all() {
        return List.of();
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return kind.toString();
    }

    /** Extended by those who extend what it is in. */
    protected class Inner {
        public Inner(int size) {}

        public Kind kind() {
            return kind;
        }
    }

    /** Not seen. */
    class Inside {
        public Kind kind() {
            return kind;
        }
    }

    /** Has its members from another, and nobody else can extend it. */
    public static class Builder extends Hidden.Builder {
        Builder() {}

        @Override
        public Pair build() {
            return new Pair("left", Kind.SOME);
        }

        /** Not seen. */
        protected void inside() {}
    }

    /** One of its two is not seen. */
    public sealed interface Either {}

    public record Pair(String left, Kind right) implements Either {
        public static Pair of(String left) {
            return new Pair(left, Kind.SOME);
        }
    }

    record Single(String left) implements Either {}

    public enum Kind implements Supplier<Kind> {
        SOME,
        OTHER {
            @Override
            public Kind get() {
                return SOME;
            }
        };

        @Override
        public Kind get() {
            return this;
        }
    }

    public @interface Mark {
        Class<?>[] value();

        String reason() default "";
    }
}
