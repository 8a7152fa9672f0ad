package io.github.communities.project;

import io.github.communities.Labels;
import io.github.communities.internal.Arguments;
import java.util.Optional;

/**
 * What is to change about a resource; what is not named stays.
 *
 * @param name the new name, under the rules of {@link NewResource}
 * @param description the new description, up to 256 code points
 * @param labels its own labels from now on (COM-8)
 */
public record ResourceUpdate(Optional<String> name, Optional<String> description, Optional<Labels> labels) {
    /** Checks and composes (NFC). */
    public ResourceUpdate {
        name = Arguments.required("name", name).map(NewResource::checkedName);
        description = Arguments.required("description", description).map(NewResource::checkedDescription);
        Arguments.required("labels", labels);
    }

    /** Nothing named yet. */
    public static ResourceUpdate nothing() {
        return new ResourceUpdate(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same with a new name. */
    public ResourceUpdate name(String value) {
        return new ResourceUpdate(Arguments.given("name of resource", value), description, labels);
    }

    /** The same with a new description. */
    public ResourceUpdate description(String value) {
        return new ResourceUpdate(name, Arguments.given("description of resource", value), labels);
    }

    /** The same with these labels. */
    public ResourceUpdate labels(Labels value) {
        return new ResourceUpdate(name, description, Arguments.given("labels", value));
    }
}
