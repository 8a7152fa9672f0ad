package io.github.communities.community;

import io.github.communities.Subject;
import io.github.communities.internal.Text;
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
        text = Text.required("text", text).map(value -> Text.prose("text to filter by", value, 1, 256, "LIM-2"));
        Text.required("creator", creator);
    }

    /** All that the caller may view. */
    public static CommunityFilter all() {
        return new CommunityFilter(Optional.empty(), Optional.empty());
    }

    /** Those with this part in name or description. */
    public CommunityFilter containing(String part) {
        return new CommunityFilter(Text.given("text to filter by", part), creator);
    }

    /** Those that this principal created. */
    public CommunityFilter createdBy(Subject principal) {
        return new CommunityFilter(text, Text.given("creator", principal));
    }
}
