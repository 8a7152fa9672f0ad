package io.github.communities.core;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.Host;
import io.github.communities.Page;
import io.github.communities.PageRequest;
import io.github.communities.Written;
import io.github.communities.access.Access;
import io.github.communities.billing.Billings;
import io.github.communities.channel.Channels;
import io.github.communities.community.Community;
import io.github.communities.community.CommunityFilter;
import io.github.communities.community.CommunityUpdate;
import io.github.communities.community.NewCommunity;
import io.github.communities.core.access.AccessService;
import io.github.communities.core.accounts.BillingQuestions;
import io.github.communities.core.authorization.BilledOperations;
import io.github.communities.core.billing.BillingService;
import io.github.communities.core.cache.AccessTables;
import io.github.communities.core.channel.ChannelService;
import io.github.communities.core.community.CommunityService;
import io.github.communities.core.host.HostService;
import io.github.communities.core.invitation.InvitationService;
import io.github.communities.core.member.MemberService;
import io.github.communities.core.organization.OrganizationService;
import io.github.communities.core.project.ProjectService;
import io.github.communities.core.project.ResourceService;
import io.github.communities.core.restriction.RestrictionService;
import io.github.communities.core.sharing.SharingService;
import io.github.communities.core.transaction.Transactions;
import io.github.communities.internal.Arguments;
import io.github.communities.invitation.Invitations;
import io.github.communities.member.Members;
import io.github.communities.organization.Organizations;
import io.github.communities.project.Projects;
import io.github.communities.project.Resources;
import io.github.communities.restriction.Restrictions;
import io.github.communities.sharing.Sharing;
import io.github.communities.spi.HostTransaction;
import java.time.Duration;

/** All services over one store. */
final class Engine implements Communities {
    private final Transactions transactions;
    private final BillingQuestions questions;
    private final Duration stalenessBound;
    private final AccessTables tables;
    private final boolean outermost;
    private final CommunityService catalog;
    private final Host host;
    private final Organizations organizations;
    private final Members members;
    private final Projects projects;
    private final Resources resources;
    private final Sharing sharing;
    private final Invitations invitations;
    private final Billings billing;
    private final Channels channels;
    private final Restrictions restrictions;
    private final Access access;

    Engine(Transactions transactions, BillingQuestions questions, Duration stalenessBound, AccessTables tables) {
        this(transactions, questions, stalenessBound, tables, true);
    }

    /** Inside a transaction of the host it is not the outermost, and leaves the tables to that. */
    private Engine(
            Transactions transactions,
            BillingQuestions questions,
            Duration stalenessBound,
            AccessTables tables,
            boolean outermost) {
        BilledOperations billed = new BilledOperations(transactions, questions);
        this.transactions = transactions;
        this.questions = questions;
        this.stalenessBound = stalenessBound;
        this.tables = tables;
        this.outermost = outermost;
        this.catalog = new CommunityService(transactions, billed);
        this.host = new HostService(transactions, tables::statistics);
        this.organizations = new OrganizationService(transactions);
        this.members = new MemberService(transactions);
        this.projects = new ProjectService(transactions);
        this.resources = new ResourceService(transactions, billed);
        this.sharing = new SharingService(transactions);
        this.invitations = new InvitationService(transactions);
        this.billing = new BillingService(transactions, billed);
        this.channels = new ChannelService(transactions);
        this.restrictions = new RestrictionService(transactions);
        this.access = outermost
                ? AccessService.sharing(tables, transactions, billed, stalenessBound)
                : AccessService.alone(tables, transactions, billed, stalenessBound);
    }

    @Override
    public Host host() {
        return host;
    }

    @Override
    public Organizations organizations() {
        return organizations;
    }

    @Override
    public Members members() {
        return members;
    }

    @Override
    public Projects projects() {
        return projects;
    }

    @Override
    public Resources resources() {
        return resources;
    }

    @Override
    public Sharing sharing() {
        return sharing;
    }

    @Override
    public Invitations invitations() {
        return invitations;
    }

    @Override
    public Billings billing() {
        return billing;
    }

    @Override
    public Channels channels() {
        return channels;
    }

    @Override
    public Restrictions restrictions() {
        return restrictions;
    }

    @Override
    public Access access() {
        return access;
    }

    @Override
    public Written<Community> create(Caller caller, NewCommunity community) {
        return catalog.create(caller, community);
    }

    @Override
    public Community get(Caller caller, CommunityId id) {
        return catalog.get(caller, id);
    }

    @Override
    public Community getDefault(Caller caller) {
        return catalog.getDefault(caller);
    }

    @Override
    public Page<Community> list(Caller caller, CommunityFilter filter, PageRequest page) {
        return catalog.list(caller, filter, page);
    }

    @Override
    public Written<Community> update(Caller caller, CommunityId id, CommunityUpdate update, long version) {
        return catalog.update(caller, id, update, version);
    }

    @Override
    public Written<Community> delete(Caller caller, CommunityId id) {
        return catalog.delete(caller, id);
    }

    @Override
    public Written<Community> restore(Caller caller, CommunityId id) {
        return catalog.restore(caller, id);
    }

    @Override
    public Page<Community> orphaned(Caller caller, PageRequest page) {
        return catalog.orphaned(caller, page);
    }

    @Override
    public Communities within(HostTransaction transaction) {
        return new Engine(
                transactions.within(Arguments.required("transaction", transaction)),
                questions,
                stalenessBound,
                tables,
                false);
    }

    @Override
    public void close() {
        transactions.store().close();
        if (outermost) {
            tables.clear();
        }
    }
}
