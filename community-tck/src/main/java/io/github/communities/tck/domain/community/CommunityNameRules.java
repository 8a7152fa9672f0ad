package io.github.communities.tck.domain.community;

import static io.github.communities.tck.fixture.Refusals.invalid;
import static io.github.communities.tck.fixture.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.community.Community;
import io.github.communities.community.CommunityKind;
import io.github.communities.community.CommunityUpdate;
import io.github.communities.community.NewCommunity;
import io.github.communities.error.Refused;
import io.github.communities.tck.fixture.Race;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.fixture.TrickyTexts;
import io.github.communities.tck.rule.Rule;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Names of communities: COM-2. */
public abstract class CommunityNameRules extends RegisteredRules {
    /** Rules on storages of this kind. */
    protected CommunityNameRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    @Test
    @Rule({"COM-2", "COM-5", "ACC-7"})
    void by_which_community_a_name_is_taken_is_told_to_those_who_may_view_it() {
        CommunityId quiet = communityOf(BOB, "The Quiet Ones");
        NewCommunity same = NewCommunity.named("the quiet ones");

        for (Subject someone : List.of(BOB, WATCHER)) {
            assertSays("'The Quiet Ones'", refused("COM-2", () -> node.create(as(someone), same)));
        }
        assertSaysNoMore("The Quiet Ones", refused("COM-2", () -> node.create(as(CAROL), same)));
        changed(() -> node.delete(as(BOB), quiet));
        assertSays("a deleted community", refused("COM-2", () -> node.create(as(BOB), same)));
        assertSaysNoMore("deleted", refused("COM-2", () -> node.create(as(CAROL), same)));
        CommunityId own = communityOf(CAROL, "Loud");
        CommunityUpdate renamed = CommunityUpdate.nothing().name("the quiet ones");
        long version = node.get(as(CAROL), own).version();
        assertSaysNoMore("deleted", refused("COM-2", () -> node.update(as(CAROL), own, renamed, version)));
    }

    private static void assertSays(String text, Refused refusal) {
        assertTrue(String.valueOf(refusal.getMessage()).contains(text), refusal::getMessage);
    }

    private static void assertSaysNoMore(String text, Refused refusal) {
        assertFalse(String.valueOf(refusal.getMessage()).contains(text), refusal::getMessage);
    }

    @Test
    @Rule("COM-2")
    void names_of_every_script_and_of_both_lengths_are_kept_as_they_are() {
        List<String> names = List.of(
                "abc",
                "7up",
                "x".repeat(63),
                "R&D, (Cats) - it's_one.two+3",
                ".github",
                "_internal",
                "WG - Docs/Chinese",
                "C#/F#: core @ work (EU)",
                "Кошки",
                "猫好き",
                "हिन्दी",
                "\uD801\uDC00\uD801\uDC01\uD801\uDC02",
                "\uD835\uDCB6".repeat(60) + "bcd",
                "ends in 9");
        List<Executable> checks = names.stream()
                .<Executable>map(name -> () -> {
                    Community created =
                            node.create(as(BOB), NewCommunity.named(name)).value();
                    assertEquals(name, created.name());
                    assertEquals(name, other.get(as(WATCHER), created.id()).name());
                })
                .toList();
        assertAll(checks);
    }

    @Test
    @Rule("COM-2")
    void names_are_composed_before_they_are_measured_and_kept() {
        Community composed =
                node.create(as(BOB), NewCommunity.named("Cafe\u0301")).value();
        Community longest =
                node.create(as(BOB), NewCommunity.named("e\u0301".repeat(63))).value();

        assertEquals("Caf\u00E9", later().get(as(WATCHER), composed.id()).name());
        assertEquals("\u00E9".repeat(63), other.get(as(WATCHER), longest.id()).name());
        invalid("COM-2", () -> node.create(as(BOB), NewCommunity.named("e\u0301".repeat(2))));
    }

    @Test
    @Rule({"COM-2", "LIM-2"})
    void names_of_another_form_are_refused_when_creating_and_when_renaming() {
        Community cats = node.create(as(BOB), NewCommunity.named("Cat lovers")).value();
        Stream<String> malformed = Stream.concat(
                Stream.of(
                        "",
                        "ab",
                        "x".repeat(64),
                        "x".repeat(100_000),
                        "e" + "\u0323\u0301".repeat(100_000),
                        " abc",
                        "abc ",
                        "   ",
                        "-abc",
                        "abc-",
                        "abc.",
                        "(abc)",
                        "\u0301abc",
                        "/abc",
                        "abc/",
                        "#abc",
                        "@abc",
                        "abc:",
                        "...",
                        "___",
                        "a\"bc",
                        "a;bc",
                        "a|bc",
                        "a*bc",
                        "a\u3000bc",
                        "a<b>c",
                        "a\\bc",
                        "cats \uD83D\uDE3A club"),
                TrickyTexts.unseen().map(character -> "a" + character + "bc"));
        List<Executable> checks = malformed
                .<Executable>map(name -> () -> untouched(() -> {
                    invalid("COM-2", () -> node.create(as(BOB), NewCommunity.named(name)));
                    return invalid(
                            "COM-2",
                            () -> node.update(
                                    as(BOB),
                                    cats.id(),
                                    CommunityUpdate.nothing().name(name),
                                    cats.version()));
                }))
                .toList();
        assertAll(checks);
        assertEquals(cats, later().get(as(BOB), cats.id()));
    }

    @Test
    @Rule("COM-2")
    void a_name_that_differs_only_in_case_or_width_is_taken() {
        List<List<String>> alike = List.of(
                List.of("Straße", "STRASSE", "strasse", "STRA\u1E9EE", "Ｓｔｒａｓｓｅ"),
                List.of("Cat lovers", "CAT LOVERS", "Ｃａｔ ｌｏｖｅｒｓ"),
                List.of("ﬁsh team", "Fish Team"),
                List.of("Caf\u00E9", "CAFE\u0301"),
                List.of("Σίσυφος", "ΣΊΣΥΦΟΣ", "σίσυφοσ"));
        List<Executable> checks = alike.stream()
                .<Executable>map(names -> () -> {
                    Community first = node.create(as(BOB), NewCommunity.named(names.get(0)))
                            .value();
                    Community elsewhere = node.create(as(BOB), NewCommunity.named("Not " + names.get(0)))
                            .value();
                    for (String name : names) {
                        untouched(() -> refused("COM-2", () -> other.create(as(CAROL), NewCommunity.named(name))));
                        untouched(() -> refused(
                                "COM-2",
                                () -> other.update(
                                        as(BOB),
                                        elsewhere.id(),
                                        CommunityUpdate.nothing().name(name),
                                        elsewhere.version())));
                    }
                    assertEquals(names.get(0), later().get(as(BOB), first.id()).name());
                    assertEquals(elsewhere, other.get(as(BOB), elsewhere.id()));
                })
                .toList();
        assertAll(checks);
    }

    @Test
    @Rule("COM-2")
    void names_that_case_folding_keeps_apart_are_two_names() {
        List<String> names = List.of("Kita", "Kıta", "Kíta", "Ki ta", "Ki-ta", "Kitas");
        names.forEach(name -> communityOf(BOB, name));

        later();
        names.forEach(name -> assertEquals(name, community(name).name()));
    }

    @Test
    @Rule("COM-2")
    void the_default_locale_has_no_say_in_which_names_are_alike() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            communityOf(BOB, "TITLE");
            untouched(() -> refused("COM-2", () -> node.create(as(BOB), NewCommunity.named("title"))));
        } finally {
            Locale.setDefault(before);
        }
        untouched(() -> refused("COM-2", () -> node.create(as(BOB), NewCommunity.named("Title"))));
        communityOf(BOB, "T\u0131tle");
    }

    @Test
    @Rule("COM-2")
    void a_community_can_write_its_own_name_in_another_way() {
        Community cats = node.create(as(BOB), NewCommunity.named("Cat lovers")).value();

        changed(() -> node.update(as(BOB), cats.id(), CommunityUpdate.nothing().name("CAT Lovers"), cats.version()));

        assertEquals("CAT Lovers", later().get(as(BOB), cats.id()).name());
        untouched(() -> refused("COM-2", () -> node.create(as(BOB), NewCommunity.named("cat lovers"))));
    }

    @Test
    @Rule("COM-2")
    void a_name_that_was_given_up_is_free_again() {
        Community cats = node.create(as(BOB), NewCommunity.named("Cat lovers")).value();
        node.update(as(BOB), cats.id(), CommunityUpdate.nothing().name("Dog lovers"), cats.version());

        CommunityId second = communityOf(CAROL, "cat lovers");

        assertEquals("cat lovers", later().get(as(CAROL), second).name());
        untouched(() -> refused("COM-2", () -> node.create(as(CAROL), NewCommunity.named("dog lovers"))));
    }

    @Test
    @Rule("COM-2")
    void the_name_of_a_deleted_community_stays_taken() {
        CommunityId cats = communityOf(BOB, "Cat lovers");
        node.delete(as(BOB), cats);

        untouched(() -> refused("COM-2", () -> other.create(as(BOB), NewCommunity.named("CAT LOVERS"))));
        assertEquals(List.of(), communities("CAT LOVERS"));
    }

    @Test
    @Rule({"COM-2", "DEF-1"})
    void the_generated_name_of_a_default_community_takes_no_name_and_keeps_to_no_form() {
        node.host().register(GLOBEX, "#");
        assertEquals(
                "# Team",
                node.host().signIn(GLOBEX, signedUp(DAVE)).value().community().name());

        CommunityId sameAsGenerated = communityOf(BOB, "Acme Team");
        assertEquals(2, communities("Acme Team").size());
        assertEquals(
                CommunityKind.STANDARD, later().get(as(BOB), sameAsGenerated).kind());
        communityOf(BOB, "Cats Team");
        node.host().register(ACME, "Cats");
        assertEquals(2, communities("Cats Team").size());
    }

    private Subject signedUp(Subject user) {
        return node.host().addUser(GLOBEX, user).value();
    }

    @Test
    @Rule("COM-2")
    void a_default_community_that_is_given_a_name_takes_it_as_any_other_does() {
        communityOf(BOB, "Cat lovers");
        Community team = node.getDefault(as(ANN));
        untouched(() -> refused(
                "COM-2",
                () -> node.update(as(ANN), team.id(), CommunityUpdate.nothing().name("cat lovers"), team.version())));

        node.update(as(ANN), team.id(), CommunityUpdate.nothing().name("Everyone"), team.version());

        assertEquals("Everyone", later().getDefault(as(ANN)).name());
        untouched(() -> refused("COM-2", () -> node.create(as(BOB), NewCommunity.named("EVERYONE"))));
    }

    @Test
    @Rule({"COM-2", "TEN-1"})
    void two_organizations_use_one_name_each() {
        CommunityId cats = communityOf(BOB, "Cat lovers");
        register(GLOBEX, "Globex");

        CommunityId theirs = node.create(Caller.of(GLOBEX, BOB), NewCommunity.named("Cat lovers"))
                .value()
                .id();

        assertNotEquals(cats, theirs);
        assertEquals("Cat lovers", later().get(Caller.of(GLOBEX, BOB), theirs).name());
        assertEquals("Cat lovers", other.get(as(BOB), cats).name());
    }

    @Test
    @Rule({"COM-2", "CON-1"})
    void of_many_who_take_a_name_at_the_same_moment_one_gets_it() {
        try (Race threads = new Race(16)) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                String name = "Cats " + round;
                List<Callable<Written<Community>>> tasks = IntStream.range(0, 16)
                        .<Callable<Written<Community>>>mapToObj(i -> () -> nodeOf(i)
                                .create(
                                        as(i % 4 < 2 ? BOB : CAROL),
                                        NewCommunity.named(i % 3 == 0 ? name.toUpperCase(Locale.ROOT) : name)))
                        .toList();
                List<Race.Outcome<Written<Community>>> outcomes = threads.run(tasks);
                assertEquals(
                        1,
                        outcomes.stream()
                                .filter(outcome -> outcome.value().isPresent())
                                .count(),
                        name);
                assertTrue(
                        outcomes.stream()
                                .flatMap(outcome -> outcome.refusal().stream())
                                .allMatch(refusal -> refusal.rule().equals("COM-2")),
                        name);
            }
        }
        assertEquals(
                Race.ROUNDS,
                communities().stream()
                        .filter(community -> community.kind() == CommunityKind.STANDARD)
                        .count());
    }
}
