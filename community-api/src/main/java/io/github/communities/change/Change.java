package io.github.communities.change;

import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.ProjectId;
import io.github.communities.Scope;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.error.InvalidInput;
import io.github.communities.internal.Text;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One thing that a write changed.
 *
 * @param kind what happened
 * @param scope where
 * @param subject to whom, if it is about someone
 * @param before what was, by attribute; empty for what is new
 * @param after what is, by attribute; empty for what is gone
 */
public record Change(
        ChangeKind kind,
        Scope scope,
        Optional<Subject> subject,
        SortedMap<String, String> before,
        SortedMap<String, String> after) {
    /** Copies the attributes. */
    public Change {
        before = Collections.unmodifiableSortedMap(new TreeMap<>(before));
        after = Collections.unmodifiableSortedMap(new TreeMap<>(after));
    }

    /** A change without attributes. */
    public static Change of(ChangeKind kind, Scope scope) {
        return new Change(kind, scope, Optional.empty(), Collections.emptySortedMap(), Collections.emptySortedMap());
    }

    /** The same about someone. */
    public Change about(Subject someone) {
        return new Change(kind, scope, Optional.of(someone), before, after);
    }

    /** The same with attributes as they were. */
    public Change from(Map<String, String> attributes) {
        return new Change(kind, scope, subject, new TreeMap<>(attributes), after);
    }

    /** The same with attributes as they are. */
    public Change to(Map<String, String> attributes) {
        return new Change(kind, scope, subject, before, new TreeMap<>(attributes));
    }

    /**
     * Reads the text form that {@link #toString()} writes.
     *
     * @param text one line
     */
    public static Change parse(String text) {
        String[] words = text.split(" ", -1);
        if (words.length != 6) {
            throw new InvalidInput("change", text, "CHG-1", "must have six words");
        }
        return new Change(
                ChangeKind.parse(words[0]),
                scope(words[1], words[2]),
                words[3].equals("-") ? Optional.empty() : Optional.of(Subject.parse(words[3])),
                attributes(text, words[4]),
                attributes(text, words[5]));
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
                text(before),
                text(after));
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

    private static String text(Map<String, String> attributes) {
        return attributes.isEmpty()
                ? "-"
                : attributes.entrySet().stream()
                        .map(entry -> Text.encode(entry.getKey()) + "=" + Text.encode(entry.getValue()))
                        .collect(Collectors.joining("&"));
    }

    private static SortedMap<String, String> attributes(String form, String word) {
        SortedMap<String, String> attributes = new TreeMap<>();
        if (!word.equals("-")) {
            for (String pair : List.of(word.split("&", -1))) {
                int equals = pair.indexOf('=');
                if (equals < 0) {
                    throw new InvalidInput("change", form, "CHG-1", "has an attribute without a value");
                }
                attributes.put(
                        Text.decode("change", form, pair.substring(0, equals)),
                        Text.decode("change", form, pair.substring(equals + 1)));
            }
        }
        return attributes;
    }
}
