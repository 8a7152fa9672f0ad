package io.github.communities.tck.domain.directory;

import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_ADMIN;

import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.community.Community;
import io.github.communities.member.BindingChanges;
import io.github.communities.policy.Policy;
import io.github.communities.tck.domain.AcmeRules;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.fixture.TestDirectory;
import io.github.communities.tck.fixture.TestDirectory.Question;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;

/**
 * What the suites about directories begin with: organizations whose users, organization roles and groups a directory
 * of the host supplies. Every question meanwhile is watched: none may come while an organization's row is held.
 */
public abstract class OwnDirectoryRules extends AcmeRules {
    /** Administers Cat lovers. */
    static final Subject TOMCATS = Subject.group("tomcats");

    TestDirectory directory;

    /** Rules on storages of their own. */
    @SuppressWarnings("NullAway.Init") // the directory is set before each test
    protected OwnDirectoryRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    @BeforeEach
    void plugInTheDirectory() {
        directory = new TestDirectory(cluster.clock());
        node = cluster.node(Policy.standard(), directory);
        other = cluster.attentive(Policy.standard(), directory);
    }

    /** As everywhere, save that nobody is added: the directory knows them. */
    @Override
    protected CommunityId register(OrganizationId organization, String name) {
        node.host().register(organization, name);
        directory.put(organization, WATCHER, COMMUNITY_VIEWER);
        directory.put(organization, ANN, ORGANIZATION_ADMIN);
        directory.put(organization, BOB);
        directory.put(organization, CAROL);
        return node.host().organization(organization).defaultCommunity();
    }

    Written<BindingChanges> grant(Subject caller, Scope scope, Subject subject, Role role) {
        return node.members().grant(as(caller), scope, subject, role);
    }

    Written<BindingChanges> revoke(Subject caller, Scope scope, Subject subject, Role role) {
        return node.members().revoke(as(caller), scope, subject, role);
    }

    List<CommunityId> orphaned() {
        return all(page -> other.orphaned(as(ANN), page)).stream()
                .map(Community::id)
                .toList();
    }

    static List<List<Subject>> subjects(List<Question> questions) {
        return questions.stream().map(Question::subjects).toList();
    }
}
