package io.github.communities.policy;

import io.github.communities.error.InvalidInput;
import io.github.communities.internal.Arguments;
import java.util.Optional;

/**
 * How much there can be at most (LIM-1). What is empty is not capped; every cap is 1 or more. A write that may go over
 * a cap reads as many records as the cap allows, so a cap is for tens or hundreds, not for a million.
 *
 * @param communities standard communities of an organization
 * @param members members of a standard community; a group counts as one
 * @param projects projects of a community, the default one too
 * @param resources resources of a project
 */
public record Caps(
        Optional<Integer> communities,
        Optional<Integer> members,
        Optional<Integer> projects,
        Optional<Integer> resources) {
    /** No caps. */
    public static final Caps NONE = new Caps(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Checks that each is 1 or more. */
    public Caps {
        check("cap on communities", communities);
        check("cap on members", members);
        check("cap on projects", projects);
        check("cap on resources", resources);
    }

    private static void check(String field, Optional<Integer> cap) {
        Arguments.required(field, cap).filter(most -> most < 1).ifPresent(most -> {
            throw new InvalidInput(field, most.toString(), "LIM-1", "must be 1 or more");
        });
    }

    /** The same with so many communities. */
    public Caps communities(int most) {
        return new Caps(Optional.of(most), members, projects, resources);
    }

    /** The same with so many members. */
    public Caps members(int most) {
        return new Caps(communities, Optional.of(most), projects, resources);
    }

    /** The same with so many projects. */
    public Caps projects(int most) {
        return new Caps(communities, members, Optional.of(most), resources);
    }

    /** The same with so many resources. */
    public Caps resources(int most) {
        return new Caps(communities, members, projects, Optional.of(most));
    }
}
