package io.github.communities.tck.domain.invitation;

import static io.github.communities.Role.COMMUNITY_ADMIN;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.tck.fixture.Refusals.invalid;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.InvitationId;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import io.github.communities.error.CommunitiesException;
import io.github.communities.invitation.Invitation;
import io.github.communities.invitation.InvitationLink;
import io.github.communities.invitation.InvitationToken;
import io.github.communities.invitation.NewLink;
import io.github.communities.policy.Policy;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.InvitationRecord;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tokens of links, and which of them a caller can't tell apart: INV-1 to INV-3. */
public abstract class TokenRules extends InvitedRules {
    /** Rules on storages of this kind. */
    protected TokenRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    // INV-1

    @Test
    @Rule({"INV-1", "INV-2", "INV-3"})
    void whatever_is_wrong_with_a_token_the_answer_is_the_same() {
        register(GLOBEX, "Globex");
        CommunityId elsewhere = node.host().organization(GLOBEX).defaultCommunity();
        InvitationLink good = link(BOB, cats, COMMUNITY_VIEWER);
        InvitationLink second = link(BOB, cats, COMMUNITY_VIEWER);
        InvitationLink cancelled = link(BOB, cats, COMMUNITY_VIEWER);
        node.invitations().cancel(as(BOB), cancelled.invitation().id());
        InvitationLink expired = node.invitations()
                .createLink(as(BOB), cats, NewLink.to(COMMUNITY_VIEWER).until(in(DAY)))
                .value();
        cluster.clock().advance(DAY);
        InvitationLink usedUp = node.invitations()
                .createLink(as(BOB), cats, NewLink.to(COMMUNITY_VIEWER).forAtMost(1))
                .value();
        accept(DAVE, usedUp);
        InvitationLink old = link(BOB, cats, COMMUNITY_VIEWER);
        reset(BOB, old);
        InvitationLink theirs = node.invitations()
                .createLink(Caller.of(GLOBEX, ANN), elsewhere, NewLink.to(COMMUNITY_VIEWER))
                .value();
        Invitation personal = invited(BOB, cats, CAROL, COMMUNITY_DEVELOPER);
        String secret = secret(good.token());
        List<InvitationToken> wrong = Stream.of(
                        cancelled.token().secret(),
                        expired.token().secret(),
                        usedUp.token().secret(),
                        old.token().secret(),
                        theirs.token().secret(),
                        second.invitation().id().value() + "." + secret,
                        "unknown." + secret,
                        personal.id().value() + "." + secret,
                        personal.id().value() + ".",
                        good.invitation().id().value() + ".",
                        good.invitation().id().value(),
                        good.invitation().id().value() + "." + secret.substring(1),
                        good.invitation().id().value() + "." + secret + "A",
                        "%zz." + secret,
                        "%41." + secret,
                        "." + secret,
                        secret,
                        ".",
                        "A".repeat(1024))
                .map(InvitationToken::of)
                .toList();

        Set<String> answers = new HashSet<>();
        for (InvitationToken token : wrong) {
            CommunitiesException refusal =
                    untouched(() -> notFound("INV-1", () -> node.invitations().accept(as(CAROL), token)));
            answers.add(refusal.toString());
            assertEquals(null, refusal.getCause());
        }
        assertEquals(1, answers.size(), answers::toString);
        assertFalse(answers.toString().contains(secret));
        join(CAROL, good);
    }

    private static String secret(InvitationToken token) {
        return token.secret().substring(token.secret().lastIndexOf('.') + 1);
    }

    @Test
    @Rule({"INV-1", "INV-5"})
    void only_users_accept() {
        node.host().addServiceAccount(ACME, ROBOT);
        InvitationLink link = link(BOB, cats, COMMUNITY_VIEWER);
        Invitation personal = invited(BOB, cats, CAROL, COMMUNITY_VIEWER);
        Subject federated =
                node.host().addUser(ACME, Subject.federatedUser("fred")).value();

        untouched(() -> invalid("INV-1", () -> accept(ROBOT, link)));
        untouched(() -> invalid("INV-5", () -> accept(ROBOT, personal)));
        untouched(() -> notFound(() -> accept(EVE, link)));
        assertEquals(List.of(), mine(ROBOT));
        join(federated, link);
        later();
        assertEquals(Set.of(COMMUNITY_VIEWER), ownRoles(cats, federated));
    }

    @Test
    @Rule({"INV-1", "TEN-1"})
    void links_work_with_the_oddest_ids_too() {
        String odd = "\uD83D\uDE00".repeat(63);
        List<String> ids = new ArrayList<>(List.of(odd + ".", odd + "/", odd + "%", odd + "é"));
        node = cluster.node(Policy.standard(), engine -> engine.ids(() -> ids.remove(0)));
        for (Subject user : List.of(CAROL, DAVE)) {
            InvitationLink link = link(BOB, cats, COMMUNITY_VIEWER);
            join(user, link);
            InvitationLink next = link(BOB, cats, COMMUNITY_DEVELOPER);
            join(user, reset(BOB, next));
        }
        later();
        assertEquals(Set.of(COMMUNITY_VIEWER, COMMUNITY_DEVELOPER), ownRoles(cats, CAROL));
        assertEquals(Set.of(COMMUNITY_VIEWER, COMMUNITY_DEVELOPER), ownRoles(cats, DAVE));
    }

    // INV-2

    @Test
    @Rule("INV-2")
    void every_token_has256_random_bits_of_its_own() {
        Set<String> secrets = new HashSet<>();
        InvitationLink link = link(BOB, cats, COMMUNITY_VIEWER);
        for (int i = 0; i < 50; i++) {
            secrets.add(secret(link.token()));
            link = reset(BOB, link);
            assertEquals(32, Base64.getUrlDecoder().decode(secret(link.token())).length);
        }
        assertEquals(50, secrets.size());
        for (int bit = 0; bit < 256; bit++) {
            int position = bit;
            long set = secrets.stream()
                    .filter(secret -> (Base64.getUrlDecoder().decode(secret)[position / 8] >> (position % 8) & 1) == 1)
                    .count();
            assertTrue(set > 0 && set < 50, () -> "bit " + position + " is random");
        }
    }

    @Test
    @Rule("INV-2")
    void only_the_hash_is_stored_and_nothing_shows_it() {
        InvitationLink link = link(BOB, cats, COMMUNITY_VIEWER);
        join(CAROL, link);
        InvitationLink anew = reset(BOB, link);
        List<InvitationRecord> stored;
        try (CommunityStore store = cluster.storage().open()) {
            stored = store.read(ACME, reader -> reader.list(RecordRange.of(Index.INVITATIONS_TO_COMMUNITY)));
        }

        assertEquals(1, stored.size());
        String secret = secret(anew.token());
        String hash = sha256(secret);
        assertEquals(Optional.of(hash), stored.get(0).tokenHash());
        for (Object shown : List.of(
                stored,
                anew,
                anew.token(),
                node.invitations().cancel(as(BOB), anew.invitation().id()),
                feed(ACME))) {
            for (String hidden : List.of(secret, hash, secret(link.token()), sha256(secret(link.token())))) {
                assertFalse(shown.toString().contains(hidden), () -> "shows it: " + shown);
            }
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    // INV-3

    @Test
    @Rule("INV-3")
    void resetting_keeps_uses_expiry_and_cap_and_makes_who_resets_the_inviter() {
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_ADMIN);
        Instant end = in(DAY);
        InvitationLink link = node.invitations()
                .createLink(
                        as(BOB), cats, NewLink.to(COMMUNITY_VIEWER).until(end).forAtMost(2))
                .value();
        join(DAVE, link);
        cluster.clock().advance(Duration.ofHours(1));

        Written<InvitationLink> reset = changed(
                () -> node.invitations().reset(as(CAROL), link.invitation().id()));

        Invitation after = reset.value().invitation();
        assertEquals(link.invitation().id(), after.id());
        assertEquals(CAROL, after.inviter());
        assertEquals(cluster.clock().instant(), after.createdAt());
        assertEquals(Optional.of(end), after.expiresAt());
        assertEquals(Optional.of(1), after.usesLeft());
        ChangeRecord record = recordOf(reset);
        assertEquals(List.of(ChangeKind.INVITATION_RESET), kinds(record));
        assertEquals(Optional.of(CAROL), record.actor());
        assertEquals(List.of(after), pending(cats));
    }

    @Test
    @Rule("INV-3")
    void only_a_link_that_is_pending_is_reset() {
        InvitationLink usedUp = node.invitations()
                .createLink(as(BOB), cats, NewLink.to(COMMUNITY_VIEWER).forAtMost(1))
                .value();
        join(CAROL, usedUp);
        InvitationLink expired = node.invitations()
                .createLink(as(BOB), cats, NewLink.to(COMMUNITY_VIEWER).until(in(DAY)))
                .value();
        InvitationLink cancelled = link(BOB, cats, COMMUNITY_VIEWER);
        node.invitations().cancel(as(BOB), cancelled.invitation().id());
        cluster.clock().advance(DAY);
        Invitation personal = invited(BOB, cats, DAVE, COMMUNITY_VIEWER);

        for (InvitationId id : List.of(
                usedUp.invitation().id(),
                expired.invitation().id(),
                cancelled.invitation().id(),
                personal.id(),
                InvitationId.of(ACME, "unknown"),
                InvitationId.of(GLOBEX, "unknown"))) {
            untouched(() -> notFound("INV-1", () -> node.invitations().reset(as(BOB), id)));
        }
        untouched(() -> notFound(
                "INV-5",
                () -> node.invitations().sendAnew(as(BOB), usedUp.invitation().id())));
    }

    @Test
    @Rule("INV-2")
    void a_token_that_was_not_given_out_here_is_not_shown_in_the_fault() {
        for (String odd : List.of("", "geheim geheim", "geheim/geheim", "geheimé", "geheim".repeat(200))) {
            CommunitiesException fault = invalid("INV-2", () -> InvitationToken.of(odd));
            assertFalse(fault.toString().contains("geheim"), fault::toString);
        }
        assertThrows(
                CommunitiesException.class, () -> node.invitations().accept(as(CAROL), InvitationToken.of("geheim")));
    }
}
