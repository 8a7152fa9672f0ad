package io.github.communities.core.organization;

import io.github.communities.OrganizationId;
import io.github.communities.core.work.Transactions;
import io.github.communities.error.NotFound;
import io.github.communities.error.Unmet;
import io.github.communities.internal.Text;
import io.github.communities.organization.RosterOutcome;
import io.github.communities.organization.RosterReport;
import io.github.communities.organization.RosterRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A roster on its way in (ORG-6): rows are collected into batches, each of which is one write to one organization. Rows
 * whose user does not belong to the organization yet wait until all others are in.
 */
final class RosterImport {
    private static final int BATCH = 1000;

    private final Transactions transactions;
    private final Consumer<RosterOutcome> outcomes;
    private final List<RosterRow> waiting = new ArrayList<>();
    private long rows;
    private long added;
    private long unchanged;
    private long refused;

    RosterImport(Transactions transactions, Consumer<RosterOutcome> outcomes) {
        this.transactions = transactions;
        this.outcomes = outcomes;
    }

    RosterReport run(Stream<RosterRow> stream) {
        bringIn(stream, false);
        // What waited is decided now, in the order in which it came; nobody else is to come.
        bringIn(List.copyOf(waiting).stream(), true);
        return new RosterReport(rows, added, unchanged, refused);
    }

    private void bringIn(Stream<RosterRow> stream, boolean all) {
        List<RosterRow> batch = new ArrayList<>();
        stream.forEachOrdered(row -> {
            batch.add(Text.required("row", row));
            if (batch.size() == BATCH) {
                bringIn(batch, all);
                batch.clear();
            }
        });
        bringIn(batch, all);
    }

    private void bringIn(List<RosterRow> batch, boolean all) {
        Map<OrganizationId, List<RosterRow>> byOrganization = new LinkedHashMap<>();
        batch.forEach(row -> byOrganization
                .computeIfAbsent(row.organization(), organization -> new ArrayList<>())
                .add(row));
        byOrganization.forEach((organization, some) -> bringIn(organization, some, all));
    }

    private void bringIn(OrganizationId organization, List<RosterRow> some, boolean all) {
        List<RosterBatch.Verdict> verdicts;
        try {
            verdicts = transactions
                    .writeAsHost(organization, writing -> new RosterBatch(writing, some, all).bringIn())
                    .value();
        } catch (NotFound e) {
            Unmet unregistered = new Unmet("ORG-1", "organization " + organization + " is not registered");
            verdicts = some.stream()
                    .map(row -> RosterBatch.Verdict.refused(row, unregistered))
                    .toList();
        }
        for (RosterBatch.Verdict verdict : verdicts) {
            if (verdict.outcome().isPresent()) {
                tell(verdict.outcome().get());
            } else {
                waiting.add(verdict.row());
            }
        }
    }

    private void tell(RosterOutcome outcome) {
        rows++;
        switch (outcome.kind()) {
            case ADDED -> added++;
            case UNCHANGED -> unchanged++;
            case REFUSED -> refused++;
        }
        outcomes.accept(outcome);
    }
}
