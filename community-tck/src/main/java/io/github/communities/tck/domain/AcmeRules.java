package io.github.communities.tck.domain;

import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Page;
import io.github.communities.PageRequest;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import io.github.communities.community.Community;
import io.github.communities.community.CommunityFilter;
import io.github.communities.community.NewCommunity;
import io.github.communities.decision.RoleSource;
import io.github.communities.member.Member;
import io.github.communities.organization.OrganizationUser;
import io.github.communities.policy.Policy;
import io.github.communities.project.NewProject;
import io.github.communities.project.Project;
import io.github.communities.tck.fixture.Pages;
import io.github.communities.tck.fixture.StoreFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What the suites about the organization, its default community and its consistency share: Acme with its first users,
 * ways to read back what was written, and ways to say that nothing was.
 */
public abstract class AcmeRules extends DomainRules {
    /**
     * Reads back. Sees every community by a role bound at the organization, and is a member of none, so that reading as
     * this user disturbs nothing.
     */
    protected static final Subject WATCHER = Subject.user("watcher");

    /** A group. */
    protected static final Subject CATS = Subject.group("cats");

    /** An account that programs act with. */
    protected static final Subject ROBOT = Subject.serviceAccount("robot");

    protected AcmeRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    /**
     * Registers Acme, with ann as its administrator, and bob and carol as users without further roles; none of them has
     * signed in. Dave is a stranger.
     *
     * @return the default community
     */
    protected CommunityId acme() {
        return register(ACME, "Acme");
    }

    /** As {@link #acme()}, for any organization. */
    protected CommunityId register(OrganizationId organization, String name) {
        node.host().register(organization, name);
        node.host().addUser(organization, WATCHER, COMMUNITY_VIEWER);
        node.host().addUser(organization, ANN, ORGANIZATION_ADMIN);
        node.host().addUser(organization, BOB);
        node.host().addUser(organization, CAROL);
        return node.host().organization(organization).defaultCommunity();
    }

    /** Lets both nodes of the test run another policy. Nothing is cached there yet. */
    protected void run(Policy policy) {
        node = cluster.node(policy);
        other = cluster.node(policy);
    }

    /** A community that a principal creates and so administers. */
    protected CommunityId communityOf(Subject creator, String name) {
        return node.create(as(creator), NewCommunity.named(name)).value().id();
    }

    /** A project that a principal creates. */
    protected Project projectOf(Subject creator, CommunityId community, String name) {
        return node.projects()
                .create(as(creator), community, NewProject.named(name))
                .value();
    }

    /** The node that did not write, once nothing that it remembers can be valid any more. */
    protected Communities later() {
        cluster.clock().advance(Duration.ofSeconds(2));
        return other;
    }

    /** Acme's revision as the other node sees it. */
    protected Revision revision() {
        return revision(ACME);
    }

    /** An organization's revision as the other node sees it. */
    protected Revision revision(OrganizationId organization) {
        return other.host().organization(organization).revision();
    }

    /** Checks that nothing in Acme is written meanwhile, be it refused or idle. */
    protected <T> T untouched(Supplier<T> attempt) {
        Revision before = revision();
        T result = attempt.get();
        assertEquals(before, revision(), "nothing is written");
        return result;
    }

    /** Checks that a write says that it changed nothing, and did not. */
    protected <T> Written<T> unchanged(Supplier<Written<T>> write) {
        return untouched(() -> {
            Revision before = revision();
            Written<T> written = write.get();
            assertFalse(written.changed(), () -> "says that nothing changed: " + written);
            assertEquals(before, written.revision(), "returns the revision from before");
            return written;
        });
    }

    /** Checks that a write says that it changed something, and added one to the revision. */
    protected <T> Written<T> changed(Supplier<Written<T>> write) {
        Revision before = revision();
        Written<T> written = write.get();
        assertTrue(written.changed(), () -> "says that something changed: " + written);
        assertEquals(before.next(), written.revision(), "returns the next revision");
        assertEquals(written.revision(), revision(), "is the revision that the other node sees");
        return written;
    }

    /** The record of a write in Acme, as the other node reads it. */
    protected ChangeRecord recordOf(Written<?> written) {
        Revision before = Revision.of(written.revision().value() - 1);
        List<ChangeRecord> records = other.host().changes(ACME, before, 1);
        assertEquals(1, records.size(), "one record for one write");
        assertEquals(written.revision(), records.get(0).revision());
        return records.get(0);
    }

    /** All records of an organization that are kept. */
    protected List<ChangeRecord> feed(OrganizationId organization) {
        List<ChangeRecord> all = new ArrayList<>();
        Revision cursor = Revision.NONE;
        for (List<ChangeRecord> page = other.host().changes(organization, cursor, 1000);
                !page.isEmpty();
                page = other.host().changes(organization, cursor, 1000)) {
            all.addAll(page);
            cursor = page.get(page.size() - 1).revision();
        }
        return all;
    }

    /** The kinds of what a record lists, in its order. */
    protected static List<ChangeKind> kinds(ChangeRecord record) {
        return record.changes().stream().map(Change::kind).toList();
    }

    /** The only change of a kind in a record. */
    protected static Change only(ChangeKind kind, ChangeRecord record) {
        List<Change> found = record.changes().stream()
                .filter(change -> change.kind() == kind)
                .toList();
        assertEquals(1, found.size(), () -> "one " + kind + " in " + record);
        return found.get(0);
    }

    /** All items of a list, read in pages of a size that does not divide most numbers. */
    protected static <T> List<T> all(Function<PageRequest, Page<T>> list) {
        return Pages.all(7, list);
    }

    /** Who is bound at a scope of Acme, as the other node shows it. */
    protected List<Member> members(Scope scope) {
        return all(page -> other.members().list(as(WATCHER), scope, page));
    }

    /** How a subject is shown among those who are bound at a scope; empty if it isn't. */
    protected Optional<Member> member(Scope scope, Subject subject) {
        return members(scope).stream()
                .filter(member -> member.subject().equals(subject))
                .findFirst();
    }

    /** The roles that are bound to a subject itself at a scope of Acme, as the other node shows them. */
    protected Set<Role> ownRoles(Scope scope, Subject subject) {
        return member(scope, subject).map(member -> ownRoles(member, scope)).orElse(Set.of());
    }

    /** All communities of Acme, as the other node shows them. */
    protected List<Community> communities() {
        return all(page -> other.list(as(WATCHER), CommunityFilter.all(), page));
    }

    /** The communities of Acme that have a name. */
    protected List<Community> communities(String name) {
        return communities().stream()
                .filter(community -> community.name().equals(name))
                .toList();
    }

    /** The only community of a name. */
    protected Community community(String name) {
        List<Community> found = communities(name);
        assertEquals(1, found.size(), () -> "one community named " + name + ": " + found);
        return found.get(0);
    }

    /** All projects of a community of Acme. */
    protected List<Project> projects(CommunityId community) {
        return all(page -> other.projects().list(as(WATCHER), community, page));
    }

    /** The only project of a name in a community. */
    protected Project project(CommunityId community, String name) {
        List<Project> found = projects(community).stream()
                .filter(project -> project.name().equals(name))
                .toList();
        assertEquals(1, found.size(), () -> "one project named " + name + ": " + found);
        return found.get(0);
    }

    /**
     * All that Acme holds, in words without ids and instants: two imports that came to the same give the same. The
     * watcher is left out.
     */
    protected Set<String> facts() {
        Set<String> facts = new TreeSet<>();
        all(page -> other.organizations().users(as(WATCHER), page)).stream()
                .filter(user -> !user.subject().equals(WATCHER))
                .forEach(user -> facts.add("user " + user.subject() + " " + user.roles() + " " + user.signedIn()));
        for (Community community : communities()) {
            String team = community.kind() + " " + community.name();
            facts.add(team);
            bindings(facts, team, community.id());
            for (Project project : projects(community.id())) {
                String part = team + " / " + project.name();
                facts.add(part);
                bindings(facts, part, project.id());
            }
        }
        return facts;
    }

    private void bindings(Set<String> facts, String place, Scope scope) {
        for (Member member : members(scope)) {
            Set<String> roles = ownRoles(member, scope).stream().map(Role::name).collect(Collectors.toSet());
            facts.add(place + ": " + member.subject() + " " + new TreeSet<>(roles));
        }
    }

    private static Set<Role> ownRoles(Member member, Scope scope) {
        return member.sources().stream()
                .filter(source -> source.kind() == RoleSource.Kind.OWN
                        && source.inheritedFrom().isEmpty()
                        && source.scope().equals(scope))
                .map(RoleSource::role)
                .collect(Collectors.toSet());
    }

    protected long communityVersion(CommunityId community) {
        return other.get(as(WATCHER), community).version();
    }

    protected List<OrganizationUser> users() {
        return all(page -> other.organizations().users(as(WATCHER), page));
    }

    protected OrganizationUser user(Subject subject) {
        List<OrganizationUser> found =
                users().stream().filter(user -> user.subject().equals(subject)).toList();
        assertEquals(1, found.size(), () -> subject + " is listed once: " + found);
        return found.get(0);
    }
}
