package io.github.communities.core.project;

import io.github.communities.ProjectId;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeAttribute;
import io.github.communities.change.ChangeKind;
import io.github.communities.core.text.Attributes;
import io.github.communities.core.transaction.WriteTransaction;
import io.github.communities.decision.Sentence;
import io.github.communities.error.Refused;
import io.github.communities.error.Stale;
import io.github.communities.project.BalanceUpdate;
import io.github.communities.project.Limits;
import io.github.communities.spi.record.ProjectRecord;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;

/** The units of a project: the limits of their use, and the balance that is left of them (PRJ-4). */
final class ProjectUnits {
    private ProjectUnits() {}

    /** The limits of a project. */
    static Limits limits(ProjectRecord project) {
        return new Limits(project.unitsPerHour(), project.unitsPerExecution());
    }

    /** Gives a project other limits, if they are others, and tells so. */
    static ProjectRecord limit(WriteTransaction writing, ProjectRecord before, Limits limits) {
        if (limits.equals(limits(before))) {
            return before;
        }
        ProjectRecord after = ProjectRecord.builder()
                .from(before)
                .unitsPerHour(limits.unitsPerHour())
                .unitsPerExecution(limits.unitsPerExecution())
                .updatedAt(writing.now())
                .version(writing.next())
                .build();
        writing.update(after);
        writing.tell(Attributes.difference(
                Change.of(ChangeKind.LIMITS_CHANGED, before.id()), attributes(limits(before)), attributes(limits)));
        return after;
    }

    /** Gives a project another balance, if it is another, and tells so. */
    static ProjectRecord changeBalance(
            WriteTransaction writing, ProjectRecord before, UnaryOperator<Optional<Long>> change) {
        ProjectRecord after = ProjectRecord.builder()
                .from(before)
                .unitBalance(change.apply(before.unitBalance()))
                .build();
        if (!after.equals(before)) {
            writing.update(after);
            writing.tell(Attributes.difference(
                    Change.of(ChangeKind.BALANCE_CHANGED, before.id()), balance(before), balance(after)));
        }
        return after;
    }

    /** A balance with more units, if there is one that has room for them. */
    static long sum(ProjectId id, Optional<Long> balance, long units) {
        long before = balance.orElseThrow(() -> new Refused(
                "PRJ-4", Sentence.of(id).and(" has no unit balance to be added to: set one, or leave it so")));
        if (before > Long.MAX_VALUE - units) {
            throw new Refused(
                    "PRJ-4",
                    Sentence.of("the unit balance of ")
                            .and(id)
                            .and(" is " + before + ", and with " + units + " more it would be over " + Long.MAX_VALUE));
        }
        return before + units;
    }

    /** The balance that is to take the place of the one that was seen, which must still be there. */
    static Optional<Long> replaced(ProjectId id, Optional<Long> before, BalanceUpdate update) {
        if (!before.equals(update.seen())) {
            throw new Stale(
                    "PRJ-4",
                    "the unit balance of project " + id + " is " + said(before) + ", not " + said(update.seen())
                            + "; read it again and decide anew");
        }
        return update.balance();
    }

    private static String said(Optional<Long> balance) {
        return balance.map(String::valueOf).orElse("none");
    }

    /** A balance after a use; it stops at the lowest number there is. */
    static long lowered(long balance, long units) {
        return balance < Long.MIN_VALUE + units ? Long.MIN_VALUE : balance - units;
    }

    /** A balance as changes tell it. */
    static SortedMap<String, String> balance(ProjectRecord project) {
        return Attributes.of(ChangeAttribute.UNIT_BALANCE, text(project.unitBalance()));
    }

    private static SortedMap<String, String> attributes(Limits limits) {
        return Attributes.of(Map.of(
                ChangeAttribute.UNITS_PER_HOUR,
                text(limits.unitsPerHour()),
                ChangeAttribute.UNITS_PER_EXECUTION,
                text(limits.unitsPerExecution())));
    }

    private static String text(Optional<Long> units) {
        return units.map(String::valueOf).orElse("");
    }
}
