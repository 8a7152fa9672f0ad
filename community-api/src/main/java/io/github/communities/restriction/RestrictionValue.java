package io.github.communities.restriction;

import io.github.communities.error.InvalidInput;
import io.github.communities.internal.Arguments;
import io.github.communities.internal.TextForm;
import io.github.communities.internal.Texts;
import java.util.List;

/** The value of a restriction: of one of the types that {@link RestrictionType} names. */
public sealed interface RestrictionValue {
    /** Its type. */
    RestrictionType type();

    /**
     * The text form: its type, a colon, and what it is; texts are percent-encoded and joined by slashes, as in {@code
     * STRINGS:a/b%2Fc}. Stores keep it, and the change feed shows it.
     */
    String text();

    /** Yes or no. */
    record Yes(boolean value) implements RestrictionValue {
        @Override
        public RestrictionType type() {
            return RestrictionType.BOOLEAN;
        }

        @Override
        public String text() {
            return type() + ":" + value;
        }
    }

    /** A number of 64 bits. */
    record Whole(long value) implements RestrictionValue {
        @Override
        public RestrictionType type() {
            return RestrictionType.LONG;
        }

        @Override
        public String text() {
            return type() + ":" + value;
        }
    }

    /**
     * Texts.
     *
     * @param values up to {@value #MAX}, each of 1 to 64 visible code points
     */
    record Strings(List<String> values) implements RestrictionValue {
        /** The most texts of one list. */
        public static final int MAX = 100;

        /** Checks the texts. */
        public Strings {
            int number = Arguments.required("values of restriction", values).size();
            if (number > MAX) {
                throw new InvalidInput(
                        "values of restriction", number + " values", "RST-1", "must be " + MAX + " or fewer");
            }
            values = Arguments.all("values of restriction", values);
            values.forEach(value -> Texts.id("value of restriction", value));
        }

        @Override
        public RestrictionType type() {
            return RestrictionType.STRINGS;
        }

        @Override
        public String text() {
            return type() + ":" + TextForm.join(values.toArray(String[]::new));
        }
    }

    /** Yes or no. */
    static RestrictionValue of(boolean value) {
        return new Yes(value);
    }

    /** A number of 64 bits. */
    static RestrictionValue of(long value) {
        return new Whole(value);
    }

    /** Texts. */
    static RestrictionValue of(List<String> values) {
        return new Strings(values);
    }

    /**
     * Reads the text form that {@link #text()} writes.
     *
     * @param text up to 1,048,576 characters, which is more than any has
     * @throws InvalidInput if it is in no such form (RST-1), or what it lists is no list of texts (TEN-1, RST-1)
     */
    static RestrictionValue parse(String text) {
        return RestrictionForm.read(text);
    }
}
