package io.github.communities.access;

import io.github.communities.Permission;
import io.github.communities.internal.Arguments;
import java.util.Locale;

/**
 * A permission that an operation takes, and where.
 *
 * @param permission the permission
 * @param place at what
 */
public record Need(Permission permission, Place place) {
    /** Checks that nothing is {@code null}. */
    public Need {
        Arguments.required("permission", permission);
        Arguments.required("place", place);
    }

    /** At what a permission is needed. */
    public enum Place {
        /** The caller's organization. */
        ORGANIZATION,
        /** The community it is about. */
        COMMUNITY,
        /** The project it is about: the one in which a resource is created, used, copied to or attached. */
        PROJECT,
        /** The project that the resource belongs to. */
        SOURCE;

        /** It in words. */
        public String text() {
            return this == SOURCE ? "the resource's project" : "the " + name().toLowerCase(Locale.ROOT);
        }
    }

    static Need atOrganization(Permission permission) {
        return new Need(permission, Place.ORGANIZATION);
    }

    static Need atCommunity(Permission permission) {
        return new Need(permission, Place.COMMUNITY);
    }

    static Need atProject(Permission permission) {
        return new Need(permission, Place.PROJECT);
    }

    static Need atSource(Permission permission) {
        return new Need(permission, Place.SOURCE);
    }
}
