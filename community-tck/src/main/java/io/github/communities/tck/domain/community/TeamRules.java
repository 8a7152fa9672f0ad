package io.github.communities.tck.domain.community;

import io.github.communities.CommunityId;
import io.github.communities.Subject;
import io.github.communities.community.Community;
import io.github.communities.organization.SignIn;
import io.github.communities.policy.Policy;
import io.github.communities.tck.domain.AcmeRules;
import io.github.communities.tck.fixture.StoreFixture;
import java.util.function.Supplier;

/** What the suites about the default community begin with: Acme's, and who signs in there. */
public abstract class TeamRules extends AcmeRules {
    /** Nobody administers by inheritance, so that what appointing alone suffices for can be told. */
    static final Policy WITHOUT_INHERITANCE = Policy.standard().toBuilder("without inheritance")
            .withoutInheritedAdministration()
            .build();

    /** Rules on storages of their own. */
    protected TeamRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    SignIn.Outcome signIn(Subject user) {
        return node.host().signIn(ACME, user).value().outcome();
    }

    Community team(CommunityId team) {
        return other.get(as(WATCHER), team);
    }
}
