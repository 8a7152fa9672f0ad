package io.github.communities.project;

import io.github.communities.internal.Texts;

/**
 * What a resource is to be created with (RES-1).
 *
 * @param type one of the policy's resource types
 * @param name of the form that the policy gives for the type; unique in the project among its type
 * @param description up to 256 code points
 */
public record NewResource(String type, String name, String description) {
    /** Checks the texts; type and form of the name are judged under the policy. */
    public NewResource {
        Texts.id("type of resource", type);
        name = checkedName(name);
        description = checkedDescription(description);
    }

    /** One without description. */
    public static NewResource of(String type, String name) {
        return new NewResource(type, name, "");
    }

    /** The same with a description. */
    public NewResource describedAs(String text) {
        return new NewResource(type, name, text);
    }

    static String checkedName(String name) {
        return Texts.free("name of resource", name, 1, 63, "RES-1");
    }

    static String checkedDescription(String description) {
        return Texts.lines("description of resource", description, 256, "RES-1");
    }
}
