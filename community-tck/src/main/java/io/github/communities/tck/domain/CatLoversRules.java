package io.github.communities.tck.domain;

import io.github.communities.CommunityId;
import io.github.communities.Subject;
import io.github.communities.tck.fixture.StoreFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;

/**
 * What the suites about members and invitations begin with: Bob's community is Cat lovers, of which he is the only
 * administrator; ann administers the organization, which gives her nothing there, and dave is a user too.
 */
public abstract class CatLoversRules extends AcmeRules {
    /** Somebody whom no test adds unless it says so. */
    protected static final Subject EVE = Subject.user("eve");

    /** The default community. */
    protected CommunityId team = CommunityId.of(ACME, "not registered yet");

    /** Bob's community. */
    protected CommunityId cats = CommunityId.of(ACME, "not created yet");

    /** Rules on storages of this kind. */
    protected CatLoversRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    @BeforeEach
    void letBobHaveACommunity() {
        team = acme();
        node.host().addUser(ACME, DAVE);
        cats = communityOf(BOB, "Cat lovers");
    }

    /** An instant that is yet to come. */
    protected Instant in(Duration duration) {
        return cluster.clock().instant().plus(duration);
    }
}
