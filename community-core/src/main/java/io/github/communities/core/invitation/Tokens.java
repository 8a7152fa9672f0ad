package io.github.communities.core.invitation;

import io.github.communities.InvitationId;
import io.github.communities.OrganizationId;
import io.github.communities.core.text.Fingerprint;
import io.github.communities.error.CommunitiesException;
import io.github.communities.internal.TextForm;
import io.github.communities.invitation.InvitationToken;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * The tokens of links: the id of the invitation, by which it is found, and 256 random bits, of which only a hash is
 * ever stored (INV-2). Thread-safe.
 */
final class Tokens {
    private static final int RANDOM_BYTES = 32;
    private static final char BETWEEN = '.';

    private final SecureRandom random = new SecureRandom();

    /** A secret that nobody has seen. */
    String secret() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The token of a link with that secret. */
    static InvitationToken token(InvitationId link, String secret) {
        return InvitationToken.of(TextForm.encode(link.value()) + BETWEEN + secret);
    }

    /** The link that a token is of; empty if it can't be one of this library's. */
    static Optional<InvitationId> link(OrganizationId organization, InvitationToken token) {
        String text = token.secret();
        int end = text.lastIndexOf(BETWEEN);
        if (end <= 0) {
            return Optional.empty();
        }
        try {
            String id = text.substring(0, end);
            // The text is not to be seen in the message of a fault, not even as its cause.
            return Optional.of(InvitationId.of(organization, TextForm.decode("invitation token", "(not shown)", id)));
        } catch (CommunitiesException noIdOfOurs) {
            return Optional.empty();
        }
    }

    /** Whether a token has the secret of which this is the hash; takes as long whether it does or not. */
    static boolean matches(InvitationToken token, String hash) {
        String text = token.secret();
        String secret = text.substring(text.lastIndexOf(BETWEEN) + 1);
        return MessageDigest.isEqual(
                hash(secret).getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.US_ASCII));
    }

    /** What is stored of a secret: 64 hexadecimal digits of its SHA-256. */
    static String hash(String secret) {
        return Fingerprint.of(secret);
    }
}
