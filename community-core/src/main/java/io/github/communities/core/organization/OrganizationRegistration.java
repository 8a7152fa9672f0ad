package io.github.communities.core.organization;

import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Written;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeAttribute;
import io.github.communities.change.ChangeKind;
import io.github.communities.core.community.CommunityRecords;
import io.github.communities.core.text.Attributes;
import io.github.communities.core.text.Description;
import io.github.communities.core.transaction.Transactions;
import io.github.communities.core.transaction.WriteTransaction;
import io.github.communities.error.NotFound;
import io.github.communities.error.Refused;
import io.github.communities.organization.Organization;
import io.github.communities.spi.record.CommunityRecord;
import io.github.communities.spi.record.OrganizationRecord;
import io.github.communities.spi.record.RecordKind;
import java.util.Optional;

/** Registers an organization with its default community, or renames it if it is registered already (ORG-1, DEF-1). */
public final class OrganizationRegistration {
    private final Transactions transactions;
    private final OrganizationId id;

    /** Of an organization, which may be registered already. */
    public OrganizationRegistration(Transactions transactions, OrganizationId id) {
        this.transactions = transactions;
        this.id = id;
    }

    /** Registers it by a name. */
    public Written<Organization> register(String name) {
        Optional<Written<Organization>> registered = registered(name);
        return registered.isPresent() ? registered.get() : transactions.create(id, writing -> register(writing, name));
    }

    /** Nodes that start register what is there already; they need no lock for it. */
    private Optional<Written<Organization>> registered(String name) {
        if (transactions.store().revision(id).equals(Revision.NONE)) {
            return Optional.empty();
        }
        try {
            Organization organization = transactions.readAsHost(id, OrganizationValues::of);
            return organization.name().equals(name)
                    ? Optional.of(new Written<>(organization, organization.revision(), false))
                    : Optional.empty();
        } catch (NotFound e) {
            return Optional.empty(); // it is removed, or went meanwhile
        }
    }

    private static Organization register(WriteTransaction writing, String name) {
        Optional<OrganizationRecord> known = writing.find(RecordKind.organization());
        if (known.isEmpty()) {
            return found(writing, name);
        }
        OrganizationRecord before = known.get();
        if (before.removed()) {
            throw new Refused(
                    "ORG-9",
                    "organization " + before.id()
                            + " was removed and is not purged yet; it can be registered anew once it is");
        }
        if (before.name().equals(name)) {
            return OrganizationValues.of(before, writing.revision());
        }
        OrganizationRecord renamed =
                OrganizationRecord.builder().from(before).name(name).build();
        writing.update(renamed);
        writing.tell(Change.of(ChangeKind.ORGANIZATION_RENAMED, before.id())
                .from(Attributes.of(ChangeAttribute.NAME, before.name()))
                .to(Attributes.of(ChangeAttribute.NAME, name)));
        CommunityRecord team = writing.existence().community(before.defaultCommunity());
        if (team.followsOrganization()) {
            CommunityRecords.update(
                    writing,
                    team,
                    Description.of(team).with(Optional.of(teamName(name)), Optional.empty(), Optional.empty()),
                    true);
        }
        return OrganizationValues.of(renamed, writing.next());
    }

    private static Organization found(WriteTransaction writing, String name) {
        CommunityId team = CommunityId.of(writing.organizationId(), writing.newId());
        OrganizationRecord organization = OrganizationRecord.builder()
                .id(writing.organizationId())
                .name(name)
                .defaultCommunity(team)
                .registeredAt(writing.now())
                .bindingsVersion(writing.next())
                .removed(false)
                .droppedChanges(writing.revision()) // those of who had this id before (CHG-2)
                .build();
        writing.insert(organization);
        writing.tell(Change.of(ChangeKind.ORGANIZATION_REGISTERED, organization.id())
                .to(Attributes.of(ChangeAttribute.NAME, name)));
        CommunityRecords.insertDefault(writing, team, teamName(name));
        return OrganizationValues.of(organization, writing.next());
    }

    private static String teamName(String organization) {
        return organization + " Team";
    }
}
