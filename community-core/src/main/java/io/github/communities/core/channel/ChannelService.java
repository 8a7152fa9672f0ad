package io.github.communities.core.channel;

import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.Written;
import io.github.communities.access.Operation;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeAttribute;
import io.github.communities.change.ChangeKind;
import io.github.communities.channel.Channel;
import io.github.communities.channel.Channels;
import io.github.communities.core.authorization.OperationAuthorizer;
import io.github.communities.core.text.Attributes;
import io.github.communities.core.text.NameKey;
import io.github.communities.core.transaction.Transactions;
import io.github.communities.core.transaction.WriteTransaction;
import io.github.communities.decision.Sentence;
import io.github.communities.error.Refused;
import io.github.communities.internal.Arguments;
import io.github.communities.internal.Texts;
import io.github.communities.spi.record.CommunityRecord;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The channels service: where a community talks. */
public final class ChannelService implements Channels {
    private static final Comparator<Channel> BY_NAME = Comparator.comparing(
                    (Channel channel) -> NameKey.of(channel.name()))
            .thenComparing(Channel::name);

    private final Transactions transactions;

    /** Over transactions. */
    public ChannelService(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Written<Channel> link(Caller caller, CommunityId community, Channel channel) {
        Arguments.required("caller", caller);
        Arguments.required("community id", community);
        LinkForm.check(
                transactions.policy().source().channelLinks(),
                Arguments.required("channel", channel).link());
        return transactions.write(caller, community, writing -> {
            CommunityRecord before = OperationAuthorizer.authorize(writing, Operation.LINK_CHANNEL, community)
                    .community();
            Map<String, String> channels = new TreeMap<>(before.channels());
            channels.put(channel.name(), channel.link());
            if (channels.size() > MAX && !before.channels().containsKey(channel.name())) {
                throw new Refused(
                        "CHN-1",
                        Sentence.of(community)
                                .and(" has " + MAX + " channels, which is all it can have; unlink one first"));
            }
            store(writing, before, channels, ChangeKind.CHANNEL_LINKED, channel.name());
            return channel;
        });
    }

    @Override
    public Written<String> unlink(Caller caller, CommunityId community, String name) {
        Arguments.required("caller", caller);
        Arguments.required("community id", community);
        String composed = Texts.free("name of channel", name, 1, 63, "CHN-1");
        return transactions.write(caller, community, writing -> {
            CommunityRecord before = OperationAuthorizer.authorize(writing, Operation.LINK_CHANNEL, community)
                    .community();
            Map<String, String> channels = new TreeMap<>(before.channels());
            channels.remove(composed);
            store(writing, before, channels, ChangeKind.CHANNEL_UNLINKED, composed);
            return composed;
        });
    }

    @Override
    public List<Channel> list(Caller caller, CommunityId community) {
        Arguments.required("caller", caller);
        Arguments.required("community id", community);
        return transactions.read(caller, reading -> {
            CommunityRecord seen = OperationAuthorizer.authorize(reading, Operation.VIEW_COMMUNITY, community)
                    .community();
            return seen.channels().entrySet().stream()
                    .map(channel -> Channel.of(channel.getKey(), channel.getValue()))
                    .sorted(BY_NAME)
                    .toList();
        });
    }

    private static void store(
            WriteTransaction writing,
            CommunityRecord before,
            Map<String, String> channels,
            ChangeKind kind,
            String name) {
        if (channels.equals(before.channels())) {
            return;
        }
        writing.update(CommunityRecord.builder().from(before).channels(channels).build());
        writing.tell(Change.of(kind, before.id())
                .from(attributes(name, before.channels()))
                .to(attributes(name, channels)));
    }

    private static SortedMap<String, String> attributes(String name, Map<String, String> channels) {
        return channels.containsKey(name)
                ? Attributes.of(Map.of(ChangeAttribute.NAME, name, ChangeAttribute.LINK, channels.get(name)))
                : Collections.emptySortedMap();
    }
}
