package io.github.communities.restriction;

import io.github.communities.error.InvalidInput;
import io.github.communities.internal.TextForm;
import java.util.Arrays;
import java.util.List;

/** Reads the text form of restrictions' values, and accepts nothing else, so that two forms never name one value. */
final class RestrictionForm {
    private static final String FIELD = "value of restriction";

    private RestrictionForm() {}

    static RestrictionValue read(String text) {
        String form = TextForm.form(FIELD, text, "RST-1");
        RestrictionType type = Arrays.stream(RestrictionType.values())
                .filter(candidate -> form.startsWith(candidate + ":"))
                .findFirst()
                .orElseThrow(() -> wrong(form, "must begin with a type and a colon"));
        String written = form.substring(type.name().length() + 1);
        RestrictionValue value = switch (type) {
            case BOOLEAN -> RestrictionValue.of(Boolean.parseBoolean(written));
            case LONG -> RestrictionValue.of(number(form, written));
            case STRINGS -> RestrictionValue.of(written.isEmpty() ? List.of() : texts(written));
        };
        if (!value.text().equals(form)) {
            throw wrong(form, "is not in the form in which it is written");
        }
        return value;
    }

    private static long number(String form, String written) {
        try {
            return Long.parseLong(written);
        } catch (NumberFormatException e) {
            throw new InvalidInput(FIELD, form, "RST-1", "must be a whole number of 64 bits", e);
        }
    }

    private static List<String> texts(String written) {
        return TextForm.split(FIELD, written, written.split("/", -1).length);
    }

    private static InvalidInput wrong(String form, String fault) {
        return new InvalidInput(FIELD, form, "RST-1", fault);
    }
}
