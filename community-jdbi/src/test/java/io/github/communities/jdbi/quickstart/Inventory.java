package io.github.communities.jdbi.quickstart;

import io.github.communities.Host;
import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.organization.OrganizationOverview;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the database holds, asked of the library and not of the file that was brought in. */
final class Inventory {
    private static final List<String> COLUMNS = List.of(
            "organization", "users", "signed in", "communities", "orphaned", "projects", "bindings", "revision");

    private final Host host;
    private final Report report;

    Inventory(Host host, Report report) {
        this.host = host;
        this.report = report;
    }

    /** Shows organizations, and which of them have changed since these revisions; says whether any has. */
    boolean show(Map<OrganizationId, Revision> before) {
        List<List<String>> rows = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        before.forEach((id, revision) -> {
            OrganizationOverview overview = host.overview(id);
            Revision now = overview.organization().revision();
            rows.add(List.of(
                    overview.organization().name(),
                    Report.number(overview.users()),
                    Report.number(overview.signedIn()),
                    Report.number(overview.communities()),
                    Report.number(overview.orphaned()),
                    Report.number(overview.projects()),
                    Report.number(overview.bindings()),
                    Report.number(now.value())));
            if (!now.equals(revision)) {
                changed.add(overview.organization().name() + " went from revision " + revision + " to " + now + ".");
            }
        });
        report.table(COLUMNS, rows);
        report.gap();
        report.say(
                "Communities are counted besides the default one; a community without an administrator is orphaned.");
        changed.forEach(report::say);
        if (changed.isEmpty()) {
            report.say("This run changed nothing: every revision is where it was before.");
        }
        return !changed.isEmpty();
    }
}
