package io.github.communities.error;

import io.github.communities.internal.Arguments;
import io.github.communities.internal.Shown;

/** The call itself is wrong: a field has a value that no state of the store could make right. Nothing was stored. */
public final class InvalidInput extends CommunitiesException {
    private static final long serialVersionUID = 1L;

    private final String field;
    private final String value;
    private final String fault;

    /**
     * Makes one.
     *
     * @param field the field at fault, as a person would call it
     * @param value its value; the message shows it shortened, with hidden characters escaped
     * @param rule the id of the rule
     * @param fault what is wrong, continuing "name 'value' …"
     */
    public InvalidInput(String field, String value, String rule, String fault) {
        super(rule, reason(field, value, fault), null);
        this.field = field;
        this.value = Shown.shortened(value);
        this.fault = fault;
    }

    /** As {@link #InvalidInput(String, String, String, String)}, with the cause. */
    public InvalidInput(String field, String value, String rule, String fault, Throwable cause) {
        super(rule, reason(field, value, fault), Arguments.required("cause", cause));
        this.field = field;
        this.value = Shown.shortened(value);
        this.fault = fault;
    }

    /** The field at fault. */
    public String field() {
        return field;
    }

    /** Its value as the message shows it: shortened, with hidden characters escaped. */
    public String value() {
        return value;
    }

    /** What is wrong with the value, continuing "name 'value' …"; for whoever shows it beside the field. */
    public String fault() {
        return fault;
    }

    private static String reason(String field, String value, String fault) {
        return Arguments.required("field", field) + " '" + Shown.shortened(Arguments.required("value", value)) + "' "
                + Arguments.required("fault", fault);
    }
}
