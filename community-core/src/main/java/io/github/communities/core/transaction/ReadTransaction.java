package io.github.communities.core.transaction;

import io.github.communities.OrganizationId;
import io.github.communities.Permission;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.Target;
import io.github.communities.change.ChangeRecord;
import io.github.communities.change.Power;
import io.github.communities.core.paging.Scan;
import io.github.communities.core.paging.Scannable;
import io.github.communities.core.policy.CompiledPolicy;
import io.github.communities.core.policy.Grants;
import io.github.communities.core.policy.Mask;
import io.github.communities.core.policy.Path;
import io.github.communities.decision.Decision;
import io.github.communities.error.Forbidden;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.record.JointRecords;
import io.github.communities.spi.record.OrganizationRecord;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.spi.record.TargetRecords;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One organization as a use case sees it, on behalf of a caller or the host. Used by one thread, for one use case. */
public class ReadTransaction implements Scannable {
    private final CompiledPolicy policy;
    private final StoreReader reader;
    private final FoundRecords records;
    private final OrganizationId organization;
    private final Optional<Subject> principal;
    private final Instant now;
    private final Existence existence;
    private final Presence presence;
    private final SharingState sharing;
    private @Nullable Grants caller;

    ReadTransaction(
            CompiledPolicy policy,
            StoreReader reader,
            OrganizationId organization,
            Optional<Subject> principal,
            SubjectSource subjects,
            Instant now) {
        this.policy = policy;
        this.reader = reader;
        this.records = new FoundRecords(reader);
        this.organization = organization;
        this.principal = principal;
        this.now = now;
        this.existence = new Existence(this);
        this.presence = new Presence(this, subjects);
        this.sharing = new SharingState(this);
    }

    /** What of the organization exists. */
    public Existence existence() {
        return existence;
    }

    /** Who belongs to the organization. */
    public Presence presence() {
        return presence;
    }

    /** What is published and attached. */
    public SharingState sharing() {
        return sharing;
    }

    /** The policy. */
    public CompiledPolicy policy() {
        return policy;
    }

    /** What time it is for this use case. */
    public Instant now() {
        return now;
    }

    /** The id of the organization. */
    public OrganizationId organizationId() {
        return organization;
    }

    /** The organization's revision when the use case began. */
    public Revision revision() {
        return reader.revision();
    }

    /** The organization, which the host has not removed (ORG-9). */
    public OrganizationRecord organization() {
        return find(RecordKind.organization())
                .filter(record -> !record.removed())
                .orElseThrow(() -> Existence.unregistered(organization));
    }

    /**
     * Reads what decides about someone, and what the store looks up along with it of what is going to be read. Whoever
     * does something for a principal begins with this, or with {@link #know}.
     *
     * @param keys up to 1,000
     */
    void prefetch(Subject about, Collection<? extends RecordKey<?>> keys) {
        JointRecords found = reader.jointRecords(about, keys);
        // First, since so many keys leave no room for what is asked for again and again.
        records.stored(found.principal().organization());
        found.keys().forEach(records::absent);
        found.records().forEach(records::stored);
        found.principal().subjects().forEach(records::stored);
        if (principal.filter(about::equals).isPresent()) {
            caller = Grants.of(policy, about, found.principal());
        }
    }

    /** Takes what is known of the organization and the caller for what would be read. */
    void know(OrganizationRecord organizationRecord, Grants callerGrants) {
        records.stored(organizationRecord);
        caller = callerGrants;
    }

    /** Refuses a caller who does not belong to the organization as if it did not exist (ACC-8). */
    void requireBelonging() {
        organization();
        if (!callerGrants().belongs()) {
            throw Existence.unregistered(organization);
        }
    }

    /** The principal on whose behalf this is done. */
    public Subject principal() {
        return principal.orElseThrow(() -> new IllegalStateException("the host acts without a principal"));
    }

    /** What the principal holds, read here and now (CON-6). */
    public Grants callerGrants() {
        Grants known = caller;
        if (known == null) {
            throw new IllegalStateException("of " + principal() + " nothing was read");
        }
        return known;
    }

    /** What a subject holds. */
    public Grants grants(Subject subject) {
        return Grants.of(policy, subject, reader.principalRecords(subject));
    }

    /** All that decides about where targets of the organization lead, up to 1,000 of them. */
    public TargetRecords targetRecords(Collection<? extends Target> targets) {
        return reader.targetRecords(targets);
    }

    /** A record by its key. */
    public <R extends StoredRecord> Optional<R> find(RecordKey<R> key) {
        return records.find(key);
    }

    /** Records by their keys, any number of them. */
    public <R extends StoredRecord> List<R> find(RecordKind<R> kind, Collection<RecordKey<R>> keys) {
        return records.find(kind, keys);
    }

    /** What was found of the records, and how they are now. */
    FoundRecords records() {
        return records;
    }

    @Override
    public <R extends StoredRecord> Scan<R> scan(RecordRange<R> range) {
        return scan(List.of(range));
    }

    /** The records of any number of ranges of one index, in its order, read as far as they are asked for. */
    public <R extends StoredRecord> Scan<R> scan(Collection<RecordRange<R>> ranges) {
        return Scan.of(reader, ranges);
    }

    /** The change records after a revision. */
    public List<ChangeRecord> changes(Revision after, int limit) {
        return reader.changes(after, limit);
    }

    /** The revision of what is read now, which is that of this use case's own writes if it has any. */
    public Revision latest() {
        return revision();
    }

    /** The refusal of a permission at a path. */
    public Forbidden forbidden(String rule, Permission permission, Path path) {
        Decision decision = callerGrants().decide(permission, path.target(), Optional.of(path), revision(), now);
        return new Forbidden(rule, decision);
    }

    /** Whether whoever this is done for may be told the name of what is at a path; the host may always. */
    public boolean mayName(Permission viewing, Path path) {
        return principal.isEmpty() || callerGrants().allow(viewing, path, now);
    }

    /** Notes a power by virtue of which this is done, if it is a write (CHG-5). */
    public void exercised(Power power) {}

    /**
     * Notes that this is done by virtue of permissions that someone holds at a path, if only inheritance gives them.
     */
    public void exercised(Grants holder, Mask permissions, Path path) {
        if (holder.onlyByInheritance(permissions, path, now)) {
            exercised(Power.INHERITED_ADMINISTRATION);
        }
    }
}
