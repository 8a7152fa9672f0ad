package io.github.communities.core.project;

import io.github.communities.Caller;
import io.github.communities.Page;
import io.github.communities.PageRequest;
import io.github.communities.ProjectId;
import io.github.communities.ResourceId;
import io.github.communities.Written;
import io.github.communities.core.work.Transactions;
import io.github.communities.project.NewResource;
import io.github.communities.project.Resource;
import io.github.communities.project.ResourceUpdate;
import io.github.communities.project.Resources;

/** The life of resources: each use case loads, decides, writes and tells. */
public final class ResourceCatalog implements Resources {
    @SuppressWarnings("UnusedVariable") // until it is there
    private final Transactions transactions;

    /** Over transactions. */
    public ResourceCatalog(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Written<Resource> create(Caller caller, ProjectId project, NewResource resource) {
        throw new UnsupportedOperationException("not there yet");
    }

    @Override
    public Resource get(Caller caller, ResourceId id) {
        throw new UnsupportedOperationException("not there yet");
    }

    @Override
    public Page<Resource> list(Caller caller, ProjectId project, PageRequest page) {
        throw new UnsupportedOperationException("not there yet");
    }

    @Override
    public Written<Resource> update(Caller caller, ResourceId id, ResourceUpdate update, long version) {
        throw new UnsupportedOperationException("not there yet");
    }

    @Override
    public Written<Resource> delete(Caller caller, ResourceId id) {
        throw new UnsupportedOperationException("not there yet");
    }

    @Override
    public Written<Resource> copy(Caller caller, ResourceId source, ProjectId target, String name) {
        throw new UnsupportedOperationException("not there yet");
    }
}
