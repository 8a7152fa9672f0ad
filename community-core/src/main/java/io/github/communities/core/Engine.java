package io.github.communities.core;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.Community;
import io.github.communities.CommunityFilter;
import io.github.communities.CommunityId;
import io.github.communities.CommunityUpdate;
import io.github.communities.Host;
import io.github.communities.NewCommunity;
import io.github.communities.Page;
import io.github.communities.PageRequest;
import io.github.communities.Written;
import io.github.communities.access.Access;
import io.github.communities.core.access.AccessQuestions;
import io.github.communities.core.community.CommunityCatalog;
import io.github.communities.core.member.AccessBindings;
import io.github.communities.core.organization.HostOperations;
import io.github.communities.core.organization.OrganizationDirectory;
import io.github.communities.core.project.ProjectCatalog;
import io.github.communities.core.work.Transactions;
import io.github.communities.member.Members;
import io.github.communities.organization.Organizations;
import io.github.communities.project.Projects;
import java.time.Duration;

/** All services over one store. */
final class Engine implements Communities {
    private final Transactions transactions;
    private final CommunityCatalog catalog;
    private final Host host;
    private final Organizations organizations;
    private final Members members;
    private final Projects projects;
    private final Access access;

    Engine(Transactions transactions, Duration stalenessBound) {
        this.transactions = transactions;
        this.catalog = new CommunityCatalog(transactions);
        this.host = new HostOperations(transactions);
        this.organizations = new OrganizationDirectory(transactions);
        this.members = new AccessBindings(transactions);
        this.projects = new ProjectCatalog(transactions);
        this.access = new AccessQuestions(transactions, stalenessBound);
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
    public Page<Community> orphaned(Caller caller, PageRequest page) {
        return catalog.orphaned(caller, page);
    }

    @Override
    public void close() {
        transactions.store().close();
    }
}
