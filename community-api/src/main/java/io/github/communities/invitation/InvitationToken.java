package io.github.communities.invitation;

import io.github.communities.error.InvalidInput;
import io.github.communities.internal.Arguments;

/**
 * The secret of a link. Whoever has it can join; it is shown once, when a link is created or reset (INV-2). It is never
 * stored, and {@code toString} does not show it.
 */
public final class InvitationToken {
    /** Room for an id of 64 code points, each of which may take twelve characters, and for the secret after it. */
    private static final int MAX = 1024;

    private final String secret;

    private InvitationToken(String secret) {
        this.secret = secret;
    }

    /** The token of that text, as it was given out; letters, digits and {@code - _ . ~ %}. */
    public static InvitationToken of(String secret) {
        String text = Arguments.required("invitation token", secret);
        boolean wellFormed = !text.isEmpty()
                && text.length() <= MAX
                && text.chars().allMatch(c -> c < 0x80 && (Character.isLetterOrDigit(c) || "-_.~%".indexOf(c) >= 0));
        if (!wellFormed) {
            // Not even a part of what might be a secret goes into a message.
            throw new InvalidInput("invitation token", "(not shown)", "INV-2", "was not given out by this library");
        }
        return new InvitationToken(text);
    }

    /** The secret itself, to be put into a link and nowhere else. */
    public String secret() {
        return secret;
    }

    @Override
    public String toString() {
        return "InvitationToken[not shown]";
    }
}
