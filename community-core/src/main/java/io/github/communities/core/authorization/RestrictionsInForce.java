package io.github.communities.core.authorization;

import io.github.communities.internal.Text;
import io.github.communities.policy.RestrictionDefinition;
import io.github.communities.restriction.RestrictionType;
import io.github.communities.restriction.RestrictionValue;
import io.github.communities.spi.CommunityRecord;
import java.util.List;
import java.util.Optional;

/** Restrictions in their two shapes: as values, and as texts that stores keep. */
public final class RestrictionsInForce {
    private RestrictionsInForce() {}

    /** What is in force in a community: what it has set, if that is of the catalog's type, or else the default. */
    public static RestrictionValue inForce(RestrictionDefinition definition, CommunityRecord community) {
        return set(definition, community).orElse(definition.defaultValue());
    }

    /** What a community has set; empty if it has not, or what it has set is of a type that the catalog had once. */
    public static Optional<RestrictionValue> set(RestrictionDefinition definition, CommunityRecord community) {
        return Optional.ofNullable(community.restrictions().get(definition.name()))
                .map(RestrictionsInForce::parse)
                .filter(value -> value.type() == definition.type());
    }

    /** A value as a text: its type and what it is. */
    public static String text(RestrictionValue value) {
        String text;
        if (value instanceof RestrictionValue.Yes yes) {
            text = Boolean.toString(yes.value());
        } else if (value instanceof RestrictionValue.Whole number) {
            text = Long.toString(number.value());
        } else {
            List<String> values = ((RestrictionValue.Strings) value).values();
            text = values.isEmpty() ? "" : Text.join(values.toArray(String[]::new));
        }
        return value.type() + ":" + text;
    }

    private static RestrictionValue parse(String form) {
        int colon = form.indexOf(':');
        String text = form.substring(colon + 1);
        return switch (RestrictionType.valueOf(form.substring(0, colon))) {
            case BOOLEAN -> RestrictionValue.of(Boolean.parseBoolean(text));
            case LONG -> RestrictionValue.of(Long.parseLong(text));
            case STRINGS ->
                RestrictionValue.of(
                        text.isEmpty() ? List.of() : Text.split("restriction", text, text.split("/", -1).length));
        };
    }
}
