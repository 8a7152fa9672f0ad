package io.github.communities.tck.model;

import io.github.communities.Role;
import java.time.Duration;
import java.util.Optional;

/** One thing in which a policy differs from a ready one. */
sealed interface PolicyChange {
    /** A role permits one thing more. */
    record Permits(Role role, String permission) implements PolicyChange {}

    /** A role does not itself permit something; it may still include a role that does. */
    record Lacks(Role role, String permission) implements PolicyChange {}

    /** A role includes another one. */
    record Includes(Role role, Role other) implements PolicyChange {}

    /** What a first sign-in gives. */
    record FirstSignIn(Role role) implements PolicyChange {}

    /** Which organization roles administer communities. */
    record Administers(Optional<Role> ofDefault, Optional<Role> ofStandard) implements PolicyChange {}

    /** Nobody has to pay. */
    record BillingIsNotRequired() implements PolicyChange {}

    /** For how long what is deleted can be restored, and personal invitations can be accepted. */
    record Times(Duration retention, Duration invitationLifetime) implements PolicyChange {}

    /** A type of resources is not for sharing. */
    record NotShared(String type) implements PolicyChange {}
}
