package io.github.communities.project;

import io.github.communities.Labels;
import io.github.communities.internal.Text;
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
        name = Text.required("name", name).map(value -> Text.name("name of project", value, 1, 63, "PRJ-1"));
        description = Text.required("description", description)
                .map(value -> Text.lines("description of project", value, 256, "PRJ-1"));
        Text.required("labels", labels);
    }

    /** Nothing named yet. */
    public static ProjectUpdate nothing() {
        return new ProjectUpdate(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same with a new name. */
    public ProjectUpdate name(String value) {
        return new ProjectUpdate(Text.given("name of project", value), description, labels);
    }

    /** The same with a new description. */
    public ProjectUpdate description(String value) {
        return new ProjectUpdate(name, Text.given("description of project", value), labels);
    }

    /** The same with these labels. */
    public ProjectUpdate labels(Labels value) {
        return new ProjectUpdate(name, description, Text.given("labels", value));
    }
}
