package io.github.communities.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Permission;
import io.github.communities.error.CommunitiesException;
import io.github.communities.error.Forbidden;
import io.github.communities.error.InvalidInput;
import io.github.communities.error.NotFound;
import io.github.communities.error.Refused;
import io.github.communities.error.Stale;
import io.github.communities.error.Unmet;
import java.util.List;
import org.junit.jupiter.api.function.Executable;

/** Refusals as tests expect them: each names the rule it stands for, and is handed back for a closer look. */
final class Refusals {
    private Refusals() {}

    /** A rule forbids it in this state, and says so in words. */
    static Refused refused(String rule, Executable call) {
        Refused refusal = thrown(Refused.class, rule, call);
        assertTrue(
                refusal.unmet().stream().noneMatch(unmet -> unmet.reason().isBlank()),
                () -> "every unmet condition has its reason: " + refusal.unmet());
        return refusal;
    }

    /** The caller's roles don't suffice; this permission is what is missing. */
    static Forbidden forbidden(Permission missing, Executable call) {
        Forbidden refusal = assertThrows(Forbidden.class, call);
        assertFalse(refusal.decision().allowed(), () -> "the decision is a refusal: " + refusal.getMessage());
        assertEquals(missing, refusal.decision().permission(), refusal::getMessage);
        return refusal;
    }

    /** As far as the caller may know, there is no such thing. */
    static NotFound notFound(Executable call) {
        return assertThrows(NotFound.class, call);
    }

    /** There is no such thing, by this rule. */
    static NotFound notFound(String rule, Executable call) {
        return thrown(NotFound.class, rule, call);
    }

    /** The call itself is wrong. */
    static InvalidInput invalid(String rule, Executable call) {
        return thrown(InvalidInput.class, rule, call);
    }

    /** What the caller acts on has changed. */
    static Stale stale(String rule, Executable call) {
        return thrown(Stale.class, rule, call);
    }

    /** The rules of all that is unmet, in the order in which the refusal names it: permissions first (ACC-7). */
    static List<String> unmet(Executable call) {
        CommunitiesException refusal = assertThrows(CommunitiesException.class, call);
        List<Unmet> unmet = refusal instanceof Forbidden forbidden
                ? forbidden.unmet()
                : assertInstanceOf(Refused.class, refusal).unmet();
        assertTrue(unmet.stream().noneMatch(each -> each.reason().isBlank()), () -> "each has its reason: " + unmet);
        unmet.forEach(each -> assertTrue(
                refusal.toString().contains(each.reason()), () -> "the message names " + each + ": " + refusal));
        return unmet.stream().map(Unmet::rule).toList();
    }

    private static <T extends CommunitiesException> T thrown(Class<T> type, String rule, Executable call) {
        T refusal = assertThrows(type, call);
        assertEquals(rule, refusal.rule(), refusal::getMessage);
        return refusal;
    }
}
