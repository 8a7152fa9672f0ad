package io.github.communities.policy;

import io.github.communities.error.InvalidInput;
import io.github.communities.internal.Arguments;
import io.github.communities.internal.Texts;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A type of resource (RES-1).
 *
 * @param name 1 to 64 visible code points, for instance {@code dataset}
 * @param namePattern the form of names of resources of this type, as a regular expression of up to
 *     {@value #MAX_PATTERN} characters that the whole name matches
 * @param shareable whether it can be shared (SHR-6)
 * @param payer who pays for one that is shared (BIL-5)
 */
public record ResourceType(String name, String namePattern, boolean shareable, Payer payer) {
    /** The longest pattern, in characters. */
    public static final int MAX_PATTERN = 1024;

    private static final String ANY_NAME = "[\\p{L}\\p{N}]([-\\p{L}\\p{M}\\p{N} _.,&'()+]{0,61}[\\p{L}\\p{M}\\p{N}])?";

    /** Who pays for a shared resource (BIL-5). */
    public enum Payer {
        /** The account of the community that its project belongs to. */
        OWNER,
        /** Nobody. */
        NONE,
        /** Somebody the library does not know. */
        EXTERNAL
    }

    /** Checks name and pattern. */
    public ResourceType {
        Texts.id("type of resource", name);
        Arguments.required("payer", payer);
        if (Arguments.required("pattern of names", namePattern).length() > MAX_PATTERN) {
            throw new InvalidInput(
                    "pattern of names", namePattern, "POL-1", "must have up to " + MAX_PATTERN + " characters");
        }
        try {
            Pattern.compile(namePattern);
        } catch (PatternSyntaxException e) {
            throw new InvalidInput("pattern of names", namePattern, "POL-1", "is no regular expression", e);
        }
    }

    /**
     * One whose names have the form of COM-2 in 1 to 63 code points, that can be shared, and that its owner pays for.
     */
    public static ResourceType of(String name) {
        return new ResourceType(name, ANY_NAME, true, Payer.OWNER);
    }

    /** The same with names of another form. */
    public ResourceType named(String pattern) {
        return new ResourceType(name, pattern, shareable, payer);
    }

    /** The same, not to be shared. */
    public ResourceType notShareable() {
        return new ResourceType(name, namePattern, false, payer);
    }

    /** The same, paid for by somebody else. */
    public ResourceType paidBy(Payer who) {
        return new ResourceType(name, namePattern, shareable, who);
    }
}
