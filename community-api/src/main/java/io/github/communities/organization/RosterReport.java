package io.github.communities.organization;

/**
 * What a roster came to. The three parts add up to the rows.
 *
 * @param rows how many rows were read
 * @param added how many changed something
 * @param unchanged how many said what was so already
 * @param refused how many broke a rule
 */
public record RosterReport(long rows, long added, long unchanged, long refused) {}
