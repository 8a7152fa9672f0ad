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
    private int viewsAsked;
    private int viewsAnswered;

    void program() {
        programs++;
    }

    void leftOpen() {
        leftOpen++;
    }

    void viewFromBefore(boolean answered) {
        viewsAsked++;
        viewsAnswered += answered ? 1 : 0;
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
        return percent(changed, commands);
    }

    /** Whether so many views from before a write were stale after it that what they answer was not tried. */
    boolean viewsAnsweredTooSeldom() {
        return viewsAsked >= 100 && percent(viewsAnswered, viewsAsked) < 50;
    }

    /** All in one line. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d programs, %,d commands, %d %% of them changed something, %d %% refused by %d rules, %d left open;"
                        + " %d %% of %,d views from before a write answered",
                programs,
                commands,
                percent(changed, commands),
                percent(refused, commands),
                refusing.size(),
                leftOpen,
                percent(viewsAnswered, viewsAsked),
                viewsAsked);
    }

    private static int percent(int part, int all) {
        return all == 0 ? 0 : Math.round(100f * part / all);
    }
}
