package io.github.communities.tck.domain;

import io.github.communities.BillingAccountId;
import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.InvitationId;
import io.github.communities.Labels;
import io.github.communities.OrganizationId;
import io.github.communities.ProjectId;
import io.github.communities.ResourceId;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.Target;
import io.github.communities.channel.Channel;
import io.github.communities.community.CommunityUpdate;
import io.github.communities.community.NewCommunity;
import io.github.communities.error.CommunitiesException;
import io.github.communities.invitation.InvitationLink;
import io.github.communities.invitation.InvitationToken;
import io.github.communities.invitation.NewLink;
import io.github.communities.invitation.NewPersonal;
import io.github.communities.member.BindingDelta;
import io.github.communities.member.NewBinding;
import io.github.communities.organization.RosterRow;
import io.github.communities.policy.Billing;
import io.github.communities.policy.Policy;
import io.github.communities.project.NewProject;
import io.github.communities.project.NewResource;
import io.github.communities.project.ProjectUpdate;
import io.github.communities.project.ResourceUpdate;
import io.github.communities.restriction.RestrictionValue;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Anything that can be done in an organization, by numbers, with what was made there before. Few people, few names and
 * few places, the same in every organization, so that what is mixed up is found. What the rules refuse is left undone.
 */
public final class Deeds {
    /** Under which deeds cost nothing, and what is deleted can be purged once a second has passed. */
    public static final Policy POLICY = Policy.standard().toBuilder("deeds")
            .billing(Billing.NOT_REQUIRED)
            .retention(Duration.ofSeconds(1))
            .build();

    /** Sees everything, and is left alone by every deed but the removal of the organization. */
    public static final Subject WATCHER = Subject.user("watcher");

    private static final Subject ANN = Subject.user("ann");
    private static final Subject BOB = Subject.user("bob");
    private static final Subject CAROL = Subject.federatedUser("carol");
    private static final Subject ROBOT = Subject.serviceAccount("robot");
    private static final Subject STRANGER = Subject.user("stranger");
    private static final Subject CATS = Subject.group("cats");

    /** Whoever can ask for something. */
    static final List<Subject> PRINCIPALS = List.of(WATCHER, ANN, BOB, CAROL, ROBOT, STRANGER);

    private static final List<Subject> CALLERS = List.of(ANN, ANN, ANN, BOB, BOB, CAROL, ROBOT);
    private static final List<Subject> USERS = List.of(BOB, CAROL, ANN);
    private static final List<Subject> SUBJECTS = List.of(BOB, CAROL, ROBOT, CATS, Subject.allUsers(), ANN);
    private static final List<String> NAMES = List.of("Cats", "Dogs", "Owls", "Mice");
    private static final List<Role> ROLES =
            List.of(Role.COMMUNITY_ADMIN, Role.COMMUNITY_VIEWER, Role.COMMUNITY_DEVELOPER, Role.PROJECT_DEVELOPER);
    private static final List<Role> ORGANIZATION_ROLES =
            List.of(Role.ORGANIZATION_ADMIN, Role.COMMUNITY_VIEWER, Role.ORGANIZATION_OWNER);

    /**
     * One of them.
     *
     * @param kind which
     * @param a what with, as are the others
     */
    public record Deed(int kind, int a, int b, int c) {}

    private final OrganizationId organization;
    private final Communities node;
    private final Clock clock;
    private final List<CommunityId> communities = new ArrayList<>();
    private final List<ProjectId> projects = new ArrayList<>();
    private final List<ResourceId> resources = new ArrayList<>();
    private final List<InvitationId> invitations = new ArrayList<>();
    private final List<InvitationToken> tokens = new ArrayList<>();
    private final List<Consumer<Deed>> kinds = List.of(
            this::register,
            this::addUser,
            this::addUser,
            this::removeUser,
            this::erase,
            this::group,
            this::leaveGroup,
            this::removeOther,
            this::signIn,
            this::signIn,
            this::importRoster,
            this::dropChanges,
            this::purge,
            this::createCommunity,
            this::createCommunity,
            this::updateCommunity,
            this::deleteCommunity,
            this::restoreCommunity,
            this::createProject,
            this::createProject,
            this::updateProject,
            this::deleteProject,
            this::restoreProject,
            this::reportUse,
            this::createResource,
            this::createResource,
            this::updateResource,
            this::copyResource,
            this::deleteResource,
            this::publish,
            this::publish,
            this::withdraw,
            this::attach,
            this::attach,
            this::detach,
            this::grant,
            this::grant,
            this::grant,
            this::grantInOrganization,
            this::revoke,
            this::update,
            this::replace,
            this::removeMember,
            this::leave,
            this::agent,
            this::link,
            this::link,
            this::invite,
            this::resetOrCancel,
            this::accept,
            this::accept,
            this::channel,
            this::restrict,
            this::linkBilling);

    /** In one organization, on a node. */
    public Deeds(OrganizationId organization, Communities node, Clock clock) {
        this.organization = organization;
        this.node = node;
        this.clock = clock;
    }

    /** Random ones, up to so many. */
    public static Arbitrary<List<Deed>> upTo(int length) {
        Arbitrary<Integer> numbers = Arbitraries.integers().between(0, 11);
        return Combinators.combine(Arbitraries.integers().between(0, 999), numbers, numbers, numbers)
                .as(Deed::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(length);
    }

    /** One of each kind, the given time round. */
    public List<Deed> oneOfEach(int round) {
        List<Deed> all = new ArrayList<>();
        for (int kind = 0; kind < kinds.size(); kind++) {
            all.add(new Deed(kind, round, round + 1, round + 2));
        }
        return all;
    }

    /** What every organization begins with: enough for most deeds to find something to be done with. */
    public void begin() {
        node.host().register(organization, "Acme");
        node.host().addUser(organization, WATCHER, Role.ORGANIZATION_OWNER, Role.COMMUNITY_ADMIN);
        node.host().addUser(organization, ANN, Role.ORGANIZATION_OWNER, Role.COMMUNITY_ADMIN);
        node.host().addUser(organization, BOB);
        node.host().addServiceAccount(organization, ROBOT);
        node.host().addGroup(organization, CATS);
        node.host().addToGroup(organization, CATS, BOB);
        communities.add(node.host().organization(organization).defaultCommunity());
        createCommunity(new Deed(0, 0, 0, 0));
        createCommunity(new Deed(0, 0, 1, 0));
        createProject(new Deed(0, 0, 1, 0));
        createProject(new Deed(0, 0, 2, 1));
        createResource(new Deed(0, 0, 0, 0));
        publish(new Deed(0, 0, 0, 1));
        publish(new Deed(0, 0, 0, 2));
        attach(new Deed(0, 0, 0, 1));
        link(new Deed(0, 0, 1, 0));
        invite(new Deed(0, 0, 1, 1));
    }

    /** Does one, unless the rules refuse it. */
    public void run(Deed deed) {
        try {
            kinds.get(deed.kind() % kinds.size()).accept(deed);
        } catch (CommunitiesException refused) {
            // Left undone.
        }
    }

    /** Removes the organization and all it had. */
    public void removeOrganization() {
        node.host().removeOrganization(organization);
        while (node.host().purgeRemoved(organization, 1000) > 0) {
            // until nothing is left
        }
    }

    /** The organization. */
    OrganizationId organization() {
        return organization;
    }

    /** The communities that were ever there, as far as is known. */
    List<CommunityId> communities() {
        return List.copyOf(communities);
    }

    /** See {@link #communities()}. */
    List<ProjectId> projects() {
        return List.copyOf(projects);
    }

    /** See {@link #communities()}. */
    List<ResourceId> resources() {
        return List.copyOf(resources);
    }

    /** All one can ask about. */
    public List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        targets.add(organization);
        targets.addAll(communities);
        targets.addAll(projects);
        targets.addAll(resources);
        return targets;
    }

    private static <T> T pick(List<T> from, int number) {
        return from.get(number % from.size());
    }

    private Caller caller(Deed deed) {
        return Caller.of(organization, pick(CALLERS, deed.a()));
    }

    private CommunityId community(int number) {
        return communities.isEmpty() ? CommunityId.of(organization, "never") : pick(communities, number);
    }

    private ProjectId project(int number) {
        return projects.isEmpty() ? ProjectId.of(organization, "never") : pick(projects, number);
    }

    private ResourceId resource(int number) {
        return resources.isEmpty() ? ResourceId.of(organization, "never") : pick(resources, number);
    }

    private InvitationId invitation(int number) {
        return invitations.isEmpty() ? InvitationId.of(organization, "never") : pick(invitations, number);
    }

    private Scope place(int number) {
        return number % 3 == 0 ? project(number) : community(number);
    }

    private void register(Deed deed) {
        node.host().register(organization, pick(List.of("Acme", "Initech"), deed.a()));
    }

    private void addUser(Deed deed) {
        Role[] roles = deed.b() % 3 == 0 ? new Role[] {pick(ORGANIZATION_ROLES, deed.c())} : new Role[0];
        node.host().addUser(organization, pick(USERS, deed.a()), roles);
    }

    private void removeUser(Deed deed) {
        node.host().removeUser(organization, pick(USERS, deed.a()));
    }

    private void erase(Deed deed) {
        node.host().erase(organization, pick(List.of(CAROL, BOB, CAROL), deed.a()));
    }

    private void group(Deed deed) {
        node.host().addGroup(organization, CATS);
        node.host().addToGroup(organization, CATS, pick(List.of(BOB, CAROL, ROBOT), deed.a()));
    }

    private void leaveGroup(Deed deed) {
        node.host().removeFromGroup(organization, CATS, pick(List.of(BOB, CAROL, ROBOT), deed.a()));
    }

    private void removeOther(Deed deed) {
        Subject other = pick(List.of(ROBOT, CATS), deed.a());
        if (other.equals(ROBOT)) {
            node.host().removeServiceAccount(organization, ROBOT);
            node.host().addServiceAccount(organization, ROBOT);
        } else {
            node.host().removeGroup(organization, CATS);
            node.host().addGroup(organization, CATS);
        }
    }

    private void signIn(Deed deed) {
        node.host().signIn(organization, pick(USERS, deed.a()));
    }

    private void importRoster(Deed deed) {
        Stream<RosterRow> rows = Stream.of(
                new RosterRow(1, organization, Optional.empty(), Optional.empty(), "bob", "member"),
                new RosterRow(2, organization, Optional.of(pick(NAMES, deed.a())), Optional.empty(), "bob", "viewer"),
                new RosterRow(
                        3,
                        organization,
                        Optional.of(pick(NAMES, deed.b())),
                        Optional.of(pick(NAMES, deed.c())),
                        "ann",
                        "developer"));
        node.host().importRoster(rows, outcome -> {});
    }

    private void dropChanges(Deed deed) {
        node.host().dropChanges(organization, clock.instant().minus(Duration.ofMillis(deed.a() * 500L)));
    }

    private void purge(Deed deed) {
        node.host().purge(organization, 1 + 10 * deed.a());
    }

    private void createCommunity(Deed deed) {
        NewCommunity wanted = NewCommunity.named(pick(NAMES, deed.b()));
        communities.add(node.create(caller(deed), deed.c() % 4 == 3 ? wanted.in("east") : wanted)
                .value()
                .id());
    }

    private void updateCommunity(Deed deed) {
        CommunityId id = community(deed.b());
        CommunityUpdate update = deed.c() % 2 == 0
                ? CommunityUpdate.nothing().name(pick(NAMES, deed.c()))
                : CommunityUpdate.nothing()
                        .description("Number " + deed.c())
                        .labels(Labels.of(Map.of("number", "" + deed.c())));
        node.update(caller(deed), id, update, node.get(caller(deed), id).version());
    }

    private void deleteCommunity(Deed deed) {
        node.delete(caller(deed), community(deed.b()));
    }

    private void restoreCommunity(Deed deed) {
        node.restore(caller(deed), community(deed.b()));
    }

    private void createProject(Deed deed) {
        projects.add(node.projects()
                .create(caller(deed), community(deed.b()), NewProject.named(pick(NAMES, deed.c())))
                .value()
                .id());
    }

    private void updateProject(Deed deed) {
        ProjectId id = project(deed.b());
        node.projects()
                .update(
                        caller(deed),
                        id,
                        ProjectUpdate.nothing().name(pick(NAMES, deed.c())),
                        node.projects().get(caller(deed), id).version());
    }

    private void deleteProject(Deed deed) {
        node.projects().delete(caller(deed), project(deed.b()));
    }

    private void restoreProject(Deed deed) {
        node.projects().restore(caller(deed), project(deed.b()));
    }

    private void reportUse(Deed deed) {
        node.host().reportUse(organization, project(deed.a()), "run " + deed.b(), deed.c());
    }

    private void createResource(Deed deed) {
        resources.add(node.resources()
                .create(caller(deed), project(deed.b()), NewResource.of("dataset", pick(NAMES, deed.c())))
                .value()
                .id());
    }

    private void updateResource(Deed deed) {
        ResourceId id = resource(deed.b());
        node.resources()
                .update(
                        caller(deed),
                        id,
                        ResourceUpdate.nothing().name(pick(NAMES, deed.c())),
                        node.resources().get(caller(deed), id).version());
    }

    private void copyResource(Deed deed) {
        resources.add(node.resources()
                .copy(caller(deed), resource(deed.b()), project(deed.c()), "Copy " + deed.c())
                .value()
                .id());
    }

    private void deleteResource(Deed deed) {
        node.resources().delete(caller(deed), resource(deed.b()));
    }

    private void publish(Deed deed) {
        node.sharing().publish(caller(deed), resource(deed.b()), community(deed.c()));
    }

    private void withdraw(Deed deed) {
        node.sharing().withdraw(caller(deed), resource(deed.b()), community(deed.c()));
    }

    private void attach(Deed deed) {
        node.sharing().attach(caller(deed), resource(deed.b()), project(deed.c()));
    }

    private void detach(Deed deed) {
        node.sharing().detach(caller(deed), resource(deed.b()), project(deed.c()));
    }

    private void grant(Deed deed) {
        Scope place = place(deed.b());
        Role role = place instanceof ProjectId ? Role.PROJECT_EDITOR : pick(ROLES, deed.a() + deed.c());
        if (deed.c() % 4 == 0) {
            // Long enough for no answer to change by itself between two looks.
            node.members()
                    .grant(
                            caller(deed),
                            place,
                            pick(SUBJECTS, deed.c()),
                            role,
                            clock.instant().plus(Duration.ofDays(1)));
        } else {
            node.members().grant(caller(deed), place, pick(SUBJECTS, deed.c()), role);
        }
    }

    private void grantInOrganization(Deed deed) {
        node.members().grant(caller(deed), organization, pick(SUBJECTS, deed.b()), pick(ORGANIZATION_ROLES, deed.c()));
    }

    private void revoke(Deed deed) {
        node.members().revoke(caller(deed), place(deed.b()), pick(SUBJECTS, deed.c()), pick(ROLES, deed.a()));
    }

    private void update(Deed deed) {
        node.members()
                .update(
                        caller(deed),
                        community(deed.b()),
                        BindingDelta.nothing()
                                .add(pick(SUBJECTS, deed.c()), pick(ROLES, deed.b()))
                                .remove(pick(SUBJECTS, deed.c() + 1), pick(ROLES, deed.b())));
    }

    private void replace(Deed deed) {
        CommunityId id = community(deed.b());
        node.members()
                .replace(
                        caller(deed),
                        id,
                        List.of(
                                NewBinding.of(ANN, Role.COMMUNITY_ADMIN),
                                NewBinding.of(pick(SUBJECTS, deed.c()), Role.COMMUNITY_VIEWER)),
                        node.get(caller(deed), id).bindingsVersion());
    }

    private void removeMember(Deed deed) {
        node.members().remove(caller(deed), place(deed.b()), pick(SUBJECTS, deed.c()));
    }

    private void leave(Deed deed) {
        node.members().leave(caller(deed), community(deed.b()));
    }

    private void agent(Deed deed) {
        if (deed.c() % 3 == 0) {
            node.members().unsetAgent(caller(deed), community(deed.b()));
        } else {
            node.members().setAgent(caller(deed), community(deed.b()), ROBOT);
        }
    }

    private void link(Deed deed) {
        InvitationLink link = node.invitations()
                .createLink(caller(deed), community(deed.b()), NewLink.to(pick(ROLES, deed.c())))
                .value();
        invitations.add(link.invitation().id());
        tokens.add(link.token());
    }

    private void invite(Deed deed) {
        node.invitations()
                .invite(caller(deed), community(deed.b()), NewPersonal.of(pick(USERS, deed.c()), pick(ROLES, deed.c())))
                .value()
                .ifPresent(invitation -> invitations.add(invitation.id()));
    }

    private void resetOrCancel(Deed deed) {
        if (deed.c() % 2 == 0) {
            tokens.add(node.invitations()
                    .reset(caller(deed), invitation(deed.b()))
                    .value()
                    .token());
        } else {
            node.invitations().cancel(caller(deed), invitation(deed.b()));
        }
    }

    private void accept(Deed deed) {
        if (deed.c() % 2 == 0 && !tokens.isEmpty()) {
            node.invitations().accept(caller(deed), pick(tokens, deed.b()));
        } else {
            node.invitations().accept(caller(deed), invitation(deed.b()));
        }
    }

    private void channel(Deed deed) {
        if (deed.c() % 3 == 0) {
            node.channels().unlink(caller(deed), community(deed.b()), "Chat");
        } else {
            node.channels()
                    .link(caller(deed), community(deed.b()), Channel.of("Chat", "https://cats.slack.com/" + deed.c()));
        }
    }

    private void restrict(Deed deed) {
        if (deed.c() % 2 == 0) {
            node.restrictions().unset(caller(deed), community(deed.b()), "resources.noTypes");
        } else {
            node.restrictions()
                    .set(
                            caller(deed),
                            community(deed.b()),
                            "resources.noTypes",
                            RestrictionValue.of(List.of("secret")));
        }
    }

    private void linkBilling(Deed deed) {
        node.billing().link(caller(deed), community(deed.b()), BillingAccountId.of("account-" + deed.c() % 3));
    }
}
