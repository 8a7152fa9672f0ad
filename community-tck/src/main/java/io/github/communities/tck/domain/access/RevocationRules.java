package io.github.communities.tck.domain.access;

import static io.github.communities.Permission.COMMUNITY_CREATE;
import static io.github.communities.Permission.COMMUNITY_MANAGE_ACCESS;
import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.PROJECT_VIEW;
import static io.github.communities.Permission.RESOURCE_USE;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static io.github.communities.Role.PROJECT_VIEWER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.ResourceAt;
import io.github.communities.ResourceId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.Target;
import io.github.communities.Written;
import io.github.communities.access.AccessView;
import io.github.communities.error.Unavailable;
import io.github.communities.tck.domain.FreeRules;
import io.github.communities.tck.fixture.NotingStore;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * However access ends, it ends on every node: at once where the write's revision is known, and with the staleness bound
 * everywhere, though the node that answers has answered before and remembers it, and though it is cut off from the
 * store. CON-2 and CON-3.
 */
public abstract class RevocationRules extends FreeRules {
    private static final Duration BOUND = Duration.ofSeconds(1);

    private CommunityId dogs = CommunityId.of(ACME, "not created yet");
    private ProjectId kennel = ProjectId.of(ACME, "not created yet");
    private NotingStore store;
    /** A node that has a store of its own, which may be cut off. */
    private Communities elsewhere;

    /** Rules on storages of their own. */
    @SuppressWarnings("NullAway.Init") // two fields are set before each test
    protected RevocationRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    @BeforeEach
    void letAnotherNodeRemember() {
        dogs = communityOf(BOB, "Dogs");
        kennel = projectOf(BOB, dogs, "Kennel").id();
        store = new NotingStore(cluster.storage().open());
        elsewhere = cluster.node(FREE, engine -> engine.store(store));
    }

    /** A way in which access ends: who may what before the write, and not after it. */
    private record End(String words, Subject who, Permission permission, Target target, Supplier<Written<?>> write) {
        /** Lets it end, and gives the revision in which it has. */
        Revision happen() {
            Written<?> written = write.get();
            assertTrue(written.changed(), words);
            return written.revision();
        }
    }

    /** Somebody of the organization of whom nothing else is known. */
    private Subject someone(String name) {
        Subject someone = Subject.user(name);
        node.host().addUser(ACME, someone);
        return someone;
    }

    private Subject someoneIn(String name, Subject group) {
        Subject someone = someone(name);
        node.host().addGroup(ACME, group);
        node.host().addToGroup(ACME, group, someone);
        return someone;
    }

    private Subject someoneAt(String name, CommunityId community) {
        Subject someone = someone(name);
        grant(community, someone, COMMUNITY_DEVELOPER);
        return someone;
    }

    /** Every way; whoever they are about may what they say when this returns. */
    private List<End> ends() {
        List<End> ends = new ArrayList<>();
        ofBindings(ends);
        ofGroups(ends);
        ofBelonging(ends);
        ofSharing(ends);
        ofPlaces(ends);
        return ends;
    }

    private void ofBindings(List<End> ends) {
        Subject revoked = someoneAt("revoked", cats);
        ends.add(end(
                "a role is revoked",
                revoked,
                COMMUNITY_VIEW,
                cats,
                () -> node.members().revoke(as(BOB), cats, revoked, COMMUNITY_DEVELOPER)));
        Subject removed = someoneAt("removed", cats);
        ends.add(end(
                "a member is removed",
                removed,
                PROJECT_VIEW,
                litter,
                () -> node.members().remove(as(BOB), cats, removed)));
        Subject atProject = someone("at a project");
        grant(litter, atProject, PROJECT_VIEWER);
        ends.add(end(
                "a role at a project is revoked",
                atProject,
                PROJECT_VIEW,
                litter,
                () -> node.members().revoke(as(BOB), litter, atProject, PROJECT_VIEWER)));
        Subject leader = someone("leader");
        CommunityId team = node.host().organization(ACME).defaultCommunity();
        node.host().addUser(ACME, leader, ORGANIZATION_ADMIN);
        ends.add(end(
                "an organization role is revoked",
                leader,
                COMMUNITY_MANAGE_ACCESS,
                team,
                () -> node.host().revokeRole(ACME, leader, ORGANIZATION_ADMIN)));
        Subject anyone = someone("anyone");
        CommunityId club = communityOf(BOB, "Club");
        grant(club, Subject.allUsers(), COMMUNITY_VIEWER);
        ends.add(end(
                "all users lose a role",
                anyone,
                COMMUNITY_VIEW,
                club,
                () -> node.members().revoke(as(BOB), club, Subject.allUsers(), COMMUNITY_VIEWER)));
    }

    private void ofGroups(List<End> ends) {
        Subject left = Subject.group("left");
        Subject leaver = someoneIn("leaver", left);
        grant(cats, left, COMMUNITY_VIEWER);
        ends.add(end(
                "somebody leaves a group",
                leaver,
                COMMUNITY_VIEW,
                cats,
                () -> node.host().removeFromGroup(ACME, left, leaver)));
        Subject dissolved = Subject.group("dissolved");
        Subject member = someoneIn("member", dissolved);
        grant(cats, dissolved, COMMUNITY_VIEWER);
        ends.add(end(
                "a group is removed",
                member,
                COMMUNITY_VIEW,
                cats,
                () -> node.host().removeGroup(ACME, dissolved)));
        Subject powerless = Subject.group("powerless");
        Subject idle = someoneIn("idle", powerless);
        grant(cats, powerless, COMMUNITY_VIEWER);
        ends.add(end(
                "a group loses a role",
                idle,
                COMMUNITY_VIEW,
                cats,
                () -> node.members().revoke(as(BOB), cats, powerless, COMMUNITY_VIEWER)));
    }

    private void ofBelonging(List<End> ends) {
        Subject gone = someone("gone");
        ends.add(end(
                "a user is removed",
                gone,
                COMMUNITY_CREATE,
                ACME,
                () -> node.host().removeUser(ACME, gone)));
        Subject erased = someoneAt("erased", cats);
        ends.add(end("a person is erased", erased, COMMUNITY_VIEW, cats, () -> {
            node.host().removeUser(ACME, erased);
            return node.host().erase(ACME, erased);
        }));
        Subject account = Subject.serviceAccount("machine");
        node.host().addServiceAccount(ACME, account);
        grant(cats, account, COMMUNITY_DEVELOPER);
        ends.add(end(
                "a service account is removed",
                account,
                PROJECT_VIEW,
                litter,
                () -> node.host().removeServiceAccount(ACME, account)));
    }

    private void ofSharing(List<End> ends) {
        Subject user = someone("user");
        grant(dogs, user, COMMUNITY_EDITOR);
        ResourceId withdrawn = publishedBy(litter, "Withdrawn", dogs).id();
        ends.add(end(
                "a resource is withdrawn",
                user,
                PROJECT_VIEW,
                ResourceAt.of(withdrawn, dogs),
                () -> node.sharing().withdraw(as(BOB), withdrawn, dogs)));
        ResourceId detached = publishedBy(litter, "Detached", dogs).id();
        node.sharing().attach(as(BOB), detached, kennel);
        ends.add(end(
                "a resource is detached",
                user,
                RESOURCE_USE,
                ResourceAt.of(detached, kennel),
                () -> node.sharing().detach(as(BOB), detached, kennel)));
        ResourceId hollow = publishedBy(litter, "Hollow", dogs).id();
        node.sharing().attach(as(BOB), hollow, kennel);
        ends.add(end(
                "what is attached is withdrawn",
                user,
                RESOURCE_USE,
                ResourceAt.of(hollow, kennel),
                () -> node.sharing().withdraw(as(BOB), hollow, dogs)));
        ResourceId deleted = datasetOf(BOB, kennel, "Deleted").id();
        ends.add(end(
                "a resource is deleted",
                user,
                RESOURCE_USE,
                deleted,
                () -> node.resources().delete(as(BOB), deleted)));
        CommunityId source = communityOf(BOB, "Source");
        ProjectId mine = projectOf(BOB, source, "Mine").id();
        ResourceId sourceless = publishedBy(mine, "Sourceless", dogs).id();
        ends.add(end(
                "the community is deleted from which a resource is published",
                user,
                PROJECT_VIEW,
                ResourceAt.of(sourceless, dogs),
                () -> node.delete(as(BOB), source)));
    }

    private void ofPlaces(List<End> ends) {
        Subject visitor = someoneAt("visitor", dogs);
        ends.add(end(
                "a project is deleted",
                visitor,
                PROJECT_VIEW,
                kennel,
                () -> node.projects().delete(as(BOB), kennel)));
        ends.add(end("a community is deleted", visitor, COMMUNITY_VIEW, dogs, () -> node.delete(as(BOB), dogs)));
        Subject last = someoneAt("last", cats);
        ends.add(end(
                "the community of a project is deleted", last, PROJECT_VIEW, litter, () -> node.delete(as(BOB), cats)));
        ends.add(end(
                "the organization is removed",
                last,
                COMMUNITY_CREATE,
                ACME,
                () -> node.host().removeOrganization(ACME)));
    }

    private static End end(
            String words, Subject who, Permission permission, Target target, Supplier<Written<?>> write) {
        return new End(words, who, permission, target, write);
    }

    private static boolean may(Communities at, End end) {
        Caller caller = as(end.who());
        boolean can = at.access().can(caller, end.permission(), end.target());
        AccessView view = at.access().of(caller);
        assertEquals(can, view.can(end.permission(), end.target()), end::words);
        assertEquals(can, view.explain(end.permission(), end.target()).allowed(), end::words);
        return can;
    }

    private void pass(Duration time) {
        cluster.clock().advance(time);
    }

    @Test
    @Rule("CON-2")
    void where_it_was_ended_nobody_may_any_more() {
        for (End end : ends()) {
            assertTrue(may(node, end), () -> "before: " + end.words());
            end.happen();
            assertFalse(may(node, end), end::words);
        }
    }

    @Test
    @Rule("CON-2")
    void who_is_told_the_revision_denies_at_once() {
        for (End end : ends()) {
            assertTrue(may(elsewhere, end), () -> "before: " + end.words());

            Revision revision = end.happen();

            AccessView view = elsewhere.access().of(as(end.who()), revision);
            assertFalse(view.can(end.permission(), end.target()), end::words);
            assertFalse(view.explain(end.permission(), end.target()).allowed(), end::words);
            assertFalse(may(elsewhere, end), () -> "and who asks next: " + end.words());
        }
    }

    @Test
    @Rule({"CON-2", "CON-3"})
    void who_is_told_nothing_denies_once_the_bound_has_passed() {
        for (End end : ends()) {
            assertTrue(may(elsewhere, end), () -> "before: " + end.words());
            end.happen();

            pass(BOUND.plusNanos(1));

            assertFalse(may(elsewhere, end), end::words);
        }
    }

    @Test
    @Rule({"CON-2", "CON-3"})
    void who_asks_each_time_denies_at_once() {
        Communities attentive = cluster.attentive(FREE);
        for (End end : ends()) {
            assertTrue(may(attentive, end), () -> "before: " + end.words());
            end.happen();
            assertFalse(may(attentive, end), end::words);
        }
    }

    @Test
    @Rule("CON-3")
    void who_is_cut_off_answers_what_it_knows_within_the_bound_and_nothing_past_it() {
        for (End end : ends()) {
            pass(BOUND.plusNanos(1));
            assertTrue(may(elsewhere, end), () -> "before: " + end.words());
            store.cutOff(true);
            end.happen();

            pass(BOUND);
            assertTrue(may(elsewhere, end), () -> "from what it knows: " + end.words());
            pass(Duration.ofNanos(1));
            Caller caller = as(end.who());
            assertThrows(
                    Unavailable.class,
                    () -> elsewhere.access().can(caller, end.permission(), end.target()),
                    end::words);
            assertThrows(Unavailable.class, () -> elsewhere.access().of(caller), end::words);

            store.cutOff(false);
            assertFalse(may(elsewhere, end), end::words);
        }
    }

    @Test
    @Rule({"CON-3", "MEM-8"})
    void what_expires_ends_at_that_instant_though_the_node_is_cut_off() {
        Subject guest = someone("guest");
        Instant end = cluster.clock().instant().plusMillis(500);
        node.members().grant(as(BOB), cats, guest, COMMUNITY_VIEWER, end);
        assertTrue(elsewhere.access().can(as(guest), COMMUNITY_VIEW, cats));
        AccessView view = elsewhere.access().of(as(guest));
        store.cutOff(true);

        pass(Duration.ofMillis(499));
        assertTrue(elsewhere.access().can(as(guest), COMMUNITY_VIEW, cats));
        assertTrue(view.can(COMMUNITY_VIEW, cats));
        pass(Duration.ofMillis(1));
        assertFalse(elsewhere.access().can(as(guest), COMMUNITY_VIEW, cats));
        assertFalse(view.can(COMMUNITY_VIEW, cats));
    }

    @Test
    @Rule({"CON-2", "COM-6", "PRJ-5"})
    void what_is_restored_is_there_again_within_the_bound() {
        Subject visitor = someoneAt("visitor", cats);
        ResourceId photos = publishedBy(litter, "Photos", dogs).id();
        grant(dogs, visitor, COMMUNITY_DEVELOPER);
        Caller caller = as(visitor);
        assertTrue(elsewhere.access().can(caller, PROJECT_VIEW, litter));
        assertTrue(elsewhere.access().can(caller, PROJECT_VIEW, ResourceAt.of(photos, dogs)));
        node.delete(as(BOB), cats);
        pass(BOUND.plusNanos(1));
        assertFalse(elsewhere.access().can(caller, PROJECT_VIEW, litter));
        assertFalse(elsewhere.access().can(caller, PROJECT_VIEW, ResourceAt.of(photos, dogs)));

        node.restore(as(BOB), cats);

        pass(BOUND.plusNanos(1));
        assertTrue(elsewhere.access().can(caller, PROJECT_VIEW, litter));
        assertFalse(
                elsewhere.access().can(caller, PROJECT_VIEW, ResourceAt.of(photos, dogs)), "it is not published again");
        node.projects().delete(as(BOB), litter);
        pass(BOUND.plusNanos(1));
        assertFalse(elsewhere.access().can(caller, PROJECT_VIEW, litter));
        Revision restored = node.projects().restore(as(BOB), litter).revision();
        assertTrue(elsewhere.access().of(caller, restored).can(PROJECT_VIEW, litter));
    }

    @Test
    @Rule({"CON-3", "CHG-2"})
    void what_was_dropped_from_the_feed_ends_on_a_node_that_did_not_read_it() {
        Subject revoked = someoneAt("revoked", cats);
        assertTrue(elsewhere.access().can(as(revoked), COMMUNITY_VIEW, cats));
        node.members().revoke(as(BOB), cats, revoked, COMMUNITY_DEVELOPER);
        pass(Duration.ofDays(1));
        assertTrue(node.host().dropChanges(ACME, cluster.clock().instant()).value() > 0);

        assertFalse(elsewhere.access().can(as(revoked), COMMUNITY_VIEW, cats));
        assertFalse(node.access().can(as(revoked), COMMUNITY_VIEW, cats));
    }

    @Test
    @Rule({"CON-2", "ORG-9"})
    void an_organization_that_came_again_has_nothing_of_what_was() {
        Subject visitor = someoneAt("visitor", cats);
        assertTrue(elsewhere.access().can(as(visitor), COMMUNITY_VIEW, cats));
        node.host().removeOrganization(ACME);
        while (node.host().purgeRemoved(ACME, 1000) > 0) {
            pass(Duration.ofNanos(1));
        }
        acme();
        node.host().addUser(ACME, visitor);

        pass(BOUND.plusNanos(1));

        assertFalse(elsewhere.access().can(as(visitor), COMMUNITY_VIEW, cats));
        assertFalse(node.access().can(as(visitor), COMMUNITY_VIEW, cats));
        assertTrue(elsewhere.access().can(as(visitor), COMMUNITY_CREATE, ACME));
    }
}
