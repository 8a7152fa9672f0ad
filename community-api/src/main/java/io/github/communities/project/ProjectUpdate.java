package io.github.communities.project;

import io.github.communities.Labels;
import io.github.communities.internal.Arguments;
import java.util.Optional;

/**
 * What is to change about a project; what is not named stays.
 *
 * @param name the new name, under the rules of {@link NewProject}
 * @param description the new description, up to 256 code points
 * @param labels its own labels from now on (COM-8)
 */
public record ProjectUpdate(Optional<String> name, Optional<String> description, Optional<Labels> labels) {
    /** Checks and composes (NFC). */
    public ProjectUpdate {
        name = Arguments.required("name", name).map(NewProject::checkedName);
        description = Arguments.required("description", description).map(NewProject::checkedDescription);
        Arguments.required("labels", labels);
    }

    /** Nothing named yet. */
    public static ProjectUpdate nothing() {
        return new ProjectUpdate(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same with a new name. */
    public ProjectUpdate name(String value) {
        return new ProjectUpdate(Arguments.given("name of project", value), description, labels);
    }

    /** The same with a new description. */
    public ProjectUpdate description(String value) {
        return new ProjectUpdate(name, Arguments.given("description of project", value), labels);
    }

    /** The same with these labels. */
    public ProjectUpdate labels(Labels value) {
        return new ProjectUpdate(name, description, Arguments.given("labels", value));
    }
}
