package io.github.communities.channel;

import io.github.communities.internal.Texts;

/**
 * A communication channel of a community.
 *
 * @param name 1 to 63 visible code points, unique in its community
 * @param link an https link, up to 512 characters; which hosts it may have is the policy's to say (CHN-2)
 */
public record Channel(String name, String link) {
    /** Checks name and length; the form of the link is judged under the policy. */
    public Channel {
        name = Texts.free("name of channel", name, 1, 63, "CHN-1");
        link = Texts.free("link of channel", link, 1, 512, "CHN-1");
    }

    /** A channel of that name with that link. */
    public static Channel of(String name, String link) {
        return new Channel(name, link);
    }
}
