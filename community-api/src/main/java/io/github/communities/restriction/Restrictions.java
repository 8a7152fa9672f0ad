package io.github.communities.restriction;

import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.Written;
import java.util.List;

/**
 * The restrictions of communities. Those of resource types are enforced by the library (RST-2); the host asks for the
 * others before it does what they restrict. Thread-safe.
 */
public interface Restrictions {
    /**
     * Sets a restriction. Needs {@code community.restrict} (RST-1).
     *
     * @throws io.github.communities.error.InvalidInput if the policy's catalog has none of that name, or of another
     *     type
     */
    Written<Restriction> set(Caller caller, CommunityId community, String name, RestrictionValue value);

    /**
     * Restores the catalog's default (RST-2); if that is in force already, nothing changes. Needs {@code
     * community.restrict}.
     */
    Written<Restriction> unset(Caller caller, CommunityId community, String name);

    /** One restriction as it is in force. Needs {@code community.view}. */
    Restriction get(Caller caller, CommunityId community, String name);

    /** All restrictions of the catalog as they are in force, in its order. Needs {@code community.view}. */
    List<Restriction> list(Caller caller, CommunityId community);
}
