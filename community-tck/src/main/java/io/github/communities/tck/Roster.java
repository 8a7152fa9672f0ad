package io.github.communities.tck;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.communities.Communities;
import io.github.communities.OrganizationId;
import io.github.communities.organization.RosterOutcome;
import io.github.communities.organization.RosterReport;
import io.github.communities.organization.RosterRow;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A roster as a test writes it down, line by line; its lines count from 1. */
final class Roster {
    private final OrganizationId organization;
    private final List<RosterRow> rows = new ArrayList<>();

    /** An empty one; its rows are about this organization unless they say otherwise. */
    Roster(OrganizationId organization) {
        this.organization = organization;
    }

    /** The one in a CSV file beside this class, in which nothing is quoted, under its heading. */
    static Roster read(OrganizationId organization, String file) {
        Roster roster = new Roster(organization);
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(Roster.class.getResourceAsStream(file), file), UTF_8))) {
            lines.lines().skip(1).map(line -> line.split(",", -1)).forEach(cells -> {
                roster.row(organization, cells[1], cells[2], cells[3], cells[4]);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
        return roster;
    }

    /** A row with an organization role. */
    Roster user(String user, String role) {
        return row(organization, "", "", user, role);
    }

    /** A row with a community role. */
    Roster member(String community, String user, String role) {
        return row(organization, community, "", user, role);
    }

    /** A row with a project role. */
    Roster participant(String community, String project, String user, String role) {
        return row(organization, community, project, user, role);
    }

    /** Any row, as a table would have it: what is not there is an empty text. */
    Roster row(OrganizationId of, String community, String project, String user, String role) {
        rows.add(new RosterRow(
                rows.size() + 1,
                of,
                Optional.of(community).filter(Predicate.not(String::isEmpty)),
                Optional.of(project).filter(Predicate.not(String::isEmpty)),
                user,
                role));
        return this;
    }

    /** The rows in the order in which they were written. */
    List<RosterRow> rows() {
        return List.copyOf(rows);
    }

    /** The same rows, each with its line, in another order. */
    List<RosterRow> shuffled(long seed) {
        List<RosterRow> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(seed));
        return shuffled;
    }

    /** Brings it in. */
    Imported into(Communities node) {
        return into(node, rows);
    }

    /** Brings rows in. */
    static Imported into(Communities node, List<RosterRow> rows) {
        List<RosterOutcome> outcomes = new ArrayList<>();
        RosterReport report = node.host().importRoster(rows.stream(), outcomes::add);
        return new Imported(report, outcomes);
    }

    /**
     * What an import came to.
     *
     * @param report the sums
     * @param outcomes in the order in which they were told
     */
    record Imported(RosterReport report, List<RosterOutcome> outcomes) {
        /** The lines in the order in which their outcomes were told. */
        List<Long> lines() {
            return outcomes.stream().map(outcome -> outcome.row().line()).toList();
        }

        /** What became of a line, of which there is exactly one. */
        RosterOutcome line(long line) {
            List<RosterOutcome> found = outcomes.stream()
                    .filter(outcome -> outcome.row().line() == line)
                    .toList();
            if (found.size() != 1) {
                throw new AssertionError("line " + line + " has " + found.size() + " outcomes: " + found);
            }
            return found.get(0);
        }

        /** The outcomes of all that were refused, for messages. */
        String refusals() {
            return outcomes.stream()
                    .filter(outcome -> outcome.kind() == RosterOutcome.Kind.REFUSED)
                    .map(RosterOutcome::toString)
                    .collect(Collectors.joining("\n"));
        }
    }
}
