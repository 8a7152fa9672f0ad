package io.github.communities.error;

import io.github.communities.Target;
import io.github.communities.decision.Decision;
import io.github.communities.decision.Names;
import io.github.communities.internal.Arguments;
import java.util.List;

/** The caller's roles don't permit it. The decision says which permission is missing where, and what would help. */
public final class Forbidden extends CommunitiesException {
    private static final long serialVersionUID = 1L;

    private final transient Decision decision;
    private final transient List<Unmet> unmet;

    /**
     * Makes one.
     *
     * @param rule the id of the rule that asks for the permission
     * @param decision the refusal
     */
    public Forbidden(String rule, Decision decision) {
        this(
                decision,
                List.of(new Unmet(rule, Arguments.required("decision", decision).sentence())));
    }

    /**
     * Makes one for several permissions.
     *
     * @param decision the refusal of the first permission that is missing
     * @param unmet the permissions that are missing; at least one
     */
    public Forbidden(Decision decision, List<Unmet> unmet) {
        super(rule(decision, unmet), Refused.sentence(unmet).text(), null);
        this.decision = decision;
        this.unmet = List.copyOf(unmet);
    }

    private static String rule(Decision decision, List<Unmet> unmet) {
        Arguments.required("decision", decision);
        return Refused.first(unmet).rule();
    }

    /** Every permission that is missing, of whoever may view all that it is about; else one (ACC-7). Never empty. */
    public List<Unmet> unmet() {
        return unmet;
    }

    /** The decision behind it: principal, permission, target, and the nearest role that would have sufficed. */
    public Decision decision() {
        return decision;
    }

    @Override
    public List<Target> targets() {
        return Refused.sentence(unmet).targets();
    }

    @Override
    public String reason(Names names) {
        return Refused.sentence(unmet).text(names);
    }
}
