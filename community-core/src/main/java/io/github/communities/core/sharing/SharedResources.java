package io.github.communities.core.sharing;

import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.Page;
import io.github.communities.PageRequest;
import io.github.communities.ProjectId;
import io.github.communities.ResourceAt;
import io.github.communities.ResourceId;
import io.github.communities.Written;
import io.github.communities.core.work.Transactions;
import io.github.communities.project.Resource;
import io.github.communities.sharing.Attachment;
import io.github.communities.sharing.Publication;
import io.github.communities.sharing.Sharing;

/** The sharing service: what is published where, and attached to what. */
public final class SharedResources implements Sharing {
    @SuppressWarnings("UnusedVariable") // until it is there
    private final Transactions transactions;

    /** Over transactions. */
    public SharedResources(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Written<Publication> publish(Caller caller, ResourceId resource, CommunityId community) {
        throw new UnsupportedOperationException("not there yet");
    }

    @Override
    public Written<ResourceAt> withdraw(Caller caller, ResourceId resource, CommunityId community) {
        throw new UnsupportedOperationException("not there yet");
    }

    @Override
    public Written<Attachment> attach(Caller caller, ResourceId resource, ProjectId project) {
        throw new UnsupportedOperationException("not there yet");
    }

    @Override
    public Written<ResourceAt> detach(Caller caller, ResourceId resource, ProjectId project) {
        throw new UnsupportedOperationException("not there yet");
    }

    @Override
    public Page<Publication> published(Caller caller, CommunityId community, PageRequest page) {
        throw new UnsupportedOperationException("not there yet");
    }

    @Override
    public Resource view(Caller caller, ResourceId resource, CommunityId community) {
        throw new UnsupportedOperationException("not there yet");
    }

    @Override
    public Page<Attachment> attached(Caller caller, ProjectId project, PageRequest page) {
        throw new UnsupportedOperationException("not there yet");
    }

    @Override
    public Page<Publication> publications(Caller caller, ResourceId resource, PageRequest page) {
        throw new UnsupportedOperationException("not there yet");
    }
}
