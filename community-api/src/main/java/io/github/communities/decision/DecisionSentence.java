package io.github.communities.decision;

/** A decision in words (ACC-2). */
final class DecisionSentence {
    private final Decision decision;

    private DecisionSentence(Decision decision) {
        this.decision = decision;
    }

    static Sentence of(Decision decision) {
        return new DecisionSentence(decision).sentence();
    }

    private Sentence sentence() {
        return Sentence.of(decision.principal() + (decision.allowed() ? " may " : " may not ") + decision.permission()
                        + " at ")
                .and(decision.target())
                .and(": ")
                .and(why())
                .and(" (revision " + decision.revision() + ")");
    }

    private Sentence why() {
        return switch (decision.reason()) {
            case GRANTED -> paths();
            case NOT_GRANTED -> Sentence.of("no role held there permits it").and(missing());
            case EXPIRED ->
                Sentence.of("what permitted it has expired: ").and(paths()).and(missing());
            case NOT_BY_SHARING ->
                Sentence.of("it is only shared there, which grants this to nobody; it is decided at the resource's own"
                        + " project");
            case NOT_OF_THE_ORGANIZATION -> Sentence.of("does not belong to the organization");
            case NO_SUCH_TARGET ->
                Sentence.of("there is no such " + decision.target().noun());
        };
    }

    private Sentence paths() {
        return Sentence.join(
                "; ", decision.sources().stream().map(RoleSource::sentence).toList());
    }

    private Sentence missing() {
        return decision.nearestMissing()
                .map(grant -> Sentence.of("; nearest missing grant: ").and(grant.sentence()))
                .orElse(Sentence.of(""));
    }
}
