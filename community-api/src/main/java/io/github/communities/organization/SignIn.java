package io.github.communities.organization;

import io.github.communities.community.Community;
import io.github.communities.internal.Arguments;

/**
 * What a sign-in came to.
 *
 * @param community the organization's default community
 * @param outcome whether the user is in it
 */
public record SignIn(Community community, Outcome outcome) {
    /** Checks that nothing is {@code null}. */
    public SignIn {
        Arguments.required("community", community);
        Arguments.required("outcome", outcome);
    }

    /** Whether a user who signed in is a member of the default community. */
    public enum Outcome {
        /** This was their first sign-in, and made them a member (DEF-3). */
        JOINED,
        /** They have signed in before and are a member. */
        MEMBER,
        /** They were removed from it or left it, and signing in does not bring them back (DEF-4). */
        KEPT_OUT
    }
}
