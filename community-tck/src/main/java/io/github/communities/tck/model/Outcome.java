package io.github.communities.tck.model;

import io.github.communities.Written;
import io.github.communities.error.CommunitiesException;
import io.github.communities.error.Forbidden;
import io.github.communities.error.InvalidInput;
import io.github.communities.error.NotFound;
import io.github.communities.error.Refused;
import io.github.communities.error.Stale;
import io.github.communities.error.Unavailable;
import io.github.communities.error.Unmet;
import io.github.communities.organization.SignIn;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What became of a command.
 *
 * @param kind what
 * @param detail by which rule it was refused, or what a sign-in came to; {@link #ANY} in an expectation leaves it open
 */
public record Outcome(Kind kind, String detail) {
    public static final String ANY = "*";

    /** Stands between the rules of a refusal that names several. */
    static final String AND = ", ";

    public enum Kind {
        CHANGED,
        UNCHANGED,
        INVALID,
        NOT_FOUND,
        FORBIDDEN,
        REFUSED,
        STALE,
        UNAVAILABLE
    }

    public static Outcome changed() {
        return new Outcome(Kind.CHANGED, ANY);
    }

    public static Outcome unchanged() {
        return new Outcome(Kind.UNCHANGED, ANY);
    }

    public static Outcome of(Written<?> written) {
        return new Outcome(
                written.changed() ? Kind.CHANGED : Kind.UNCHANGED,
                written.value() instanceof SignIn signIn ? signIn.outcome().name() : "");
    }

    public static Outcome of(CommunitiesException refusal) {
        Kind kind;
        if (refusal instanceof InvalidInput) {
            kind = Kind.INVALID;
        } else if (refusal instanceof NotFound) {
            kind = Kind.NOT_FOUND;
        } else if (refusal instanceof Forbidden) {
            kind = Kind.FORBIDDEN;
        } else if (refusal instanceof Refused) {
            kind = Kind.REFUSED;
        } else if (refusal instanceof Stale) {
            kind = Kind.STALE;
        } else if (refusal instanceof Unavailable) {
            kind = Kind.UNAVAILABLE;
        } else {
            throw refusal;
        }
        return new Outcome(kind, refusal instanceof Refused refused ? rules(refused) : refusal.rule());
    }

    private static String rules(Refused refusal) {
        return refusal.unmet().stream().map(Unmet::rule).distinct().sorted().collect(Collectors.joining(AND));
    }

    public boolean permits(Outcome actual) {
        return kind == actual.kind && (detail.equals(ANY) || detail.equals(actual.detail));
    }

    @Override
    public String toString() {
        return detail.isEmpty() || detail.equals(ANY) ? words() : words() + " " + detail;
    }

    private String words() {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
