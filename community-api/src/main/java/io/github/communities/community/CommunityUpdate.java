package io.github.communities.community;

import io.github.communities.Labels;
import io.github.communities.internal.Arguments;
import java.util.Optional;

/**
 * What is to change about a community; what is not named stays (COM-4).
 *
 * @param name the new name, under the rules of {@link NewCommunity}
 * @param description the new description, up to 256 code points
 * @param labels its own labels from now on (COM-8)
 */
public record CommunityUpdate(Optional<String> name, Optional<String> description, Optional<Labels> labels) {
    /** Checks and composes (NFC). */
    public CommunityUpdate {
        name = Arguments.required("name", name).map(NewCommunity::checkedName);
        description = Arguments.required("description", description).map(NewCommunity::checkedDescription);
        Arguments.required("labels", labels);
    }

    /** Nothing named yet. */
    public static CommunityUpdate nothing() {
        return new CommunityUpdate(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same with a new name. */
    public CommunityUpdate name(String value) {
        return new CommunityUpdate(Arguments.given("name of community", value), description, labels);
    }

    /** The same with a new description. */
    public CommunityUpdate description(String value) {
        return new CommunityUpdate(name, Arguments.given("description of community", value), labels);
    }

    /** The same with these labels. */
    public CommunityUpdate labels(Labels value) {
        return new CommunityUpdate(name, description, Arguments.given("labels", value));
    }
}
