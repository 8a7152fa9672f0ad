package io.github.communities.change;

import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.ProjectId;
import io.github.communities.Scope;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.error.InvalidInput;
import io.github.communities.internal.Arguments;
import io.github.communities.internal.TextForm;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * One thing that a write changed.
 *
 * @param kind what happened
 * @param scope where
 * @param subject to whom, if it is about someone
 * @param before what was, by the {@link ChangeAttribute#text() names} of attributes; empty for what is new
 * @param after what is, by the names of attributes; empty for what is gone
 */
public record Change(
        ChangeKind kind,
        Scope scope,
        Optional<Subject> subject,
        SortedMap<String, String> before,
        SortedMap<String, String> after) {
    /** Copies the attributes. */
    public Change {
        Arguments.required("kind of change", kind);
        Arguments.required("scope", scope);
        Arguments.required("subject", subject);
        before = Arguments.texts("attributes of change", before);
        after = Arguments.texts("attributes of change", after);
    }

    /** A change without attributes. */
    public static Change of(ChangeKind kind, Scope scope) {
        return new Change(kind, scope, Optional.empty(), Collections.emptySortedMap(), Collections.emptySortedMap());
    }

    /** The same about someone. */
    public Change about(Subject someone) {
        return new Change(kind, scope, Arguments.given("subject", someone), before, after);
    }

    /** The same with attributes as they were, by their names. */
    public Change from(Map<String, String> attributes) {
        return new Change(kind, scope, subject, Arguments.texts("attributes of change", attributes), after);
    }

    /** The same with attributes as they are, by their names. */
    public Change to(Map<String, String> attributes) {
        return new Change(kind, scope, subject, before, Arguments.texts("attributes of change", attributes));
    }

    /** An attribute as it was; empty if the change does not tell it. */
    public Optional<String> before(ChangeAttribute attribute) {
        return Optional.ofNullable(
                before.get(Arguments.required("attribute", attribute).text()));
    }

    /** An attribute as it is; empty if the change does not tell it. */
    public Optional<String> after(ChangeAttribute attribute) {
        return Optional.ofNullable(
                after.get(Arguments.required("attribute", attribute).text()));
    }

    /**
     * Reads the text form that {@link #toString()} writes.
     *
     * @param text one line of up to 1,048,576 characters, which is more than any has
     */
    public static Change parse(String text) {
        String[] words = TextForm.form("change", text, "CHG-1").split(" ", -1);
        if (words.length != 6) {
            throw new InvalidInput("change", text, "CHG-1", "must have six words");
        }
        return new Change(
                ChangeKind.parse(words[0]),
                scope(words[1], words[2]),
                words[3].equals("-") ? Optional.empty() : Optional.of(Subject.parse(words[3])),
                TextForm.decodeMap("change", words[4]),
                TextForm.decodeMap("change", words[5]));
    }

    /** The text form: six words joined by spaces, everything odd in them percent-encoded; stores may keep it. */
    @Override
    public String toString() {
        return String.join(
                " ",
                kind.text(),
                scope.noun(),
                scope.toString(),
                subject.map(Subject::toString).orElse("-"),
                TextForm.encode(before),
                TextForm.encode(after));
    }

    private static Scope scope(String noun, String id) {
        ScopeKind kind = Arrays.stream(ScopeKind.values())
                .filter(candidate -> candidate.noun().equals(noun))
                .findFirst()
                .orElseThrow(() -> new InvalidInput("scope of change", noun, "CHG-1", "is not known"));
        return switch (kind) {
            case ORGANIZATION -> OrganizationId.parse(id);
            case COMMUNITY -> CommunityId.parse(id);
            case PROJECT -> ProjectId.parse(id);
        };
    }
}
