package io.github.communities;

import io.github.communities.error.InvalidInput;
import io.github.communities.internal.Arguments;
import io.github.communities.internal.Texts;
import java.util.Optional;

/**
 * On whose behalf something is done; made once per request. What it writes is recorded with its reason and request id.
 *
 * @param organization the organization in which the principal acts
 * @param principal a user or a service account
 * @param reason why, in the caller's words, up to 256 code points
 * @param requestId the host's id of the request, up to 64 code points
 */
public record Caller(
        OrganizationId organization, Subject principal, Optional<String> reason, Optional<String> requestId) {
    /** Checks that the principal is one, and the texts. */
    public Caller {
        Arguments.required("organization id", organization);
        if (!Arguments.required("principal", principal).isPrincipal()) {
            throw new InvalidInput(
                    "caller",
                    principal.toString(),
                    "LIM-2",
                    "must be a user or a service account, since groups don't act");
        }
        reason = Arguments.required("reason", reason).map(text -> Texts.prose("reason", text, 1, 256, "LIM-2"));
        Arguments.required("request id", requestId).ifPresent(id -> Texts.id("request id", id));
    }

    /** A caller without a reason and a request id. */
    public static Caller of(OrganizationId organization, Subject principal) {
        return new Caller(organization, principal, Optional.empty(), Optional.empty());
    }

    /** The same caller with a reason. */
    public Caller because(String text) {
        return new Caller(organization, principal, Arguments.given("reason", text), requestId);
    }

    /** The same caller with the host's id of the request. */
    public Caller inRequest(String id) {
        return new Caller(organization, principal, reason, Arguments.given("request id", id));
    }
}
