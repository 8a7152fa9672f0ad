package io.github.communities.tck.domain.channel;

import static io.github.communities.Permission.COMMUNITY_UPDATE;
import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.PROJECT_ADMIN;
import static io.github.communities.tck.fixture.Refusals.forbidden;
import static io.github.communities.tck.fixture.Refusals.invalid;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static io.github.communities.tck.fixture.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.CommunityId;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeKind;
import io.github.communities.channel.Channel;
import io.github.communities.channel.Channels;
import io.github.communities.error.InvalidInput;
import io.github.communities.policy.Policy;
import io.github.communities.tck.domain.AcmeRules;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.fixture.TrickyTexts;
import io.github.communities.tck.rule.Rule;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Linking and showing communication channels, and which links there can be: CHN-1 to CHN-3. */
public abstract class ChannelRules extends AcmeRules {
    private static final Channel TALK = Channel.of("Talk", "https://cats.slack.com/archives/C1");

    /** What is a link to Slack or Telegram. */
    private static final List<String> KNOWN = List.of(
            "https://slack.com",
            "https://slack.com/",
            "https://cats.slack.com/archives/C1?thread=2#last",
            "https://app.cats-and-dogs.slack.com/client/T1",
            "https://SLACK.com/x",
            "HTTPS://Cats.Slack.Com/x",
            "https://t.me/catlovers",
            "https://T.ME/+invite",
            "https://telegram.me/catlovers?start=1");

    /** What is an https link, but to neither. */
    private static final List<String> ELSEWHERE = List.of(
            "https://example.org",
            "https://chat.example.org/rooms/cats",
            "https://t.me.evil.example",
            "https://slack.com.evil.example/",
            "https://evil.example/?slack.com",
            "https://evil.example/slack.com",
            "https://evil.example/#slack.com",
            "https://evil.example/https://slack.com",
            "https://notslack.com",
            "https://slack.com-evil.example",
            "https://myt.me/x",
            "https://cats.t.me/x",
            "https://www.telegram.me/x",
            "https://telegram.me.evil.example/x",
            "https://slack.co/x",
            "https://slack-com.example",
            "https://s1ack.com/x",
            "https://sIack.com/x");

    /** What is no link that a channel may have under any policy. */
    private static final List<String> NEVER = List.of(
            "slack.com",
            "//slack.com",
            "//slack.com/x",
            "/slack.com",
            "https:slack.com",
            "https:/slack.com",
            "https://",
            "https:///slack.com",
            "https:////slack.com",
            "https://?slack.com",
            "https://#slack.com",
            "http://slack.com",
            "ftp://slack.com",
            "slack://slack.com",
            "tg://t.me/x",
            "javascript:alert(1)",
            "javascript://slack.com/%0aalert(1)",
            "data:text/html,slack.com",
            "mailto:cats@slack.com",
            "https://slack.com@evil.example",
            "https://slack.com:pass@evil.example",
            "https://slack.com%40evil.example",
            "https://evil.example@slack.com",
            "https://@slack.com",
            "https://:@slack.com",
            "https://slack.com:443",
            "https://slack.com:8443/x",
            "https://slack.com:",
            "https://slack.com:/x",
            "https://slack.com:443@evil.example/",
            "https://slack.com.",
            "https://slack.com./x",
            "https://.slack.com",
            "https://cats..slack.com",
            "https://-.slack.com",
            "https://cats-.slack.com",
            "https://cats_dogs.slack.com",
            "https://*.slack.com",
            "https://slack",
            "https://localhost/x",
            "https://evil.example\\@slack.com",
            "https://slack.com\\.evil.example",
            "https:\\\\slack.com",
            "https://evil.example\\.slack.com",
            "https://evil.example;.slack.com",
            "https://evil.example,slack.com",
            "https://evil.example%2f.slack.com",
            "https://evil.example%23.slack.com",
            "https://slack%2ecom",
            "https://%73lack.com",
            "https://slack.com%00.evil.example",
            "https://slack.com /x",
            " https://slack.com",
            "https://slack.com/a b",
            "https://slack.com/%zz",
            "https://slack.com/<script>",
            "https://[::1]/x",
            "https://[::ffff:127.0.0.1]/slack.com",
            "https://127.0.0.1/x",
            "https://2130706433/x",
            "https://0x7f.1/x",
            // Cyrillic letters, wide ones, a Turkish one, and stops and strokes that are none
            "https://sl\u0430ck.com/x",
            "https://\u0455lack.com/x",
            "https://slack.c\u043Em/x",
            "https://t.m\u0435/x",
            "https://\uFF53lack.com/x",
            "https://sl\u00E4ck.com/x",
            "https://telegram.m\u00E8/x",
            "https://cats\u3002slack.com/x",
            "https://slack\uFF0Ecom/x",
            "https://slack.com\uFF0Fevil.example",
            "https://evil.example\u2044.slack.com",
            "https://slack.com\u2215x.evil.example",
            "https://\u24E2lack.com/x",
            // the same as a browser sends it
            "https://xn--slck-5nd.com/x",
            "https://xn--80aa0cb.slack.com/x",
            "https://cats.xn--slck-5nd.com/x",
            "https://XN--slck-5nd.com/x");

    private CommunityId cats = CommunityId.of(ACME, "not created yet");

    /** Rules on storages of this kind. */
    protected ChannelRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    @BeforeEach
    void letBobHaveACommunity() {
        acme();
        cats = communityOf(BOB, "Cat lovers");
    }

    private Written<Channel> link(Subject caller, Channel channel) {
        return node.channels().link(as(caller), cats, channel);
    }

    private Written<String> unlink(Subject caller, String name) {
        return node.channels().unlink(as(caller), cats, name);
    }

    private List<Channel> shown() {
        return later().channels().list(as(WATCHER), cats);
    }

    @Test
    @Rule("CHN-1")
    void a_channel_is_linked_changed_and_unlinked() {
        Written<Channel> linked = changed(() -> link(BOB, TALK));
        assertEquals(TALK, linked.value());
        assertEquals(List.of(TALK), shown());
        Change first = only(ChangeKind.CHANNEL_LINKED, recordOf(linked));
        assertEquals(cats, first.scope());
        assertEquals(Map.of(), first.before());
        assertEquals(Map.of("name", "Talk", "link", TALK.link()), first.after());

        Channel moved = Channel.of("Talk", "https://t.me/catlovers");
        Written<Channel> changed = changed(() -> link(BOB, moved));
        assertEquals(List.of(moved), shown());
        Change second = only(ChangeKind.CHANNEL_LINKED, recordOf(changed));
        assertEquals(Map.of("name", "Talk", "link", TALK.link()), second.before());
        assertEquals(Map.of("name", "Talk", "link", moved.link()), second.after());

        Written<String> unlinked = changed(() -> unlink(BOB, "Talk"));
        assertEquals(List.of(), shown());
        Change third = only(ChangeKind.CHANNEL_UNLINKED, recordOf(unlinked));
        assertEquals(Map.of("name", "Talk", "link", moved.link()), third.before());
        assertEquals(Map.of(), third.after());
    }

    @Test
    @Rule("CHN-1")
    void doing_it_again_changes_nothing() {
        link(BOB, TALK);
        unchanged(() -> link(BOB, TALK));
        unlink(BOB, "Talk");
        unchanged(() -> unlink(BOB, "Talk"));
        unchanged(() -> unlink(BOB, "Never there"));
    }

    @Test
    @Rule("CHN-1")
    void a_name_is_kept_composed() {
        link(BOB, Channel.of("Cafe\u0301", TALK.link()));

        assertEquals(List.of(Channel.of("Caf\u00E9", TALK.link())), shown());
        changed(() -> unlink(BOB, "Cafe\u0301"));
        assertEquals(List.of(), shown());
    }

    @Test
    @Rule("CHN-1")
    void linking_takes_an_editor_of_the_community() {
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_DEVELOPER);
        node.members().grant(as(BOB), cats, CAROL, PROJECT_ADMIN);
        link(BOB, TALK);

        assertEquals(
                "CHN-1",
                untouched(() -> forbidden(COMMUNITY_UPDATE, () -> link(CAROL, TALK)))
                        .rule());
        untouched(() -> forbidden(COMMUNITY_UPDATE, () -> unlink(CAROL, "Talk")));
        untouched(() -> forbidden(COMMUNITY_UPDATE, () -> unlink(ANN, "Talk")));
        untouched(() -> notFound(() -> link(DAVE, TALK)));
        untouched(() -> notFound(() -> unlink(DAVE, "Talk")));
        untouched(() -> notFound(() -> node.channels().link(as(BOB), CommunityId.of(ACME, "unknown"), TALK)));
        assertEquals(List.of(TALK), shown());

        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_EDITOR);
        changed(() -> unlink(CAROL, "Talk"));
        changed(() -> link(CAROL, TALK));
    }

    @Test
    @Rule("CHN-1")
    void a_community_has_ten_at_most() {
        List<Channel> ten = IntStream.range(0, Channels.MAX)
                .mapToObj(i -> Channel.of("Room " + i, TALK.link()))
                .toList();
        ten.forEach(channel -> changed(() -> link(BOB, channel)));

        untouched(() -> refused("CHN-1", () -> link(BOB, TALK)));
        assertEquals(ten, shown());
        changed(() -> link(BOB, Channel.of("Room 3", "https://t.me/catlovers")));
        unlink(BOB, "Room 5");
        changed(() -> link(BOB, TALK));
        assertEquals(Channels.MAX, shown().size());
    }

    @Test
    @Rule("CHN-1")
    void they_are_shown_by_name() {
        for (String name : List.of("zebra", "Apple", "mango", "apple", "Zoo")) {
            link(BOB, Channel.of(name, TALK.link()));
        }

        assertEquals(
                List.of("Apple", "apple", "mango", "zebra", "Zoo"),
                shown().stream().map(Channel::name).toList());
    }

    @Test
    @Rule({"CHN-1", "LIM-2"})
    void names_and_links_have_their_lengths() {
        String longest = "https://slack.com/" + "x".repeat(494);
        changed(() -> link(BOB, Channel.of("n".repeat(63), longest)));

        List<Executable> checks = Stream.concat(
                        Stream.of("", " ", "n".repeat(64)),
                        TrickyTexts.unseen().map(character -> "a" + character + "b"))
                .<Executable>map(name -> () -> untouched(() -> {
                    invalid("CHN-1", () -> link(BOB, Channel.of(name, TALK.link())));
                    return invalid("CHN-1", () -> unlink(BOB, name));
                }))
                .toList();
        assertAll(checks);
        invalid("CHN-1", () -> link(BOB, Channel.of("Talk", longest + "x")));
        invalid("CHN-1", () -> link(BOB, Channel.of("Talk", "")));
        invalid("CHN-1", () -> link(BOB, Channel.of("Talk", "https://slack.com/\u202E")));
        assertEquals(List.of(Channel.of("n".repeat(63), longest)), shown());
    }

    @Test
    @Rule("CHN-2")
    void under_the_standard_policy_slack_and_telegram_are_linked() {
        assertAll(KNOWN.stream()
                .<Executable>map(link -> () -> {
                    Channel channel = Channel.of("Talk", link);
                    link(BOB, channel);
                    assertEquals(List.of(channel), shown(), link);
                })
                .toList());
    }

    @Test
    @Rule("CHN-2")
    void under_the_standard_policy_nothing_else_is_linked() {
        link(BOB, TALK);
        assertAll(Stream.concat(ELSEWHERE.stream(), NEVER.stream())
                .<Executable>map(link ->
                        () -> untouched(() -> invalid("CHN-2", () -> link(BOB, Channel.of("Talk", link)))))
                .toList());
        assertEquals(List.of(TALK), shown());
    }

    @Test
    @Rule("CHN-2")
    void under_the_delegated_policy_any_https_link_is() {
        run(Policy.delegated());
        assertAll(Stream.concat(KNOWN.stream(), ELSEWHERE.stream())
                .<Executable>map(link -> () -> {
                    Channel channel = Channel.of("Talk", link);
                    link(BOB, channel);
                    assertEquals(List.of(channel), shown(), link);
                })
                .toList());
        assertAll(NEVER.stream()
                .<Executable>map(link ->
                        () -> untouched(() -> invalid("CHN-2", () -> link(BOB, Channel.of("Talk", link)))))
                .toList());
    }

    @Test
    @Rule("CHN-2")
    void a_refusal_says_what_a_link_must_be() {
        Map.of(
                        "https://t.me.evil.example",
                                "must lead to Slack (slack.com or below it) or Telegram (t.me, telegram.me)",
                        "https://slack.com@evil.example", "must name no user",
                        "https://slack.com:443", "must name no port",
                        "http://slack.com", "must begin with https://",
                        "https://xn--slck-5nd.com", "a name in another script")
                .forEach((link, reason) -> {
                    InvalidInput refusal = invalid("CHN-2", () -> link(BOB, Channel.of("Talk", link)));
                    assertTrue(String.valueOf(refusal.getMessage()).contains(reason), refusal::getMessage);
                });
    }

    @Test
    @Rule("CHN-3")
    void who_may_view_the_community_sees_its_channels() {
        link(BOB, TALK);
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_VIEWER);
        later();

        assertEquals(List.of(TALK), other.channels().list(as(CAROL), cats));
        forbidden(COMMUNITY_VIEW, () -> other.channels().list(as(ANN), cats));
        notFound(() -> other.channels().list(as(DAVE), cats));
        notFound(() -> other.channels().list(as(BOB), CommunityId.of(ACME, "unknown")));
    }
}
