package io.github.communities.jdbi.quickstart;

import io.github.communities.Caller;
import io.github.communities.Host;
import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.error.InvalidInput;
import io.github.communities.organization.Organization;
import io.github.communities.organization.RosterOutcome;
import io.github.communities.organization.RosterReport;
import io.github.communities.organization.RosterRow;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Brings a roster in: registers each organization when its name is first met, and hands the rows to the library, which
 * does the rest (ORG-6). Tells now and then how far it is. Keeps nothing of any row, so that there may be any number.
 */
final class Intake {
    private static final String UNREADABLE = "\uFFFD";
    private static final int FIRST_STEP = 1000;
    private static final int PURGED_AT_ONCE = 1000;

    /**
     * What came of it.
     *
     * @param rows every row counts as added, unchanged or refused
     * @param before the organizations in the order in which they were met, and their revisions before
     * @param someone the first user of the roster, if it has any
     */
    record Result(RosterReport rows, Map<OrganizationId, Revision> before, Optional<Caller> someone) {}

    private final Host host;
    private final Report report;
    private final RefusedRows refused;
    private final Map<OrganizationId, String> names = new HashMap<>();
    private final Map<OrganizationId, Revision> before = new LinkedHashMap<>();
    private final Set<OrganizationId> inhabited = new HashSet<>();
    private Optional<Caller> someone = Optional.empty();
    private long malformed;
    private long decided;
    private long nextStep = FIRST_STEP;

    Intake(Host host, Report report, RefusedRows refused) {
        this.host = host;
        this.report = report;
        this.refused = refused;
    }

    Result bringIn(RosterFile roster) {
        RosterReport rows = host.importRoster(roster.lines().mapMulti(this::read), this::tell);
        refused.show(report);
        removeEmpty();
        RosterReport all =
                new RosterReport(rows.rows() + malformed, rows.added(), rows.unchanged(), rows.refused() + malformed);
        return new Result(all, before, someone);
    }

    private void read(RosterLine line, Consumer<RosterRow> rows) {
        try {
            rows.accept(row(line));
        } catch (WrongLine e) {
            refused.addMalformed(line.number(), String.valueOf(e.getMessage()), line.fields(), report);
            malformed();
        } catch (InvalidInput e) {
            refused.add(line.number(), e.rule(), e.reason(), line.fields(), report);
            malformed();
        }
    }

    private void malformed() {
        malformed++;
        decided();
    }

    private RosterRow row(RosterLine line) {
        if (line.fields().isEmpty()) {
            throw new WrongLine("a quote is not closed, or something follows it before the next comma");
        }
        if (line.fields().size() != RosterFile.COLUMNS) {
            throw new WrongLine("has " + Report.count(line.fields().size(), "column", "columns") + " instead of "
                    + RosterFile.COLUMNS);
        }
        if (line.fields().stream().anyMatch(field -> field.contains(UNREADABLE))) {
            throw new WrongLine("holds bytes that are not UTF-8");
        }
        return new RosterRow(
                line.number(),
                meet(line.fields().get(0)),
                named(line.fields().get(1)),
                named(line.fields().get(2)),
                line.fields().get(3),
                line.fields().get(4));
    }

    private static Optional<String> named(String field) {
        return Optional.of(field).filter(Predicate.not(String::isEmpty));
    }

    private OrganizationId meet(String name) {
        OrganizationId id = OrganizationId.of(name.toLowerCase(Locale.ROOT).replace(' ', '-'));
        String known = names.get(id);
        if (known == null) {
            register(id, name);
        } else if (!known.equals(name)) {
            // To register it under this name too would rename it, and mix what may be two organizations.
            throw new WrongLine("organization '" + name + "' would have the same id as '" + known + "'");
        }
        return id;
    }

    private void register(OrganizationId id, String name) {
        Written<Organization> registered = host.register(id, name);
        long revision = registered.revision().value();
        names.put(id, name);
        before.put(id, Revision.of(registered.changed() ? revision - 1 : revision));
    }

    private void tell(RosterOutcome outcome) {
        RosterRow row = outcome.row();
        outcome.refusal()
                .ifPresentOrElse(
                        unmet -> refused.add(row.line(), unmet.rule(), unmet.reason(), fields(row), report),
                        () -> accept(row));
        decided();
    }

    /** The fields as they were in the line. */
    private List<String> fields(RosterRow row) {
        return List.of(
                names.getOrDefault(row.organization(), ""),
                row.community().orElse(""),
                row.project().orElse(""),
                row.user(),
                row.role());
    }

    private void accept(RosterRow row) {
        inhabited.add(row.organization());
        someone = someone.or(() -> Optional.of(Caller.of(row.organization(), Subject.user(row.user()))));
    }

    /** An organization that was registered for rows of which none came in is not to be left behind. */
    private void removeEmpty() {
        List<OrganizationId> empty = before.keySet().stream()
                .filter(id -> Revision.NONE.equals(before.get(id)) && !inhabited.contains(id))
                .toList();
        for (OrganizationId id : empty) {
            host.removeOrganization(id);
            int purged;
            do {
                purged = host.purgeRemoved(id, PURGED_AT_ONCE);
            } while (purged > 0);
            report.say(names.remove(id) + " is not kept, since none of its rows came in.");
            before.remove(id);
        }
    }

    /** Ten lines for each power of ten: enough to see that it goes on, and never too many to read. */
    private void decided() {
        decided++;
        if (decided == nextStep) {
            report.say(Report.number(decided) + " rows ...");
            nextStep += Math.max(FIRST_STEP, powerOfTen(decided));
        }
    }

    private static long powerOfTen(long number) {
        long power = 1;
        while (power <= number / 10) {
            power *= 10;
        }
        return power;
    }

    /** That a line can't even be made a row. */
    private static final class WrongLine extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WrongLine(String reason) {
            super(reason, null, false, false);
        }
    }
}
