package io.github.communities.tck.model;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How many programs and commands were run, and what became of them. Not thread-safe. */
public final class Tally {
    private final Map<String, Integer> refusals = new TreeMap<>();
    private int programs;
    private int commands;
    private int changed;
    private int refused;
    private int leftOpen;

    void program() {
        programs++;
    }

    void leftOpen() {
        leftOpen++;
    }

    void command(Outcome outcome) {
        commands++;
        switch (outcome.kind()) {
            case CHANGED -> changed++;
            case UNCHANGED -> {}
            default -> {
                refused++;
                for (String rule : outcome.detail().split(Outcome.AND, -1)) {
                    refusals.merge(rule, 1, Integer::sum);
                }
            }
        }
    }

    /** Which rules refused how often. */
    String rules() {
        return refusals.entrySet().stream()
                .map(refusal -> refusal.getKey() + " " + refusal.getValue())
                .collect(Collectors.joining(", "));
    }

    /** All in one line. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d programs, %,d commands, %d %% of them changed something, %d %% refused by %d rules, %d left open",
                programs,
                commands,
                percent(changed),
                percent(refused),
                refusals.size(),
                leftOpen);
    }

    private int percent(int part) {
        return commands == 0 ? 0 : Math.round(100f * part / commands);
    }
}
