package io.github.communities.project;

import io.github.communities.internal.Texts;

/**
 * What a project is to be created with (PRJ-1).
 *
 * @param name 1 to 63 code points, of the characters that the name of a community has, first and last ones too (COM-2);
 *     unique in the community without regard to case
 * @param description up to 256 code points
 */
public record NewProject(String name, String description) {
    /** Checks and composes (NFC). */
    public NewProject {
        name = checkedName(name);
        description = checkedDescription(description);
    }

    /** One without description. */
    public static NewProject named(String name) {
        return new NewProject(name, "");
    }

    /** The same with a description. */
    public NewProject describedAs(String text) {
        return new NewProject(name, text);
    }

    static String checkedName(String name) {
        return Texts.name("name of project", name, 1, 63, "PRJ-1");
    }

    static String checkedDescription(String description) {
        return Texts.lines("description of project", description, 256, "PRJ-1");
    }
}
