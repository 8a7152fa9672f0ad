package io.github.communities.error;

import io.github.communities.Target;
import io.github.communities.decision.Names;
import io.github.communities.decision.Sentence;
import io.github.communities.internal.Arguments;
import java.util.List;

/** A rule forbids it in this state, whoever asks. Carries every unmet condition, not only the first. */
public final class Refused extends CommunitiesException {
    private static final long serialVersionUID = 1L;

    private final transient List<Unmet> unmet;

    /**
     * Makes one for a single condition.
     *
     * @param rule the id of the rule
     * @param reason why, as a sentence without a full stop
     */
    public Refused(String rule, String reason) {
        this(List.of(new Unmet(rule, reason)));
    }

    /**
     * Makes one for a single condition that is about targets.
     *
     * @param rule the id of the rule
     * @param sentence why, without a full stop
     */
    public Refused(String rule, Sentence sentence) {
        this(List.of(new Unmet(rule, sentence)));
    }

    /**
     * Makes one for several conditions.
     *
     * @param unmet at least one condition; the first gives {@link #rule()}
     */
    public Refused(List<Unmet> unmet) {
        super(first(unmet).rule(), sentence(unmet).text(), null);
        this.unmet = List.copyOf(unmet);
    }

    /** The condition whose rule an exception has. */
    static Unmet first(List<Unmet> unmet) {
        return Arguments.all("unmet conditions", unmet).stream()
                .findFirst()
                .orElseThrow(() -> new InvalidInput("unmet conditions", "none", "LIM-2", "must be one or more"));
    }

    /** What several conditions say together: each with its rule, unless it is the only one. */
    static Sentence sentence(List<Unmet> unmet) {
        return unmet.size() == 1
                ? unmet.get(0).sentence()
                : Sentence.join(
                        "; ",
                        unmet.stream()
                                .map(condition -> condition.sentence().and(" (" + condition.rule() + ")"))
                                .toList());
    }

    /** All conditions that are not met, in the order in which they were judged; never empty. */
    public List<Unmet> unmet() {
        return unmet;
    }

    @Override
    public List<Target> targets() {
        return sentence(unmet).targets();
    }

    @Override
    public String reason(Names names) {
        return sentence(unmet).text(names);
    }
}
