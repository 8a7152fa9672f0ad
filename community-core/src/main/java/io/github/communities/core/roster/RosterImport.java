package io.github.communities.core.roster;

import io.github.communities.OrganizationId;
import io.github.communities.core.transaction.Transactions;
import io.github.communities.error.InvalidInput;
import io.github.communities.error.NotFound;
import io.github.communities.error.Unmet;
import io.github.communities.internal.Arguments;
import io.github.communities.organization.RosterOutcome;
import io.github.communities.organization.RosterReport;
import io.github.communities.organization.RosterRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A roster on its way in (ORG-6): rows are gathered to batches, each of which is one write to one organization. Rows
 * whose user does not belong to the organization yet wait until all others are in.
 */
public final class RosterImport {
    private static final int BATCH = 1000;

    /**
     * So many rows are gathered at most, so that those of many organizations in turn do not become a write for each.
     */
    private static final int GATHERED = 10 * BATCH;

    private final Transactions transactions;
    private final Consumer<RosterOutcome> outcomes;
    private final RosterRoles roles;
    private final Map<OrganizationId, List<RosterEntry>> gathered = new LinkedHashMap<>();
    private int gatheredRows;
    private long rows;
    private long added;
    private long unchanged;
    private long refused;

    /** Over transactions; each row is told what became of it. */
    public RosterImport(Transactions transactions, Consumer<RosterOutcome> outcomes) {
        this.transactions = transactions;
        this.outcomes = outcomes;
        this.roles = new RosterRoles(transactions.policy());
    }

    /** Brings in the rows. */
    public RosterReport run(Stream<RosterRow> stream) {
        try (WaitingRows waiting = new WaitingRows()) {
            stream.sequential().forEachOrdered(row -> gather(Arguments.required("row", row), Optional.of(waiting)));
            bringInGathered(Optional.of(waiting));
            // What waited is decided now; nobody else is to come.
            waiting.inOrder().forEachRemaining(row -> gather(row, Optional.empty()));
            bringInGathered(Optional.empty());
        }
        return new RosterReport(rows, added, unchanged, refused);
    }

    private void gather(RosterRow row, Optional<WaitingRows> waiting) {
        RosterEntry entry;
        try {
            entry = RosterEntry.of(row, roles);
        } catch (InvalidInput e) {
            tell(refused(row, e));
            return;
        }
        List<RosterEntry> batch = gathered.computeIfAbsent(row.organization(), organization -> new ArrayList<>());
        batch.add(entry);
        gatheredRows++;
        if (batch.size() == BATCH) {
            gathered.remove(row.organization());
            gatheredRows -= BATCH;
            bringIn(row.organization(), batch, waiting);
        } else if (gatheredRows == GATHERED) {
            bringInGathered(waiting);
        }
    }

    private void bringInGathered(Optional<WaitingRows> waiting) {
        gathered.forEach((organization, batch) -> bringIn(organization, batch, waiting));
        gathered.clear();
        gatheredRows = 0;
    }

    private void bringIn(OrganizationId organization, List<RosterEntry> batch, Optional<WaitingRows> waiting) {
        List<Optional<RosterOutcome>> decided;
        try {
            decided = transactions
                    .writeAsHost(organization, writing -> new RosterBatch(writing, batch, waiting.isEmpty()).bringIn())
                    .value();
        } catch (NotFound e) {
            Unmet unregistered = new Unmet("ORG-1", "organization " + organization + " is not registered");
            decided = batch.stream()
                    .map(entry -> Optional.of(refused(entry.row(), unregistered)))
                    .toList();
        }
        for (int i = 0; i < batch.size(); i++) {
            RosterRow row = batch.get(i).row();
            decided.get(i)
                    .ifPresentOrElse(this::tell, () -> waiting.orElseThrow().add(row));
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

    /** That a row breaks a rule. */
    static RosterOutcome refused(RosterRow row, Unmet reason) {
        return new RosterOutcome(row, RosterOutcome.Kind.REFUSED, Optional.of(reason));
    }

    /** That a row is wrong. */
    static RosterOutcome refused(RosterRow row, InvalidInput fault) {
        return refused(row, new Unmet(fault.rule(), fault.reason()));
    }
}
