package io.github.communities.core.project;

import io.github.communities.ProjectId;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeAttribute;
import io.github.communities.change.ChangeKind;
import io.github.communities.core.text.Attributes;
import io.github.communities.core.transaction.Existence;
import io.github.communities.core.transaction.WriteTransaction;
import io.github.communities.spi.record.ProjectRecord;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.UsageRecord;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** What the host reports that a project used, counted once by its key (PRJ-4). */
public final class ReportedUse {
    private ReportedUse() {}

    /**
     * Notes what was used and lowers the balance, if there is one; a key that is known changes nothing (PRJ-4). Whether
     * the project is deleted is not asked, for it may be restored (PRJ-5).
     */
    public static Optional<Long> note(WriteTransaction writing, ProjectId id, String key, long units) {
        ProjectRecord project = writing.find(RecordKind.project(id)).orElseThrow(() -> Existence.missing(id));
        if (writing.find(RecordKind.usage(id, key)).isPresent()) {
            return project.unitBalance();
        }
        writing.insert(UsageRecord.builder()
                .project(id)
                .usageKey(key)
                .units(units)
                .reportedAt(writing.now())
                .build());
        ProjectRecord used = ProjectRecord.builder()
                .from(project)
                .unitBalance(project.unitBalance().map(balance -> ProjectUnits.lowered(balance, units)))
                .build();
        if (!used.equals(project)) {
            writing.update(used);
        }
        Change change = Attributes.difference(
                Change.of(ChangeKind.USE_REPORTED, id), ProjectUnits.balance(project), ProjectUnits.balance(used));
        SortedMap<String, String> after =
                Attributes.of(Map.of(ChangeAttribute.KEY, key, ChangeAttribute.UNITS, Long.toString(units)));
        after.putAll(change.after());
        writing.tell(change.to(after));
        return used.unitBalance();
    }
}
