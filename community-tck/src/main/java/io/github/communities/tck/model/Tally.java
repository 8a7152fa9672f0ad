package io.github.communities.tck.model;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** How many programs and commands were run, and what became of them. Not thread-safe. */
public final class Tally {
    private final Set<String> refusing = new TreeSet<>();
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
                refusing.addAll(List.of(outcome.detail().split(Outcome.AND, -1)));
            }
        }
    }

    /** How many of a hundred commands changed something. */
    public int percentChanged() {
        return percent(changed);
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
                refusing.size(),
                leftOpen);
    }

    private int percent(int part) {
        return commands == 0 ? 0 : Math.round(100f * part / commands);
    }
}
