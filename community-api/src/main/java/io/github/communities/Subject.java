package io.github.communities;

import io.github.communities.error.InvalidInput;
import io.github.communities.internal.Arguments;
import io.github.communities.internal.TextForm;
import io.github.communities.internal.Texts;
import java.util.List;

/**
 * What a role can be bound to. The same id under two kinds is two subjects.
 *
 * @param kind what it is
 * @param id the host's own id of it, 1 to 64 code points, compared exactly
 */
public record Subject(SubjectKind kind, String id) {
    private static final Subject ALL_USERS = new Subject(SubjectKind.ALL_USERS, "*");

    /** Checks the id. */
    public Subject {
        Texts.id(Arguments.required("kind of subject", kind).text() + " id", id);
        if (kind == SubjectKind.ALL_USERS && !id.equals("*")) {
            throw new InvalidInput("subject", id, "MEM-2", "must be * for the system group, of which there is one");
        }
    }

    /** A user the host keeps itself. */
    public static Subject user(String id) {
        return new Subject(SubjectKind.USER, id);
    }

    /** A user of an identity federation. */
    public static Subject federatedUser(String id) {
        return new Subject(SubjectKind.FEDERATED_USER, id);
    }

    /** An account that programs act with. */
    public static Subject serviceAccount(String id) {
        return new Subject(SubjectKind.SERVICE_ACCOUNT, id);
    }

    /** A group of users and service accounts. */
    public static Subject group(String id) {
        return new Subject(SubjectKind.GROUP, id);
    }

    /** The system group: all users of the organization. */
    public static Subject allUsers() {
        return ALL_USERS;
    }

    /** Reads the text form that {@link #toString()} writes. */
    public static Subject parse(String text) {
        List<String> parts = TextForm.split("subject", text, 2);
        return new Subject(SubjectKind.parse(parts.get(0)), parts.get(1));
    }

    /** Whether it is a person. */
    public boolean isUser() {
        return kind == SubjectKind.USER || kind == SubjectKind.FEDERATED_USER;
    }

    /** Whether it can act: a user or a service account. */
    public boolean isPrincipal() {
        return isUser() || kind == SubjectKind.SERVICE_ACCOUNT;
    }

    /** The text form: kind and percent-encoded id, joined by a slash. */
    @Override
    public String toString() {
        return TextForm.join(kind.text(), id);
    }
}
