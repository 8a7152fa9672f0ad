package io.github.communities.core.organization;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeAttribute;
import io.github.communities.change.ChangeKind;
import io.github.communities.core.text.Attributes;
import io.github.communities.core.transaction.WriteTransaction;
import io.github.communities.error.NotFound;
import io.github.communities.error.Refused;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.OrganizationRecord;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.StoredRecord;
import java.util.List;

/** The end of an organization: a mark at first, and then, batch by batch, all that it had (ORG-9). */
public final class OrganizationRemoval {
    private OrganizationRemoval() {}

    /** Marks it as removed; from then on it exists for no use case. */
    public static OrganizationId remove(WriteTransaction writing) {
        OrganizationRecord organization = writing.organization();
        writing.update(
                OrganizationRecord.builder().from(organization).removed(true).build());
        writing.tell(Change.of(ChangeKind.ORGANIZATION_REMOVED, organization.id())
                .from(Attributes.of(ChangeAttribute.NAME, organization.name())));
        return organization.id();
    }

    /**
     * Deletes up to a number of records of a removed organization: first what it had, then its change records, and
     * itself last, with those that are left.
     */
    public static int purge(WriteTransaction writing, int limit) {
        OrganizationRecord organization = writing.find(RecordKind.organization())
                .orElseThrow(() -> new NotFound(
                        "ORG-1", "organization", writing.organizationId().toString()));
        if (!organization.removed()) {
            throw new Refused("ORG-9", "organization " + organization.id() + " is not removed, so it is not purged");
        }
        int purged = purgeRecords(writing, limit);
        if (purged == 0) {
            purged = purgeChanges(writing, organization, limit);
        }
        writing.tell(Change.of(ChangeKind.ORGANIZATION_PURGED, organization.id())
                .from(Attributes.of(ChangeAttribute.RECORDS, Integer.toString(purged))));
        return purged;
    }

    private static int purgeRecords(WriteTransaction writing, int limit) {
        int left = limit;
        for (RecordKind<?> kind : RecordKind.ALL) {
            left -= left == 0 || kind.equals(RecordKind.ORGANIZATION) ? 0 : purge(writing, kind, left);
        }
        return limit - left;
    }

    private static int purge(WriteTransaction writing, RecordKind<?> kind, int limit) {
        Index<?> index = Index.ALL.stream()
                .filter(candidate -> candidate.kind().equals(kind))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no index of the kind " + kind));
        List<? extends StoredRecord> some =
                writing.scan(RecordRange.of(index).limit(limit)).first(limit);
        writing.delete(some.stream().map(StoredRecord::key).toList());
        return some.size();
    }

    /** This write appends a change record itself, so that it drops one more than it counts: else it would never end. */
    private static int purgeChanges(WriteTransaction writing, OrganizationRecord organization, int limit) {
        Revision dropped = organization.droppedChanges();
        long kept = writing.revision().value() - dropped.value();
        if (kept <= limit) {
            writing.delete(List.of(RecordKind.organization()));
            return (int) kept;
        }
        Revision last = Revision.of(dropped.value() + limit + 1);
        writing.dropChanges(last);
        writing.update(OrganizationRecord.builder()
                .from(organization)
                .droppedChanges(last)
                .build());
        return limit;
    }
}
