package io.github.communities.core.channel;

import io.github.communities.error.InvalidInput;
import io.github.communities.policy.ChannelLinks;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What links of channels look like (CHN-2). A link is judged as a browser would take it apart, by its host alone;
 * whatever could be taken apart in two ways is refused.
 */
final class LinkForm {
    private static final String SLACK = "slack.com";
    private static final Set<String> TELEGRAM = Set.of("t.me", "telegram.me");
    private static final String LABEL = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
    /** A domain name of two labels or more, the last of which begins with a letter, as those of addresses don't. */
    private static final Pattern DOMAIN = Pattern.compile("(" + LABEL + "\\.)+(?=[a-z])" + LABEL);
    /** How names in other scripts are written in ASCII; a browser shows them as what they look like. */
    private static final String OTHER_SCRIPT = "xn--";

    private LinkForm() {}

    /** Refuses a link that the policy does not allow. */
    static void check(ChannelLinks allowed, String link) {
        String host = host(link);
        boolean known = host.equals(SLACK) || host.endsWith("." + SLACK) || TELEGRAM.contains(host);
        if (allowed == ChannelLinks.SLACK_AND_TELEGRAM && !known) {
            throw invalid(link, "must lead to Slack (slack.com or below it) or Telegram (t.me, telegram.me)");
        }
    }

    private static String host(String link) {
        URI uri = parse(link);
        if (!"https".equalsIgnoreCase(uri.getScheme())) {
            throw invalid(link, "must begin with https://");
        }
        String authority = Optional.ofNullable(uri.getRawAuthority()).orElse("");
        if (authority.indexOf('@') >= 0) {
            throw invalid(link, "must name no user before its host");
        }
        if (authority.indexOf(':') >= 0) {
            throw invalid(link, "must name no port after its host");
        }
        String host = authority.toLowerCase(Locale.ROOT);
        if (!authority.equals(uri.getHost()) || !DOMAIN.matcher(host).matches()) {
            throw invalid(link, "must have a host that is a domain name in Latin letters, digits and hyphens");
        }
        if (host.startsWith(OTHER_SCRIPT) || host.contains("." + OTHER_SCRIPT)) {
            throw invalid(link, "must have a host that does not stand for a name in another script");
        }
        return host;
    }

    private static URI parse(String link) {
        try {
            return new URI(link);
        } catch (URISyntaxException e) {
            throw new InvalidInput("link of channel", link, "CHN-2", "is no link", e);
        }
    }

    private static InvalidInput invalid(String link, String fault) {
        return new InvalidInput("link of channel", link, "CHN-2", fault);
    }
}
