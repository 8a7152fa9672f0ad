package io.github.communities.community;

import io.github.communities.Subject;
import io.github.communities.internal.Arguments;
import io.github.communities.internal.Texts;
import java.util.Optional;

/**
 * Which communities to list (COM-5).
 *
 * @param text a part of name or description, without regard to case, 1 to 256 code points
 * @param creator who created them
 */
public record CommunityFilter(Optional<String> text, Optional<Subject> creator) {
    /** Checks and composes (NFC). */
    public CommunityFilter {
        text = Arguments.required("text", text).map(value -> Texts.prose("text to filter by", value, 1, 256, "LIM-2"));
        Arguments.required("creator", creator);
    }

    /** All that the caller may view. */
    public static CommunityFilter all() {
        return new CommunityFilter(Optional.empty(), Optional.empty());
    }

    /** Those with this part in name or description. */
    public CommunityFilter containing(String part) {
        return new CommunityFilter(Arguments.given("text to filter by", part), creator);
    }

    /** Those that this principal created. */
    public CommunityFilter createdBy(Subject principal) {
        return new CommunityFilter(text, Arguments.given("creator", principal));
    }
}
