package io.github.communities;

import io.github.communities.error.InvalidInput;
import io.github.communities.internal.Arguments;

/** The kinds of subjects; lists sort them by their text. */
public enum SubjectKind {
    /** A user the host keeps itself. */
    USER("user"),
    /** A user of an identity federation. */
    FEDERATED_USER("federatedUser"),
    /** An account that programs act with. */
    SERVICE_ACCOUNT("serviceAccount"),
    /** A group of users and service accounts. */
    GROUP("group"),
    /** The system group of all users of an organization. */
    ALL_USERS("allUsers");

    private final String text;

    SubjectKind(String text) {
        this.text = text;
    }

    /** The name under which it is written and stored. */
    public String text() {
        return text;
    }

    /** The kind of that name. */
    public static SubjectKind parse(String text) {
        Arguments.required("kind of subject", text);
        for (SubjectKind kind : values()) {
            if (kind.text.equals(text)) {
                return kind;
            }
        }
        throw new InvalidInput("kind of subject", text, "MEM-2", "is not known");
    }
}
