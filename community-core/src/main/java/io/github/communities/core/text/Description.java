package io.github.communities.core.text;

import io.github.communities.Labels;
import io.github.communities.spi.record.CommunityRecord;
import io.github.communities.spi.record.ProjectRecord;
import io.github.communities.spi.record.ResourceRecord;
import java.util.Map;
import java.util.Optional;

/**
 * What people call something, and what they say about it: all that an update of it changes (COM-4, PRJ-2, RES-3).
 *
 * @param name its name
 * @param text its description
 * @param labels its own labels
 */
public record Description(String name, String text, Map<String, String> labels) {
    /** That of a community. */
    public static Description of(CommunityRecord community) {
        return new Description(community.name(), community.description(), community.labels());
    }

    /** That of a project. */
    public static Description of(ProjectRecord project) {
        return new Description(project.name(), project.description(), project.labels());
    }

    /** That of a resource. */
    public static Description of(ResourceRecord resource) {
        return new Description(resource.name(), resource.description(), resource.labels());
    }

    /** The same with what is given in the place of what was. */
    public Description with(Optional<String> otherName, Optional<String> otherText, Optional<Labels> otherLabels) {
        return new Description(
                otherName.orElse(name),
                otherText.orElse(text),
                otherLabels.<Map<String, String>>map(Labels::values).orElse(labels));
    }
}
