package io.github.communities.tck.rule;

import java.util.Locale;

/**
 * What became of a test.
 *
 * @param kind how it ended
 * @param reason why the store cannot have the rule; empty unless {@link Kind#UNSUPPORTED}
 */
record RuleResult(Kind kind, String reason) {

    /** From the best to the worst. */
    enum Kind {
        PASSED,
        UNSUPPORTED,
        SKIPPED,
        FAILED
    }

    static final RuleResult PASSED = new RuleResult(Kind.PASSED, "");
    static final RuleResult SKIPPED = new RuleResult(Kind.SKIPPED, "");
    static final RuleResult FAILED = new RuleResult(Kind.FAILED, "");

    private static final String UNSUPPORTED = "unsupported:";

    static RuleResult unsupported(String reason) {
        return new RuleResult(Kind.UNSUPPORTED, reason.strip().replaceAll("\\s+", " "));
    }

    /**
     * Reads what {@link #toString} writes.
     *
     * @throws IllegalArgumentException if it is none of the four
     */
    static RuleResult parse(String text) {
        if (text.startsWith(UNSUPPORTED)) {
            return unsupported(text.substring(UNSUPPORTED.length()));
        }
        return switch (text) {
            case "passed" -> PASSED;
            case "skipped" -> SKIPPED;
            case "failed" -> FAILED;
            default -> throw new IllegalArgumentException("no result of a test: " + text);
        };
    }

    /** The worse of two; of two that are unsupported the one whose reason sorts first, so that order never shows. */
    RuleResult worse(RuleResult other) {
        if (kind != other.kind) {
            return kind.compareTo(other.kind) > 0 ? this : other;
        }
        return reason.compareTo(other.reason) <= 0 ? this : other;
    }

    @Override
    public String toString() {
        return kind == Kind.UNSUPPORTED ? UNSUPPORTED + reason : kind.name().toLowerCase(Locale.ROOT);
    }
}
