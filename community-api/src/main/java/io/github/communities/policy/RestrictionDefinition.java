package io.github.communities.policy;

import io.github.communities.internal.Arguments;
import io.github.communities.internal.Texts;
import io.github.communities.restriction.RestrictionType;
import io.github.communities.restriction.RestrictionValue;

/**
 * A restriction of the policy's catalog (RST-1).
 *
 * @param name 1 to 64 visible code points
 * @param description what it restricts, up to 256 code points
 * @param defaultValue what is in force where it is not set; its type is the restriction's
 * @param effect what the library itself enforces by it (RST-2)
 */
public record RestrictionDefinition(String name, String description, RestrictionValue defaultValue, Effect effect) {
    /** What the library enforces by a restriction. */
    public enum Effect {
        /** Nothing: the host asks for it. */
        HOST,
        /** A list of resource types, of which alone resources can be created, copied and attached; empty: all types. */
        ONLY_TYPES,
        /** A list of resource types, of which none can be created, copied or attached. */
        NO_TYPES
    }

    /** Checks the texts. */
    public RestrictionDefinition {
        Texts.id("name of restriction", name);
        description = Texts.prose("description of restriction", description, 1, 256, "RST-1");
        Arguments.required("default of restriction", defaultValue);
        Arguments.required("effect of restriction", effect);
    }

    /** One that the host asks for. */
    public static RestrictionDefinition of(String name, String description, RestrictionValue defaultValue) {
        return new RestrictionDefinition(name, description, defaultValue, Effect.HOST);
    }

    /** Its type. */
    public RestrictionType type() {
        return defaultValue.type();
    }
}
