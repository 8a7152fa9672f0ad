package io.github.communities.tck.domain.authorization;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.communities.BillingAccountId;
import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.InvitationId;
import io.github.communities.OrganizationId;
import io.github.communities.PageRequest;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.ResourceAt;
import io.github.communities.ResourceId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.Target;
import io.github.communities.access.Access;
import io.github.communities.access.AccessView;
import io.github.communities.access.Operation;
import io.github.communities.access.OperationRequest;
import io.github.communities.access.TargetShape;
import io.github.communities.billing.BillingStatus;
import io.github.communities.billing.Billings;
import io.github.communities.channel.Channel;
import io.github.communities.channel.Channels;
import io.github.communities.community.CommunityFilter;
import io.github.communities.community.CommunityUpdate;
import io.github.communities.community.NewCommunity;
import io.github.communities.core.CommunityEngine;
import io.github.communities.error.CommunitiesException;
import io.github.communities.error.Forbidden;
import io.github.communities.error.NotFound;
import io.github.communities.invitation.InvitationLink;
import io.github.communities.invitation.InvitationToken;
import io.github.communities.invitation.Invitations;
import io.github.communities.invitation.NewLink;
import io.github.communities.invitation.NewPersonal;
import io.github.communities.member.BindingDelta;
import io.github.communities.member.Members;
import io.github.communities.member.NewBinding;
import io.github.communities.organization.Organizations;
import io.github.communities.project.BalanceUpdate;
import io.github.communities.project.LimitsUpdate;
import io.github.communities.project.NewProject;
import io.github.communities.project.NewResource;
import io.github.communities.project.ProjectUpdate;
import io.github.communities.project.Projects;
import io.github.communities.project.ResourceUpdate;
import io.github.communities.project.Resources;
import io.github.communities.restriction.RestrictionValue;
import io.github.communities.restriction.Restrictions;
import io.github.communities.sharing.Sharing;
import io.github.communities.tck.fixture.TestBilling;
import io.github.communities.tck.fixture.TestDirectory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.function.Executable;

/**
 * Every method that takes a {@link Caller}, and every method of a view, called by someone who does not belong to an
 * organization: once on one that is full, and once, with ids that read the same, on one that was never registered. Both
 * must come to the same, after the same number of statements (ACC-8). The methods are found by reflection; one whose
 * arguments are of a new type fails until there is an example of it here.
 */
public final class StrangerCalls {
    // Both are written otherwise in ids than they are, so that a text that has them as they are is told apart; and they
    // are of one length, since messages shorten what is long.
    private static final OrganizationId REGISTERED = OrganizationId.of("the one");
    private static final OrganizationId UNREGISTERED = OrganizationId.of("the two");
    private static final Subject OWNER = Subject.user("owner");
    private static final Subject STRANGER = Subject.user("stranger");
    private static final Subject NEWCOMER = Subject.user("newcomer");
    private static final TestBilling BILLING = new TestBilling();
    private static final BillingAccountId ACCOUNT = BILLING.account("account", BillingStatus.ACTIVE);
    private static final String GROUP = "group";

    static {
        BILLING.allow(ACCOUNT, OWNER);
    }

    private final Communities node;
    private final Communities asked;
    private final IntSupplier statements;
    private final Ids ids;

    /** The values of the ids of what there is, and of what is deleted. */
    private record Ids(
            List<String> communities,
            List<String> projects,
            List<String> resources,
            List<String> invitations,
            List<InvitationToken> tokens) {}

    /** A call, and what came of it. */
    private record Outcome(String text, int statements) {}

    /**
     * Fills an organization.
     *
     * @param node an engine with {@link #settings}
     * @param asked the engine that is asked then, over the same storage: the same, or one in a transaction of the host
     * @param statements how many statements the engine that is asked has run so far
     */
    public StrangerCalls(Communities node, Communities asked, IntSupplier statements) {
        this.node = node;
        this.asked = asked;
        this.statements = statements;
        this.ids = fill();
    }

    /** What the engine needs for the organization to be filled. */
    public static CommunityEngine settings(CommunityEngine engine) {
        return engine.billingAccounts(BILLING);
    }

    /** Lets a directory know who belongs to the organization that is filled. */
    static TestDirectory known(TestDirectory directory) {
        directory.put(REGISTERED, OWNER, Role.ORGANIZATION_OWNER);
        directory.put(REGISTERED, NEWCOMER);
        return directory;
    }

    private Ids fill() {
        Caller owner = Caller.of(REGISTERED, OWNER);
        node.host().register(REGISTERED, "The one");
        node.host().addUser(REGISTERED, OWNER, Role.ORGANIZATION_OWNER);
        node.host().addUser(REGISTERED, NEWCOMER);
        node.host().addGroup(REGISTERED, Subject.group(GROUP));
        CommunityId cats =
                node.create(owner, NewCommunity.named("Cats")).value().id();
        CommunityId gone =
                node.create(owner, NewCommunity.named("Gone")).value().id();
        node.billing().link(owner, cats, ACCOUNT);
        node.members().grant(owner, cats, Subject.group(GROUP), Role.COMMUNITY_VIEWER);
        ProjectId litter = node.projects()
                .create(owner, cats, NewProject.named("Litter"))
                .value()
                .id();
        ProjectId post = node.projects()
                .create(owner, cats, NewProject.named("Post"))
                .value()
                .id();
        ProjectId lost = node.projects()
                .create(owner, cats, NewProject.named("Lost"))
                .value()
                .id();
        ResourceId photos = node.resources()
                .create(owner, litter, NewResource.of("dataset", "Photos"))
                .value()
                .id();
        node.sharing().publish(owner, photos, cats);
        node.sharing().attach(owner, photos, post);
        InvitationLink link = node.invitations()
                .createLink(owner, cats, NewLink.to(Role.COMMUNITY_VIEWER))
                .value();
        InvitationId personal = node.invitations()
                .invite(owner, cats, NewPersonal.of(STRANGER, Role.COMMUNITY_VIEWER))
                .value()
                .orElseThrow()
                .id();
        node.projects().delete(owner, lost);
        node.delete(owner, gone);
        CommunityId team = node.host().organization(REGISTERED).defaultCommunity();
        return new Ids(
                List.of(cats.value(), team.value(), gone.value(), "none"),
                List.of(litter.value(), post.value(), lost.value(), "none"),
                List.of(photos.value(), "none"),
                List.of(link.invitation().id().value(), personal.value(), "none"),
                List.of(link.token(), InvitationToken.of("none.AAAA")));
    }

    /** Checks that whoever does not belong can't tell an organization from none. */
    public void compareWithNone() {
        List<Executable> checks = new ArrayList<>();
        int questions = BILLING.questions().size();
        for (Method method : methods()) {
            for (int variant = 0; variant < variants(method); variant++) {
                int number = variant;
                checks.add(() -> {
                    Outcome one = outcome(method, REGISTERED, STRANGER, number);
                    Outcome other = outcome(method, UNREGISTERED, STRANGER, number);
                    assertEquals(other, one, () -> method + ", variant " + number);
                    assertTrue(
                            one.statements() > 0
                                    || isOfView(method)
                                    || one.text().startsWith("InvalidInput"),
                            () -> method + " asks nothing");
                });
            }
        }
        assertTrue(checks.size() > 200, () -> "calls: " + checks.size());
        assertAll(checks);
        assertEquals(questions, BILLING.questions().size(), "the host is asked nothing");
    }

    /** Checks that someone of the organization who has no role is told that they may not, of what there is. */
    public void compareWithSomeoneOfIt() {
        List<Executable> checks = new ArrayList<>();
        for (Method method : methods()) {
            // Whatever rests on who one is, and on what one was given, is another matter.
            if (method.getDeclaringClass() != Invitations.class) {
                checks.add(() -> {
                    Outcome outcome = outcome(method, REGISTERED, NEWCOMER, 0);
                    assertFalse(outcome.text().startsWith(NotFound.class.getSimpleName()), outcome::text);
                    if (outcome.text().startsWith(Forbidden.class.getSimpleName())) {
                        assertTrue(outcome.text().contains("may not"), outcome::text);
                    }
                });
            }
        }
        assertAll(checks);
    }

    private static List<Method> methods() {
        List<Method> methods = new ArrayList<>();
        for (Class<?> service : List.of(
                Communities.class,
                Organizations.class,
                Members.class,
                Projects.class,
                Resources.class,
                Sharing.class,
                Invitations.class,
                Billings.class,
                Channels.class,
                Restrictions.class,
                Access.class,
                AccessView.class)) {
            Arrays.stream(service.getDeclaredMethods())
                    .filter(method -> !method.isDefault() && !Modifier.isStatic(method.getModifiers()))
                    .filter(method -> isOfView(method)
                            || (method.getParameterCount() > 0 && method.getParameterTypes()[0] == Caller.class))
                    .sorted(Comparator.comparing(Method::toString))
                    .forEach(methods::add);
        }
        return methods;
    }

    private static boolean isOfView(Method method) {
        return method.getDeclaringClass() == AccessView.class;
    }

    private Object service(Method method, Caller caller) {
        Class<?> type = method.getDeclaringClass();
        if (type == AccessView.class) {
            return asked.access().of(caller);
        }
        Map<Class<?>, Object> services = new LinkedHashMap<>();
        services.put(Communities.class, asked);
        services.put(Organizations.class, asked.organizations());
        services.put(Members.class, asked.members());
        services.put(Projects.class, asked.projects());
        services.put(Resources.class, asked.resources());
        services.put(Sharing.class, asked.sharing());
        services.put(Invitations.class, asked.invitations());
        services.put(Billings.class, asked.billing());
        services.put(Channels.class, asked.channels());
        services.put(Restrictions.class, asked.restrictions());
        services.put(Access.class, asked.access());
        Object service = services.get(type);
        return service == null ? fail("no service " + type) : service;
    }

    private int variants(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .mapToInt(type -> examples(type, REGISTERED).size())
                .max()
                .orElse(1);
    }

    private Outcome outcome(Method method, OrganizationId organization, Subject principal, int variant) {
        Caller caller = Caller.of(organization, principal);
        Object service = service(method, caller);
        Object[] arguments = Arrays.stream(method.getParameterTypes())
                .map(type -> {
                    List<?> examples = type == Caller.class
                            ? List.of(caller)
                            : method.getName().equals("expand") && type == Subject.class
                                    ? List.of(Subject.group(GROUP))
                                    : method.getName().equals("setAgent") && type == Subject.class
                                            ? List.of(Subject.serviceAccount("robot"))
                                            : method.getName().equals("names") && type == Collection.class
                                                    ? List.of(examples(Target.class, organization))
                                                    : examples(type, organization);
                    return examples.get(variant % examples.size());
                })
                .toArray();
        int before = statements.getAsInt();
        String text;
        try {
            Object result = method.invoke(service, arguments);
            text = "returned " + (result instanceof AccessView view ? view.revision() : result);
        } catch (InvocationTargetException e) {
            if (!(e.getCause() instanceof CommunitiesException refusal)) {
                throw new AssertionError(method + ", variant " + variant, e.getCause());
            }
            text = refusal.getClass().getSimpleName() + " " + refusal.rule() + " " + refusal.getMessage();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(method.toString(), e);
        }
        return new Outcome(text.replace(organization.toString(), "ORGANIZATION"), statements.getAsInt() - before);
    }

    /** Arguments of a type, in order: of what there is, first. */
    private List<?> examples(Class<?> type, OrganizationId organization) {
        List<CommunityId> communities = ids.communities().stream()
                .map(value -> CommunityId.of(organization, value))
                .toList();
        List<ProjectId> projects = ids.projects().stream()
                .map(value -> ProjectId.of(organization, value))
                .toList();
        List<ResourceId> resources = ids.resources().stream()
                .map(value -> ResourceId.of(organization, value))
                .toList();
        List<ResourceAt> pairs = List.of(
                ResourceAt.of(resources.get(0), projects.get(0)),
                ResourceAt.of(resources.get(0), projects.get(1)),
                ResourceAt.of(resources.get(0), communities.get(0)),
                ResourceAt.of(resources.get(1), communities.get(0)));
        List<Scope> scopes = new ArrayList<>(communities);
        scopes.addAll(projects);
        scopes.add(organization);
        List<Target> targets = new ArrayList<>(scopes);
        targets.addAll(resources);
        targets.addAll(pairs);
        Instant later = Instant.parse("2090-01-01T00:00:00Z");
        Map<Class<?>, List<?>> examples = new LinkedHashMap<>();
        examples.put(Caller.class, List.of(organization));
        examples.put(CommunityId.class, communities);
        examples.put(ProjectId.class, projects);
        examples.put(ResourceId.class, resources);
        examples.put(ResourceAt.class, pairs);
        examples.put(Scope.class, scopes);
        examples.put(Target.class, targets);
        examples.put(
                OperationRequest.class,
                Arrays.stream(Operation.values())
                        .flatMap(operation -> targets.stream()
                                .filter(target -> TargetShape.of(target) == operation.target())
                                .map(target -> OperationRequest.of(operation, target)
                                        .ofType("dataset")
                                        .paidBy(ACCOUNT)))
                        .toList());
        examples.put(
                NewCommunity.class,
                List.of(NewCommunity.named("New"), NewCommunity.named("New").paidBy(ACCOUNT)));
        examples.put(
                InvitationId.class,
                ids.invitations().stream()
                        .map(value -> InvitationId.of(organization, value))
                        .toList());
        examples.put(InvitationToken.class, ids.tokens());
        examples.put(Permission.class, List.of(Permission.COMMUNITY_VIEW, Permission.ORGANIZATION_VIEW));
        examples.put(Subject.class, List.of(OWNER, STRANGER));
        examples.put(Role.class, List.of(Role.PROJECT_VIEWER));
        examples.put(Instant.class, List.of(later));
        examples.put(String.class, List.of("resources.noTypes"));
        examples.put(Collection.class, List.of(List.of()));
        examples.put(long.class, List.of(1L));
        examples.put(PageRequest.class, List.of(PageRequest.first(10)));
        examples.put(CommunityFilter.class, List.of(CommunityFilter.all()));
        examples.put(CommunityUpdate.class, List.of(CommunityUpdate.nothing().name("Other")));
        examples.put(BindingDelta.class, List.of(BindingDelta.nothing().add(OWNER, Role.PROJECT_VIEWER)));
        examples.put(NewBinding.class, List.of(NewBinding.of(OWNER, Role.PROJECT_VIEWER)));
        examples.put(NewProject.class, List.of(NewProject.named("New")));
        examples.put(ProjectUpdate.class, List.of(ProjectUpdate.nothing().name("Other")));
        examples.put(LimitsUpdate.class, List.of(LimitsUpdate.nothing().perHour(1)));
        examples.put(
                BalanceUpdate.class,
                List.of(BalanceUpdate.from(Optional.empty()).to(1)));
        examples.put(Revision.class, List.of(Revision.NONE, Revision.of(1)));
        examples.put(NewResource.class, List.of(NewResource.of("dataset", "New")));
        examples.put(ResourceUpdate.class, List.of(ResourceUpdate.nothing().name("Other")));
        examples.put(NewLink.class, List.of(NewLink.to(Role.COMMUNITY_VIEWER)));
        examples.put(NewPersonal.class, List.of(NewPersonal.of(OWNER, Role.COMMUNITY_VIEWER)));
        examples.put(BillingAccountId.class, List.of(ACCOUNT));
        examples.put(Channel.class, List.of(Channel.of("Chat", "https://cats.slack.com/chat")));
        examples.put(RestrictionValue.class, List.of(RestrictionValue.of(List.of("secret"))));
        List<?> found = examples.get(type);
        return found == null ? fail("no example of " + type) : found;
    }
}
