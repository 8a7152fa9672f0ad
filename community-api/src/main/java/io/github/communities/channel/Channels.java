package io.github.communities.channel;

import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.Written;
import java.util.List;

/** The communication channels of communities, up to {@value #MAX} each. Thread-safe. */
public interface Channels {
    /** The most channels of one community (CHN-1). */
    int MAX = 10;

    /**
     * Links a channel, or changes the link of the one of that name. Needs {@code community.update} (CHN-1).
     *
     * @throws io.github.communities.error.InvalidInput if the link is none that the policy allows (CHN-2)
     * @throws io.github.communities.error.Refused if there are as many as there can be (CHN-1)
     */
    Written<Channel> link(Caller caller, CommunityId community, Channel channel);

    /** Unlinks the channel of a name; unlinking what is not there changes nothing. Needs {@code community.update}. */
    Written<String> unlink(Caller caller, CommunityId community, String name);

    /** The channels, sorted by name. Needs {@code community.view} (CHN-3). */
    List<Channel> list(Caller caller, CommunityId community);
}
