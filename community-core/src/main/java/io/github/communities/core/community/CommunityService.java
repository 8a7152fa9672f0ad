package io.github.communities.core.community;

import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Page;
import io.github.communities.PageRequest;
import io.github.communities.Permission;
import io.github.communities.Written;
import io.github.communities.access.Operation;
import io.github.communities.access.OperationRequest;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeAttribute;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.Power;
import io.github.communities.community.Community;
import io.github.communities.community.CommunityFilter;
import io.github.communities.community.CommunityKind;
import io.github.communities.community.CommunityUpdate;
import io.github.communities.community.NewCommunity;
import io.github.communities.core.authorization.BilledOperations;
import io.github.communities.core.authorization.OperationAuthorizer;
import io.github.communities.core.deletion.Deletions;
import io.github.communities.core.member.Bindings;
import io.github.communities.core.member.OrphanedCommunities;
import io.github.communities.core.member.RequiredRole;
import io.github.communities.core.paging.Cursor;
import io.github.communities.core.paging.Cursor.Part;
import io.github.communities.core.paging.Pages;
import io.github.communities.core.policy.GrantPeriod;
import io.github.communities.core.policy.Mask;
import io.github.communities.core.policy.Path;
import io.github.communities.core.text.Attributes;
import io.github.communities.core.text.Description;
import io.github.communities.core.text.NameKey;
import io.github.communities.core.transaction.Existence;
import io.github.communities.core.transaction.Transactions;
import io.github.communities.core.transaction.Versions;
import io.github.communities.core.transaction.WriteTransaction;
import io.github.communities.internal.Arguments;
import io.github.communities.member.NewBinding;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.CommunityRecord;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.RecordRange;
import java.util.List;
import java.util.Optional;

/** The life of communities: each use case loads, decides, writes and tells. */
public final class CommunityService {
    private final Transactions transactions;
    private final BilledOperations billed;

    /** Over transactions, of which some are billed. */
    public CommunityService(Transactions transactions, BilledOperations billed) {
        this.transactions = transactions;
        this.billed = billed;
    }

    /** See {@link io.github.communities.Communities#create}. */
    public Written<Community> create(Caller caller, NewCommunity community) {
        Arguments.required("caller", caller);
        OperationRequest request = request(caller.organization(), Arguments.required("community", community));
        String key = NameKey.of(community.name());
        return billed.write(caller, request, (writing, answer) -> {
            Path organization = OperationAuthorizer.authorize(
                            writing,
                            request,
                            answer,
                            target -> CommunityNames.taken(writing, community.name(), key, ""))
                    .path();
            CommunityId id = CommunityId.of(writing.organizationId(), writing.newId());
            CommunityRecord record = CommunityRecords.insert(
                    writing, id, CommunityKind.STANDARD, community, Optional.of(writing.principal()));
            GrantPeriod period = writing.callerGrants()
                    .period(Mask.of(Permission.COMMUNITY_CREATE), organization, writing.now())
                    .orElse(GrantPeriod.UNLIMITED);
            BindingRecord administrator = Bindings.made(
                    writing,
                    Path.of(id, false),
                    NewBinding.of(writing.principal(), writing.policy().source().administratorRole()),
                    period.until());
            writing.insert(administrator);
            writing.tell(Bindings.added(administrator));
            return CommunityValues.of(record);
        });
    }

    private static OperationRequest request(OrganizationId organization, NewCommunity community) {
        return community
                .billingAccount()
                .map(account -> OperationRequest.of(Operation.CREATE_LINKED_COMMUNITY, organization)
                        .paidBy(account))
                .orElseGet(() -> OperationRequest.of(Operation.CREATE_COMMUNITY, organization));
    }

    /** See {@link io.github.communities.Communities#get}. */
    public Community get(Caller caller, CommunityId id) {
        Arguments.required("community id", id);
        return transactions.read(caller, reading -> {
            return CommunityValues.of(OperationAuthorizer.authorize(reading, Operation.VIEW_COMMUNITY, id)
                    .community());
        });
    }

    /** See {@link io.github.communities.Communities#getDefault}. */
    public Community getDefault(Caller caller) {
        return transactions.read(caller, reading -> {
            CommunityId id = reading.organization().defaultCommunity();
            return CommunityValues.of(OperationAuthorizer.authorize(reading, Operation.VIEW_COMMUNITY, id)
                    .community());
        });
    }

    /** See {@link io.github.communities.Communities#list}. */
    public Page<Community> list(Caller caller, CommunityFilter filter, PageRequest page) {
        OrganizationId organization = Arguments.required("caller", caller).organization();
        CommunityList list = new CommunityList(organization, Arguments.required("filter", filter), page);
        return transactions.read(caller, reading -> {
            return list.page(reading);
        });
    }

    /** See {@link io.github.communities.Communities#update}. */
    public Written<Community> update(Caller caller, CommunityId id, CommunityUpdate update, long version) {
        Arguments.required("community id", id);
        Arguments.required("update", update);
        return transactions.write(caller, id, writing -> {
            CommunityRecord before = OperationAuthorizer.authorize(writing, Operation.UPDATE_COMMUNITY, id)
                    .community();
            Versions.check(id, before.version(), version);
            Description after = Description.of(before).with(update.name(), update.description(), update.labels());
            if (!after.name().equals(before.name())) {
                CommunityNames.checkFree(writing, after.name(), NameKey.of(after.name()), id.value());
            }
            return CommunityValues.of(CommunityRecords.update(writing, before, after, false));
        });
    }

    /** See {@link io.github.communities.Communities#delete}. */
    public Written<Community> delete(Caller caller, CommunityId id) {
        Arguments.required("community id", id);
        return transactions.write(caller, id, writing -> {
            CommunityRecord community = OperationAuthorizer.authorize(writing, Operation.DELETE_COMMUNITY, id)
                    .community();
            writing.update(CommunityRecord.builder()
                    .from(community)
                    .sharingEpoch(writing.next())
                    .deletedIn(writing.next())
                    .deletedAt(writing.now())
                    .build());
            Deletions.note(writing, id);
            writing.tell(Change.of(ChangeKind.COMMUNITY_DELETED, id)
                    .from(Attributes.of(ChangeAttribute.NAME, community.name())));
            return CommunityValues.of(community);
        });
    }

    /** See {@link io.github.communities.Communities#restore}. */
    public Written<Community> restore(Caller caller, CommunityId id) {
        Arguments.required("community id", id);
        return transactions.write(caller, id, writing -> {
            Optional<CommunityRecord> existing = writing.existence().find(id);
            if (existing.isPresent()) {
                if (!mayRestore(writing, existing.get())) {
                    OperationAuthorizer.authorize(writing, Operation.VIEW_COMMUNITY, id);
                }
                return CommunityValues.of(existing.get());
            }
            CommunityRecord deleted = writing.existence()
                    .deleted(id)
                    .filter(community -> mayRestore(writing, community))
                    .orElseThrow(() -> Existence.missing(id));
            Deletions.undo(writing, id, "COM-6");
            CommunityRecord restored = CommunityRecord.builder()
                    .from(deleted)
                    .createdIn(writing.next())
                    .deletedIn(Optional.empty())
                    .deletedAt(Optional.empty())
                    .build();
            writing.update(restored);
            writing.tell(Change.of(ChangeKind.COMMUNITY_RESTORED, id)
                    .to(Attributes.of(ChangeAttribute.NAME, restored.name())));
            return CommunityValues.of(restored);
        });
    }

    /** Whether the caller is still its administrator; or, if it has none, has the power over orphaned ones (MEM-6). */
    private static boolean mayRestore(WriteTransaction writing, CommunityRecord community) {
        RequiredRole administrator = RequiredRole.administrator(writing, community.id());
        if (administrator.isCaller(writing, Path.of(community))) {
            return true;
        }
        boolean appointing = writing.callerGrants()
                .allow(
                        Permission.ORGANIZATION_APPOINT_ADMINISTRATORS,
                        Path.of(writing.organizationId()),
                        writing.now());
        if (!appointing || administrator.isHeld(writing)) {
            return false;
        }
        writing.exercised(Power.APPOINTMENT);
        return true;
    }

    /** See {@link io.github.communities.Communities#orphaned}. */
    public Page<Community> orphaned(Caller caller, PageRequest page) {
        OrganizationId organization = Arguments.required("caller", caller).organization();
        Pages<CommunityRecord> pages = new Pages<>(
                RecordRange.of(Index.COMMUNITIES_BY_NAME),
                new Cursor(List.of(Part.NAME_KEY, Part.ID), "orphaned", organization),
                page);
        return transactions.read(caller, reading -> {
            OperationAuthorizer.authorize(reading, Operation.APPOINT_ADMINISTRATORS, organization);
            return pages.read(
                    reading,
                    some -> OrphanedCommunities.among(
                            reading,
                            some.stream()
                                    .filter(community -> community.deletedIn().isEmpty())
                                    .toList()),
                    CommunityValues::of);
        });
    }
}
