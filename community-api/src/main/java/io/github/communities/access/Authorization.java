package io.github.communities.access;

import io.github.communities.Revision;
import io.github.communities.Target;
import io.github.communities.decision.Decision;
import io.github.communities.decision.Names;
import io.github.communities.decision.Sentence;
import io.github.communities.error.Unmet;
import io.github.communities.internal.Arguments;
import java.util.List;
import java.util.stream.Stream;

/**
 * The answer to whether an operation may be done now: permissions and every other condition (ACC-7). Permissions are
 * judged first: whoever has them all is told every condition that is unmet; whoever lacks one but may view every place
 * that the operation is about, every permission that is missing; and anyone else only that they may not.
 *
 * @param request what was judged: what was asked, and of the two operations that copy the one that it is
 * @param revision the revision it was decided from
 * @param decisions a decision for each permission that the operation takes, in the order of {@link Operation#needs()};
 *     for who may not view every place that it is about, only the first that refuses
 * @param unmet all that is unmet and that the caller may know of: permissions, or else conditions; empty if it may be
 *     done
 */
public record Authorization(OperationRequest request, Revision revision, List<Decision> decisions, List<Unmet> unmet) {
    /** Copies the lists. */
    public Authorization {
        Arguments.required("request", request);
        Arguments.required("revision", revision);
        decisions = Arguments.all("decisions", decisions);
        unmet = Arguments.all("unmet conditions", unmet);
    }

    /** Whether it may be done. */
    public boolean allowed() {
        return unmet.isEmpty();
    }

    /** Every target that it names, and that a decision of it names. */
    public List<Target> targets() {
        return Stream.concat(
                        sentence().targets().stream(),
                        decisions.stream().flatMap(decision -> decision.targets().stream()))
                .distinct()
                .toList();
    }

    /** The answer in words, in one line. */
    public String text() {
        return text(Names.none());
    }

    /** {@link #text()} for whoever has names: these are told beside the ids. */
    public String text(Names names) {
        return sentence().text(names);
    }

    private Sentence sentence() {
        return Sentence.of(request.operation().text() + ", ")
                .and(request.target())
                .and(allowed() ? ": may be done" : ": may not be done: ")
                .and(Sentence.join(
                        "; ",
                        unmet.stream()
                                .map(condition -> condition.sentence().and(" (" + condition.rule() + ")"))
                                .toList()))
                .and(" (revision " + revision + ")");
    }
}
