package io.github.communities.tck.domain.invitation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.communities.CommunityId;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.invitation.Acceptance;
import io.github.communities.invitation.Invitation;
import io.github.communities.invitation.InvitationLink;
import io.github.communities.invitation.NewLink;
import io.github.communities.invitation.NewPersonal;
import io.github.communities.tck.domain.CatLoversRules;
import io.github.communities.tck.fixture.StoreFixture;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Ways to invite and to accept, which the suites about the ends of invitations share. */
public abstract class InvitedRules extends CatLoversRules {
    static final Duration DAY = Duration.ofDays(1);

    /** Rules on storages of this kind. */
    protected InvitedRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    InvitationLink link(Subject inviter, CommunityId community, Role role) {
        return node.invitations()
                .createLink(as(inviter), community, NewLink.to(role))
                .value();
    }

    Invitation invited(Subject inviter, CommunityId community, Subject recipient, Role role) {
        return node.invitations()
                .invite(as(inviter), community, NewPersonal.of(recipient, role))
                .value()
                .orElseThrow();
    }

    Written<Acceptance> accept(Subject user, InvitationLink link) {
        return node.invitations().accept(as(user), link.token());
    }

    Written<Acceptance> accept(Subject user, Invitation invitation) {
        return node.invitations().accept(as(user), invitation.id());
    }

    InvitationLink reset(Subject inviter, InvitationLink link) {
        return node.invitations().reset(as(inviter), link.invitation().id()).value();
    }

    void join(Subject user, InvitationLink link) {
        assertEquals(
                Acceptance.Outcome.JOINED,
                changed(() -> accept(user, link)).value().outcome());
    }

    List<Invitation> pending(CommunityId community) {
        return all(page -> other.invitations().pending(as(BOB), community, page));
    }

    List<Invitation> mine(Subject user) {
        return all(page -> other.invitations().mine(as(user), page));
    }

    static Set<Object> ids(List<Invitation> invitations) {
        return new HashSet<>(invitations.stream().map(Invitation::id).toList());
    }
}
