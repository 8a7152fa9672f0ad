package io.github.communities.core.channel;

import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.Written;
import io.github.communities.channel.Channel;
import io.github.communities.channel.Channels;
import io.github.communities.core.work.Transactions;
import java.util.List;

/** The channels service: where a community talks. */
public final class ChannelBook implements Channels {
    @SuppressWarnings("UnusedVariable") // until it is there
    private final Transactions transactions;

    /** Over transactions. */
    public ChannelBook(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Written<Channel> link(Caller caller, CommunityId community, Channel channel) {
        throw new UnsupportedOperationException("not there yet");
    }

    @Override
    public Written<String> unlink(Caller caller, CommunityId community, String name) {
        throw new UnsupportedOperationException("not there yet");
    }

    @Override
    public List<Channel> list(Caller caller, CommunityId community) {
        throw new UnsupportedOperationException("not there yet");
    }
}
