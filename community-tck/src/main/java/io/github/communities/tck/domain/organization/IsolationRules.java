package io.github.communities.tck.domain.organization;

import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Permission.PROJECT_VIEW;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static io.github.communities.Role.ORGANIZATION_MEMBER;
import static io.github.communities.Role.PROJECT_VIEWER;
import static io.github.communities.tck.fixture.Refusals.invalid;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.communities.BillingAccountId;
import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.Host;
import io.github.communities.InvitationId;
import io.github.communities.Labels;
import io.github.communities.OrganizationId;
import io.github.communities.PageRequest;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.ResourceAt;
import io.github.communities.ResourceId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.SubjectKind;
import io.github.communities.Target;
import io.github.communities.access.Access;
import io.github.communities.access.AccessView;
import io.github.communities.access.Need;
import io.github.communities.access.Operation;
import io.github.communities.access.OperationRequest;
import io.github.communities.billing.BillingStatus;
import io.github.communities.billing.Billings;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeListener;
import io.github.communities.channel.Channel;
import io.github.communities.channel.Channels;
import io.github.communities.community.Community;
import io.github.communities.community.CommunityFilter;
import io.github.communities.community.CommunityUpdate;
import io.github.communities.community.NewCommunity;
import io.github.communities.core.CommunityEngine;
import io.github.communities.error.CommunitiesException;
import io.github.communities.error.InvalidInput;
import io.github.communities.invitation.InvitationToken;
import io.github.communities.invitation.Invitations;
import io.github.communities.invitation.NewLink;
import io.github.communities.invitation.NewPersonal;
import io.github.communities.member.BindingDelta;
import io.github.communities.member.Members;
import io.github.communities.member.NewBinding;
import io.github.communities.organization.Organizations;
import io.github.communities.organization.RosterOutcome;
import io.github.communities.organization.RosterRow;
import io.github.communities.policy.Billing;
import io.github.communities.policy.Caps;
import io.github.communities.policy.ChannelLinks;
import io.github.communities.policy.Policy;
import io.github.communities.policy.PolicyBuilder;
import io.github.communities.policy.ResourceType;
import io.github.communities.policy.RestrictionDefinition;
import io.github.communities.policy.RoleDefinition;
import io.github.communities.project.BalanceUpdate;
import io.github.communities.project.Limits;
import io.github.communities.project.LimitsUpdate;
import io.github.communities.project.NewProject;
import io.github.communities.project.NewResource;
import io.github.communities.project.Project;
import io.github.communities.project.ProjectUpdate;
import io.github.communities.project.Projects;
import io.github.communities.project.ResourceUpdate;
import io.github.communities.project.Resources;
import io.github.communities.restriction.RestrictionValue;
import io.github.communities.restriction.Restrictions;
import io.github.communities.sharing.Sharing;
import io.github.communities.spi.BillingAccounts;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.Directory;
import io.github.communities.spi.record.TextMap;
import io.github.communities.tck.domain.AcmeRules;
import io.github.communities.tck.fixture.Cluster;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.fixture.TrickyTexts;
import io.github.communities.tck.fixture.Tripwire;
import io.github.communities.tck.rule.Rule;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What keeps organizations, instances and odd inputs apart: TEN-1, TEN-2 and LIM-2. */
public abstract class IsolationRules extends AcmeRules {
    private final Supplier<StoreFixture> storages;

    /** Rules on storages of this kind. */
    protected IsolationRules(Supplier<StoreFixture> storages) {
        super(storages);
        this.storages = storages;
    }

    // TEN-1

    @Test
    @Rule({"TEN-1", "ORG-1"})
    void organizations_whose_ids_look_alike_share_nothing() {
        List<OrganizationId> organizations =
                TrickyTexts.ids().stream().map(OrganizationId::of).toList();
        Map<OrganizationId, Community> teams = new LinkedHashMap<>();
        for (int i = 0; i < organizations.size(); i++) {
            OrganizationId organization = organizations.get(i);
            node.host().register(organization, "Number " + i);
            Subject user =
                    node.host().addUser(organization, Subject.user("user" + i)).value();
            teams.put(
                    organization,
                    node.create(Caller.of(organization, user), NewCommunity.named("Cat lovers"))
                            .value());
        }

        later();
        for (int i = 0; i < organizations.size(); i++) {
            OrganizationId organization = organizations.get(i);
            Caller caller = Caller.of(organization, Subject.user("user" + i));
            assertEquals("Number " + i, other.host().organization(organization).name());
            assertEquals(1, other.host().overview(organization).users(), organization::value);
            assertEquals(
                    List.of(organizationOf(teams, organization)),
                    all(page -> other.list(caller, CommunityFilter.all(), page)),
                    organization::value);
            Caller stranger = Caller.of(organization, Subject.user("user" + (i + 1)));
            notFound(() -> other.organizations().get(stranger));
            for (Community team : teams.values()) {
                assertEquals(
                        team.id().organization().equals(organization),
                        other.access().can(caller, COMMUNITY_VIEW, team.id()));
            }
        }
    }

    private static Community organizationOf(Map<OrganizationId, Community> teams, OrganizationId organization) {
        return Optional.ofNullable(teams.get(organization)).orElseThrow();
    }

    @Test
    @Rule("TEN-1")
    void subjects_whose_ids_look_alike_share_no_role() {
        acme();
        List<CommunityId> teams = new ArrayList<>();
        List<Subject> users = new ArrayList<>();
        for (String id : TrickyTexts.ids()) {
            CommunityId team = communityOf(BOB, "Team " + teams.size());
            Subject user = node.host().addUser(ACME, Subject.user(id)).value();
            node.host().addUser(ACME, Subject.federatedUser(id));
            node.host().addServiceAccount(ACME, Subject.serviceAccount(id));
            node.members().grant(as(BOB), team, user, COMMUNITY_DEVELOPER);
            teams.add(team);
            users.add(user);
        }

        later();
        for (int i = 0; i < users.size(); i++) {
            Subject user = users.get(i);
            CommunityId team = teams.get(i);
            assertEquals(
                    Set.of(BOB, user),
                    members(team).stream().map(m -> m.subject()).collect(Collectors.toSet()));
            assertEquals(Set.of(team), visible(user, teams), user::id);
            assertEquals(Set.of(), visible(Subject.federatedUser(user.id()), teams), user::id);
            assertEquals(Set.of(), visible(Subject.serviceAccount(user.id()), teams), user::id);
        }
    }

    @Test
    @Rule("TEN-1")
    void groups_whose_ids_look_alike_share_no_member() {
        acme();
        List<CommunityId> teams = new ArrayList<>();
        List<Subject> users = new ArrayList<>();
        for (String id : TrickyTexts.ids()) {
            CommunityId team = communityOf(BOB, "Team " + teams.size());
            Subject group = node.host().addGroup(ACME, Subject.group(id)).value();
            Subject user = node.host().addUser(ACME, Subject.user(id)).value();
            node.host().addToGroup(ACME, group, user);
            node.members().grant(as(BOB), team, group, COMMUNITY_DEVELOPER);
            teams.add(team);
            users.add(user);
        }

        later();
        for (int i = 0; i < users.size(); i++) {
            Subject user = users.get(i);
            CommunityId team = teams.get(i);
            assertEquals(Set.of(team), visible(user, teams), user::id);
            assertEquals(
                    List.of(user), all(page -> other.members().expand(as(BOB), team, Subject.group(user.id()), page)));
        }
    }

    private Set<CommunityId> visible(Subject principal, List<CommunityId> communities) {
        return other.access().of(as(principal)).permissions(communities, List.of(COMMUNITY_VIEW)).entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    @Test
    @Rule("TEN-1")
    void communities_and_projects_whose_ids_look_alike_are_several() {
        Iterator<String> ids = TrickyTexts.ids().iterator();
        List<Community> communities = new ArrayList<>();
        List<Project> projects = new ArrayList<>();
        try (Communities odd =
                cluster.engine(cluster.storage().open()).ids(ids::next).build()) {
            odd.host().register(ACME, "Acme");
            odd.host().addUser(ACME, BOB);
            for (int i = 0; i < 12; i++) {
                CommunityId community = odd.create(as(BOB), NewCommunity.named("Team " + i))
                        .value()
                        .id();
                communities.add(odd.get(as(BOB), community));
                projects.add(odd.projects()
                        .create(as(BOB), community, NewProject.named("Only here"))
                        .value());
                projects.add(odd.projects()
                        .create(as(BOB), community, NewProject.named("Also " + i))
                        .value());
            }
            for (int i = 0; i < 12; i++) {
                Subject user =
                        odd.host().addUser(ACME, Subject.user("user" + i)).value();
                odd.members().grant(as(BOB), communities.get(i).id(), user, PROJECT_VIEWER);
            }
        }

        later();
        for (int i = 0; i < 12; i++) {
            Caller caller = as(Subject.user("user" + i));
            for (Project project : projects) {
                assertEquals(project, other.projects().get(as(BOB), project.id()));
                assertEquals(
                        project.community().equals(communities.get(i).id()),
                        other.access().can(caller, PROJECT_VIEW, project.id()));
                assertFalse(other.access()
                        .can(
                                as(BOB),
                                PROJECT_VIEW,
                                CommunityId.of(ACME, project.id().value())));
            }
            assertEquals(
                    List.of("Also " + i, "Only here"),
                    all(page -> other.projects()
                                    .list(
                                            caller,
                                            other.projects()
                                                    .get(
                                                            as(BOB),
                                                            projects.get(projectOf(caller))
                                                                    .id())
                                                    .community(),
                                            page))
                            .stream()
                            .map(Project::name)
                            .toList());
        }
    }

    private static int projectOf(Caller caller) {
        return 2 * Integer.parseInt(caller.principal().id().substring("user".length()));
    }

    @Test
    @Rule("TEN-1")
    void no_two_ids_have_one_text_form_and_each_is_read_back() {
        List<String> parts = TrickyTexts.ids();
        Set<String> organizations = new HashSet<>();
        Set<String> communities = new HashSet<>();
        Set<String> subjects = new HashSet<>();
        for (String part : parts) {
            OrganizationId organization = OrganizationId.of(part);
            assertEquals(organization, OrganizationId.parse(organization.toString()));
            assertTrue(organizations.add(organization.toString()), part);
            for (String value : parts) {
                CommunityId community = CommunityId.of(organization, value);
                ProjectId project = ProjectId.of(organization, value);
                assertEquals(community, CommunityId.parse(community.toString()));
                assertEquals(project, ProjectId.parse(project.toString()));
                assertTrue(communities.add(community.toString()), () -> part + " and " + value);
            }
            for (SubjectKind kind : SubjectKind.values()) {
                if (kind != SubjectKind.ALL_USERS) {
                    Subject subject = new Subject(kind, part);
                    assertEquals(subject, Subject.parse(subject.toString()));
                    assertTrue(subjects.add(subject.toString()), () -> kind + " " + part);
                }
            }
        }
        assertTrue(subjects.add(Subject.allUsers().toString()));
        assertEquals(Subject.allUsers(), Subject.parse(Subject.allUsers().toString()));
        assertEquals(parts.size(), organizations.size());
    }

    @Test
    @Rule({"TEN-1", "LIM-2"})
    void a_text_form_that_is_written_in_any_other_way_is_refused() {
        List<Consumer<String>> readers =
                List.of(OrganizationId::parse, CommunityId::parse, ProjectId::parse, Subject::parse);
        List<String> malformed = List.of(
                "",
                "/",
                "//",
                "a/",
                "/a",
                "a/b/c",
                "%",
                "%2",
                "%zz",
                "user/%",
                "user/%2",
                "user/%2g",
                "user/%C3%28", // no UTF-8
                "user/%ED%A0%BD", // half a surrogate pair
                "user/%00",
                "user/%E2%80%AE", // right-to-left override
                "user/a%2fb", // lower case
                "user/%61", // a needs no encoding
                "user/\u00E9", // this needs it
                "user/a b",
                "user/" + "x".repeat(65),
                "user/" + "%41".repeat(100_000));
        List<Executable> checks = new ArrayList<>();
        for (Consumer<String> reader : readers) {
            for (String text : malformed) {
                checks.add(() -> checkClear(assertThrows(InvalidInput.class, () -> reader.accept(text), text)));
            }
        }
        for (String kind : List.of("robot", "User", "USER", "")) {
            checks.add(() -> checkClear(assertThrows(InvalidInput.class, () -> Subject.parse(kind + "/a"), kind)));
        }
        assertAll(checks);
    }

    @Test
    @Rule({"TEN-1", "ACC-8"})
    void an_id_under_another_organization_is_another_id() {
        CommunityId team = acme();
        CommunityId cats = communityOf(BOB, "Cat lovers");
        Project litter = projectOf(BOB, cats, "Litter");
        register(GLOBEX, "Globex");
        Caller bobOfGlobex = Caller.of(GLOBEX, BOB);

        later();
        for (CommunityId id : List.of(team, cats)) {
            CommunityId forged = CommunityId.of(GLOBEX, id.value());
            assertNotEquals(id, forged);
            notFound(() -> other.get(bobOfGlobex, forged));
            notFound(() -> other.get(as(BOB), forged));
            notFound(() -> other.get(bobOfGlobex, id));
            notFound(() -> other.delete(bobOfGlobex, forged));
        }
        notFound(() -> other.projects()
                .get(bobOfGlobex, ProjectId.of(GLOBEX, litter.id().value())));
        notFound(() -> other.projects().get(bobOfGlobex, litter.id()));
        assertEquals(litter, other.projects().get(as(BOB), litter.id()));
    }

    // TEN-2

    @Test
    @Rule("TEN-2")
    void two_instances_in_one_process_share_nothing() {
        acme();
        CommunityId cats = communityOf(BOB, "Cat lovers");
        Revision before = revision();
        try (Cluster second = new Cluster(storages.get())) {
            Communities theirs = second.node(Policy.delegated());
            notFound(() -> theirs.host().organization(ACME));
            theirs.host().register(ACME, "Another Acme");
            theirs.host().addUser(ACME, BOB);
            theirs.host().signIn(ACME, BOB);
            CommunityId dogs = theirs.create(as(BOB), NewCommunity.named("Dog lovers"))
                    .value()
                    .id();
            second.clock().advance(Duration.ofDays(1));

            assertEquals(before, revision());
            assertEquals("Acme", later().host().organization(ACME).name());
            assertEquals("Another Acme", theirs.host().organization(ACME).name());
            notFound(() -> other.get(as(BOB), dogs));
            notFound(() -> theirs.get(as(BOB), cats));
            assertFalse(theirs.access().can(as(BOB), COMMUNITY_VIEW, cats));
            assertEquals("Another Acme Team", theirs.getDefault(as(BOB)).name());
            Role first = theirs.members()
                    .list(as(BOB), theirs.getDefault(as(BOB)).id(), PageRequest.first(1))
                    .items()
                    .get(0)
                    .role();
            assertEquals(COMMUNITY_VIEWER, first, "what a first sign-in gives by the other policy");
        }
        node.host().signIn(ACME, BOB);
        later();
        assertEquals(
                Set.of(COMMUNITY_DEVELOPER),
                ownRoles(node.host().organization(ACME).defaultCommunity(), BOB));
        assertEquals("Cat lovers", other.get(as(BOB), cats).name());
    }

    @Test
    @Rule("TEN-2")
    void who_closes_one_node_closes_no_other() {
        acme();
        Communities third = cluster.node();
        third.host().addUser(ACME, DAVE);
        third.close();

        assertThrows(CommunitiesException.class, () -> third.host().addUser(ACME, DAVE));
        assertTrue(node.create(as(DAVE), NewCommunity.named("Still here")).changed());
        assertEquals("Acme", later().host().organization(ACME).name());
        third.close();
    }

    // LIM-2

    @Test
    @Rule("LIM-2")
    void null_is_refused_by_every_operation_before_a_store_is_asked() {
        guarded((guarded, view) -> {
            List<Executable> checks = new ArrayList<>();
            Map<Class<?>, Object> services = new LinkedHashMap<>();
            services.put(Communities.class, guarded);
            services.put(Host.class, guarded.host());
            services.put(Organizations.class, guarded.organizations());
            services.put(Members.class, guarded.members());
            services.put(Projects.class, guarded.projects());
            services.put(Resources.class, guarded.resources());
            services.put(Sharing.class, guarded.sharing());
            services.put(Invitations.class, guarded.invitations());
            services.put(Billings.class, guarded.billing());
            services.put(Channels.class, guarded.channels());
            services.put(Restrictions.class, guarded.restrictions());
            services.put(Access.class, guarded.access());
            services.put(AccessView.class, view);
            services.forEach((type, service) -> Arrays.stream(type.getMethods())
                    .filter(method -> !Modifier.isStatic(method.getModifiers()))
                    .forEach(method -> checks.addAll(nulls(method, service))));
            assertTrue(checks.size() > 150, () -> "checks: " + checks.size());
            assertAll(checks);
        });
    }

    @Test
    @Rule("LIM-2")
    void null_is_refused_by_every_value() {
        List<Object> values = List.of(
                OrganizationId.of("acme"),
                CommunityId.of(ACME, "cats"),
                ProjectId.of(ACME, "litter"),
                ANN,
                as(ANN),
                CommunityFilter.all(),
                CommunityUpdate.nothing(),
                NewCommunity.named("Cats"),
                PageRequest.first(1),
                Permission.PROJECT_VIEW,
                PROJECT_VIEWER,
                NewBinding.of(ANN, PROJECT_VIEWER),
                BindingDelta.nothing(),
                new BindingDelta.Step(NewBinding.of(ANN, PROJECT_VIEWER), true),
                NewProject.named("Litter"),
                ProjectUpdate.nothing(),
                ResourceId.of(ACME, "photos"),
                InvitationId.of(ACME, "come"),
                new ResourceAt(ResourceId.of(ACME, "photos"), CommunityId.of(ACME, "cats")),
                Labels.NONE,
                Limits.NONE,
                LimitsUpdate.nothing(),
                BalanceUpdate.from(Optional.empty()),
                NewResource.of("dataset", "Photos"),
                ResourceUpdate.nothing(),
                NewLink.to(COMMUNITY_VIEWER),
                NewPersonal.of(ANN, COMMUNITY_VIEWER),
                InvitationToken.of("abc"),
                BillingAccountId.of("account"),
                Channel.of("Chat", "https://slack.com"),
                new RestrictionValue.Strings(List.of("a")),
                ResourceType.of("dataset"),
                RestrictionDefinition.of("quiet", "whether it is quiet", RestrictionValue.of(true)),
                Caps.NONE,
                OperationRequest.of(Operation.RUN, ProjectId.of(ACME, "litter")),
                new RosterRow(1, ACME, Optional.empty(), Optional.empty(), "ann", "member"),
                RoleDefinition.role(PROJECT_VIEWER),
                CommunityEngine.builder());
        // These compare or go on from what was checked when it was made.
        Set<String> exempt = Set.of("equals", "compareTo", "after");
        List<Executable> checks = new ArrayList<>();
        for (Object value : values) {
            Class<?> type = value.getClass();
            Stream.concat(
                            Arrays.stream(type.getConstructors()),
                            Arrays.stream(type.getDeclaredMethods())
                                    .filter(method -> Modifier.isPublic(method.getModifiers())
                                            && !method.isSynthetic()
                                            && !exempt.contains(method.getName())))
                    .forEach(executable -> checks.addAll(nulls(executable, value)));
        }
        assertTrue(checks.size() > 80, () -> "checks: " + checks.size());
        assertAll(checks);
    }

    @Test
    @Rule({"LIM-2", "POL-1"})
    void null_is_refused_by_a_policy_at_the_latest_when_it_is_built() {
        List<Executable> checks = Arrays.stream(PolicyBuilder.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .flatMap(method -> callsWithNull(method).map(call -> (Executable) () -> {
                    PolicyBuilder builder = Policy.standard().toBuilder("own");
                    Throwable atOnce = thrownBy(method, builder, call.arguments());
                    checkClear(
                            atOnce == null
                                    ? assertThrows(InvalidInput.class, builder::build, call.inWords())
                                    : assertInstanceOf(InvalidInput.class, atOnce, call.inWords()));
                }))
                .toList();
        assertTrue(checks.size() > 10, () -> "checks: " + checks.size());
        assertAll(checks);
    }

    /** One check for each argument of a call that can be, or hold, {@code null}; all others are valid. */
    private static List<Executable> nulls(java.lang.reflect.Executable executable, Object receiver) {
        return callsWithNull(executable)
                .map(call -> (Executable) () -> {
                    InvalidInput refusal = assertInstanceOf(
                            InvalidInput.class, thrownBy(executable, receiver, call.arguments()), call.inWords());
                    checkClear(refusal);
                    assertTrue(
                            String.valueOf(refusal.getMessage()).contains("null"),
                            () -> call.inWords() + ", but what is refused is: " + refusal.getMessage());
                })
                .toList();
    }

    /** A call of which one argument is, or holds, {@code null}. */
    private record CallWithNull(String inWords, List<@Nullable Object> arguments) {}

    private static Stream<CallWithNull> callsWithNull(java.lang.reflect.Executable executable) {
        List<CallWithNull> calls = new ArrayList<>();
        Class<?>[] types = executable.getParameterTypes();
        for (int i = 0; i < types.length; i++) {
            if (!types[i].isPrimitive()) {
                List<@Nullable Object> bad = new ArrayList<>();
                bad.add(null);
                holdingNull(types[i]).ifPresent(bad::add);
                for (Object each : bad) {
                    List<@Nullable Object> arguments = new ArrayList<>();
                    for (int j = 0; j < types.length; j++) {
                        arguments.add(i == j ? each : valid(executable, types[j], j));
                    }
                    String where = executable + ", argument " + (i + 1);
                    calls.add(new CallWithNull(where + (each == null ? " is null" : " holds null"), arguments));
                }
            }
        }
        return calls.stream();
    }

    private static Optional<Object> holdingNull(Class<?> type) {
        if (type.isArray()) {
            return Optional.of(Array.newInstance(type.getComponentType(), 1));
        } else if (type == Collection.class || type == List.class) {
            return Optional.of(Collections.singletonList(null));
        } else if (type == Set.class) {
            return Optional.of(Collections.singleton(null));
        } else if (type == Stream.class) {
            return Optional.of(Stream.of((Object) null));
        }
        return Optional.empty();
    }

    private static @Nullable Throwable thrownBy(
            java.lang.reflect.Executable executable, Object receiver, List<@Nullable Object> arguments) {
        try {
            if (executable instanceof Method method) {
                method.invoke(receiver, arguments.toArray());
            } else {
                ((java.lang.reflect.Constructor<?>) executable).newInstance(arguments.toArray());
            }
            return null;
        } catch (InvocationTargetException e) {
            return e.getCause();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(executable.toString(), e);
        }
    }

    /** An argument that is in order. */
    private static Object valid(java.lang.reflect.Executable executable, Class<?> type, int position) {
        boolean ofHost = executable.getDeclaringClass() == Host.class;
        if (type == Subject.class) {
            boolean group = executable.getName().equals("expand")
                    || (position == 1 && executable.getName().contains("Group"));
            boolean account = executable.getName().equals("setAgent")
                    || (ofHost && executable.getName().equals("remove"));
            return group ? CATS : account ? ROBOT : ANN;
        } else if (type == Role.class) {
            return ofHost ? ORGANIZATION_ADMIN : COMMUNITY_VIEWER;
        } else if (type == String.class) {
            return executable.getDeclaringClass() == Permission.class
                    ? "cat.stroke"
                    : executable.getDeclaringClass() == Restrictions.class ? "resources.noTypes" : "acme";
        } else if (type == BindingDelta.class) {
            return BindingDelta.nothing().add(ANN, COMMUNITY_VIEWER);
        } else if (type.isArray()) {
            return Array.newInstance(type.getComponentType(), 0);
        }
        Map<Class<?>, Object> others = new LinkedHashMap<>();
        others.put(OrganizationId.class, ACME);
        others.put(CommunityId.class, CommunityId.of(ACME, "cats"));
        others.put(ProjectId.class, ProjectId.of(ACME, "litter"));
        others.put(Scope.class, CommunityId.of(ACME, "cats"));
        others.put(Target.class, CommunityId.of(ACME, "cats"));
        others.put(Caller.class, as(ANN));
        others.put(Permission.class, PROJECT_VIEW);
        others.put(SubjectKind.class, SubjectKind.USER);
        others.put(ScopeKind.class, ScopeKind.PROJECT);
        others.put(Instant.class, Instant.parse("2030-01-01T00:00:00Z"));
        others.put(Duration.class, Duration.ofSeconds(1));
        others.put(NewCommunity.class, NewCommunity.named("Cats"));
        others.put(CommunityUpdate.class, CommunityUpdate.nothing().name("Cats"));
        others.put(CommunityFilter.class, CommunityFilter.all());
        others.put(PageRequest.class, PageRequest.first(1));
        others.put(NewProject.class, NewProject.named("Litter"));
        others.put(ProjectUpdate.class, ProjectUpdate.nothing().name("Litter"));
        others.put(NewBinding.class, NewBinding.of(ANN, COMMUNITY_VIEWER));
        others.put(ResourceId.class, ResourceId.of(ACME, "photos"));
        others.put(ResourceAt.class, ResourceAt.of(ResourceId.of(ACME, "photos"), ProjectId.of(ACME, "litter")));
        others.put(InvitationId.class, InvitationId.of(ACME, "come"));
        others.put(InvitationToken.class, InvitationToken.of("come.AAAA"));
        others.put(NewLink.class, NewLink.to(COMMUNITY_VIEWER));
        others.put(NewPersonal.class, NewPersonal.of(BOB, COMMUNITY_VIEWER));
        others.put(BillingAccountId.class, BillingAccountId.of("account"));
        others.put(Channel.class, Channel.of("Chat", "https://cats.slack.com/chat"));
        others.put(RestrictionValue.class, RestrictionValue.of(List.of("secret")));
        others.put(NewResource.class, NewResource.of("dataset", "Photos"));
        others.put(ResourceUpdate.class, ResourceUpdate.nothing().name("Photos"));
        others.put(Limits.class, Limits.NONE);
        others.put(LimitsUpdate.class, LimitsUpdate.nothing());
        others.put(BalanceUpdate.class, BalanceUpdate.from(Optional.empty()));
        others.put(Labels.class, Labels.NONE);
        others.put(Caps.class, Caps.NONE);
        others.put(ResourceType.class, ResourceType.of("dataset"));
        others.put(ResourceType.Payer.class, ResourceType.Payer.OWNER);
        others.put(
                RestrictionDefinition.class,
                RestrictionDefinition.of("quiet", "whether it is quiet", RestrictionValue.of(true)));
        others.put(RestrictionDefinition.Effect.class, RestrictionDefinition.Effect.HOST);
        others.put(Operation.class, Operation.RUN);
        others.put(Need.Place.class, Need.Place.PROJECT);
        others.put(OperationRequest.class, OperationRequest.of(Operation.RUN, ProjectId.of(ACME, "litter")));
        others.put(SortedMap.class, Collections.emptySortedMap());
        others.put(Map.class, Map.of());
        others.put(BillingAccounts.class, new NoAccounts());
        others.put(Directory.class, new NoDirectory());
        others.put(LongSupplier.class, (LongSupplier) () -> 0);
        others.put(ChangeListener.class, (ChangeListener) (organization, record) -> {});
        others.put(Revision.class, Revision.NONE);
        others.put(RoleDefinition.class, RoleDefinition.role(PROJECT_VIEWER));
        others.put(ChannelLinks.class, ChannelLinks.ANY_HTTPS);
        others.put(Billing.class, Billing.NOT_REQUIRED);
        others.put(Optional.class, Optional.empty());
        others.put(Collection.class, List.of());
        others.put(List.class, List.of());
        others.put(Set.class, Set.of());
        others.put(Stream.class, Stream.empty());
        others.put(Consumer.class, (Consumer<Object>) ignored -> {});
        others.put(boolean.class, true);
        others.put(int.class, 100);
        others.put(long.class, 1L);
        Object valid = others.get(type);
        return valid == null ? fail("no example of " + type + " for " + executable) : valid;
    }

    @Test
    @Rule({"LIM-2", "TEN-1"})
    void texts_that_are_blank_too_long_or_hold_what_cannot_be_seen_are_refused_by_every_value() {
        Caller caller = as(ANN);
        List<TextField> fields = List.of(
                new TextField("organization id", 64, false, OrganizationId::of),
                new TextField("community id", 64, false, text -> CommunityId.of(ACME, text)),
                new TextField("project id", 64, false, text -> ProjectId.of(ACME, text)),
                new TextField("user", 64, false, Subject::user),
                new TextField("federatedUser", 64, false, Subject::federatedUser),
                new TextField("serviceAccount", 64, false, Subject::serviceAccount),
                new TextField("group", 64, false, Subject::group),
                new TextField("reason", 256, false, true, caller::because),
                new TextField("request id", 64, false, caller::inRequest),
                new TextField("name", 63, false, NewCommunity::named),
                new TextField(
                        "description",
                        256,
                        true,
                        text -> NewCommunity.named("Cats").describedAs(text)),
                new TextField(
                        "zone", 64, false, text -> NewCommunity.named("Cats").in(text)),
                new TextField(
                        "name", 63, false, text -> CommunityUpdate.nothing().name(text)),
                new TextField(
                        "description",
                        256,
                        true,
                        text -> CommunityUpdate.nothing().description(text)),
                new TextField(
                        "text", 256, false, true, text -> CommunityFilter.all().containing(text)),
                new TextField("name", 63, false, NewProject::named),
                new TextField(
                        "description",
                        256,
                        true,
                        text -> NewProject.named("Litter").describedAs(text)),
                new TextField("name", 63, false, text -> ProjectUpdate.nothing().name(text)),
                new TextField(
                        "description",
                        256,
                        true,
                        text -> ProjectUpdate.nothing().description(text)),
                new TextField("resource id", 64, false, text -> ResourceId.of(ACME, text)),
                new TextField("invitation id", 64, false, text -> InvitationId.of(ACME, text)),
                new TextField("billing account id", 64, false, BillingAccountId::of),
                new TextField("name", 63, false, text -> Channel.of(text, "https://slack.com")),
                new TextField("link", 512, false, text -> Channel.of("Chat", text)),
                new TextField("type", 64, false, text -> NewResource.of(text, "Photos")),
                new TextField("name", 63, false, text -> NewResource.of("dataset", text)),
                new TextField(
                        "description",
                        256,
                        true,
                        text -> NewResource.of("dataset", "Photos").describedAs(text)),
                new TextField(
                        "name", 63, false, text -> ResourceUpdate.nothing().name(text)),
                new TextField(
                        "description",
                        256,
                        true,
                        text -> ResourceUpdate.nothing().description(text)),
                new TextField("value", 64, false, text -> RestrictionValue.of(List.of(text))),
                new TextField("type", 64, false, ResourceType::of),
                new TextField("role", 64, false, Role::of),
                new TextField("permission", 64, false, text -> new Permission(text, 100, ScopeKind.PROJECT)),
                new TextField("name", 64, false, text -> Policy.standard().toBuilder(text)));
        List<Executable> checks = new ArrayList<>();
        fields.forEach(field -> field.bad()
                .forEach(text -> checks.add(() -> {
                    InvalidInput refusal = assertThrows(
                            InvalidInput.class, () -> field.take().apply(text), field + " takes " + escaped(text));
                    checkClear(refusal);
                    assertTrue(refusal.field().contains(field.name()), () -> field + " is called " + refusal.field());
                })));
        assertAll(checks);
    }

    @Test
    @Rule({"LIM-2", "COM-3"})
    void prose_may_hold_what_emoji_are_written_with() {
        String heart = "with \u2764\uFE0F";
        acme();
        Community cats = node.create(
                        as(ANN).because(heart), NewCommunity.named("Cats").describedAs(heart))
                .value();

        assertEquals(heart, later().get(as(ANN), cats.id()).description());
        assertEquals(
                List.of(cats),
                other.list(as(ANN), CommunityFilter.all().containing(heart), PageRequest.first(10))
                        .items());
        assertEquals(Optional.of(heart), feed(ACME).get(feed(ACME).size() - 1).reason());
    }

    /** A text somebody gives; prose is read and not compared, so that a variation selector does no harm in it. */
    private record TextField(
            String name, int longest, boolean mayBeBlank, boolean prose, Function<String, Object> take) {
        TextField(String name, int longest, boolean isDescription, Function<String, Object> take) {
            this(name, longest, isDescription, isDescription, take);
        }

        Stream<String> bad() {
            Stream<String> blank = mayBeBlank ? Stream.of() : Stream.of("", " ", "   ", "\u3000");
            // The last takes hours to normalize.
            Stream<String> tooLong = Stream.of(
                    "x".repeat(longest + 1),
                    "\uD835\uDCB6".repeat(longest + 1),
                    "x".repeat(1_000_000),
                    "e" + "\u0323\u0301".repeat(1_000_000));
            List<String> unseen = (prose ? TrickyTexts.hidden() : TrickyTexts.unseen()).toList();
            return Stream.of(
                            blank,
                            tooLong,
                            unseen.stream(),
                            unseen.stream().map(character -> "abc" + character + "def"))
                    .flatMap(Function.identity());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** The message names field and rule, and shows the value shortened, without what can't be seen. */
    private static void checkClear(InvalidInput refusal) {
        String message = String.valueOf(refusal.getMessage());
        assertFalse(refusal.field().isBlank());
        assertFalse(refusal.fault().isBlank());
        String reason = refusal.field() + " '" + refusal.value() + "' " + refusal.fault();
        assertEquals("[" + refusal.rule() + "] " + reason, message);
        assertEquals(reason, refusal.reason());
        assertTrue(message.length() < 400, () -> "message of " + message.length() + " characters");
        message.codePoints()
                .filter(c -> Character.isISOControl(c)
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.SURROGATE
                        || TrickyTexts.unseen().anyMatch(Character.toString(c)::equals))
                .findFirst()
                .ifPresent(c -> fail("the message holds U+" + Integer.toHexString(c)));
    }

    private static String escaped(String text) {
        StringBuilder shown = new StringBuilder();
        text.chars()
                .limit(20)
                .forEach(c -> shown.append(c >= 0x20 && c < 0x7F ? "" + (char) c : "\\u" + Integer.toHexString(c)));
        return shown.toString();
    }

    @Test
    @Rule({"LIM-2", "ORG-1"})
    void a_name_of_an_organization_is_checked_before_a_store_is_asked() {
        guarded((guarded, view) -> {
            List<Executable> checks = new TextField(
                            "name", 128, false, text -> guarded.host().register(ACME, text))
                    .bad()
                    .<Executable>map(text -> () -> {
                        InvalidInput refusal = assertThrows(
                                InvalidInput.class, () -> guarded.host().register(ACME, text), () -> escaped(text));
                        checkClear(refusal);
                        assertEquals("ORG-1", refusal.rule());
                    })
                    .toList();
            assertAll(checks);
        });
    }

    @Test
    @Rule("LIM-2")
    void what_is_of_the_wrong_kind_is_refused_before_a_store_is_asked() {
        guarded((guarded, view) -> {
            Host host = guarded.host();
            CommunityId cats = CommunityId.of(ACME, "cats");
            ProjectId litter = ProjectId.of(ACME, "litter");
            Members members = guarded.members();
            Instant past = cluster.clock().instant();
            Role unknown = Role.of("communities.janitor");
            List<NewBinding> tooMany = new ArrayList<>();
            for (int i = 0; i <= 1000; i++) {
                tooMany.add(NewBinding.of(Subject.user("user" + i), COMMUNITY_VIEWER));
            }
            checkInvalid(
                    () -> Caller.of(ACME, CATS),
                    () -> Caller.of(ACME, Subject.allUsers()),
                    () -> new Subject(SubjectKind.ALL_USERS, "everyone"),
                    () -> host.addUser(ACME, CATS),
                    () -> host.addUser(ACME, Subject.allUsers()),
                    () -> host.addServiceAccount(ACME, BOB),
                    () -> host.addUser(ACME, ANN, PROJECT_VIEWER),
                    () -> host.addUser(ACME, ANN, ORGANIZATION_MEMBER, unknown),
                    () -> host.removeUser(ACME, CATS),
                    () -> host.removeUser(ACME, Subject.allUsers()),
                    () -> host.addGroup(ACME, ANN),
                    () -> host.addGroup(ACME, Subject.allUsers()),
                    () -> host.addToGroup(ACME, ANN, BOB),
                    () -> host.addToGroup(ACME, CATS, Subject.group("kittens")),
                    () -> host.addToGroup(ACME, CATS, Subject.allUsers()),
                    () -> host.removeFromGroup(ACME, ANN, BOB),
                    () -> host.signIn(ACME, ROBOT),
                    () -> host.signIn(ACME, CATS),
                    () -> host.signIn(ACME, Subject.allUsers()),
                    () -> host.changes(ACME, Revision.NONE, 0),
                    () -> host.changes(ACME, Revision.NONE, 1001),
                    () -> host.changes(ACME, Revision.NONE, -1),
                    () -> Revision.of(-1),
                    () -> PageRequest.first(0),
                    () -> PageRequest.first(1001),
                    () -> PageRequest.first(Integer.MIN_VALUE),
                    () -> members.grant(as(ANN), cats, BOB, unknown),
                    () -> members.grant(as(ANN), litter, BOB, COMMUNITY_VIEWER),
                    () -> members.grant(as(ANN), cats, BOB, ORGANIZATION_ADMIN),
                    () -> members.grant(as(ANN), cats, BOB, COMMUNITY_VIEWER, past),
                    () -> members.grant(as(ANN), cats, BOB, COMMUNITY_VIEWER, Instant.MIN),
                    () -> members.grant(as(ANN), cats, BOB, COMMUNITY_VIEWER, Instant.MAX),
                    () -> members.update(as(ANN), cats, BindingDelta.nothing()),
                    () -> members.update(as(ANN), cats, BindingDelta.nothing().add(BOB, unknown)),
                    () -> members.update(as(ANN), litter, BindingDelta.nothing().add(BOB, COMMUNITY_VIEWER)),
                    () -> members.replace(as(ANN), cats, List.of(NewBinding.of(BOB, unknown)), 1),
                    () -> members.replace(as(ANN), litter, List.of(NewBinding.of(BOB, COMMUNITY_VIEWER)), 1),
                    () -> members.replace(as(ANN), cats, tooMany, 1),
                    () -> members.remove(as(ANN), ACME, BOB),
                    () -> members.expand(as(ANN), cats, BOB, PageRequest.first(1)),
                    () -> host.removeServiceAccount(ACME, BOB),
                    () -> host.removeGroup(ACME, Subject.allUsers()),
                    () -> host.erase(ACME, CATS),
                    () -> host.erase(ACME, ROBOT),
                    () -> host.purge(ACME, 0),
                    () -> host.purge(ACME, 1001),
                    () -> host.purgeRemoved(ACME, 0),
                    () -> host.purgeRemoved(ACME, 1001),
                    () -> host.reportUse(ACME, litter, "k", -1),
                    () -> host.reportUse(ACME, ProjectId.of(GLOBEX, "litter"), "k", 1),
                    () -> host.reportUse(ACME, litter, " ", 1),
                    () -> members.setAgent(as(ANN), cats, BOB),
                    () -> members.setAgent(as(ANN), cats, CATS),
                    () -> NewLink.to(COMMUNITY_VIEWER).forAtMost(0),
                    () -> NewPersonal.of(CATS, COMMUNITY_VIEWER),
                    () -> NewPersonal.of(ROBOT, COMMUNITY_VIEWER),
                    () -> InvitationToken.of(""),
                    () -> InvitationToken.of("a b"),
                    () -> InvitationToken.of("x".repeat(1025)),
                    () -> guarded.invitations().createLink(as(ANN), cats, NewLink.to(ORGANIZATION_ADMIN)),
                    () -> guarded.invitations().createLink(as(ANN), cats, NewLink.to(unknown)),
                    () -> guarded.invitations()
                            .createLink(
                                    as(ANN), cats, NewLink.to(COMMUNITY_VIEWER).until(past)),
                    () -> guarded.invitations()
                            .createLink(
                                    as(ANN), cats, NewLink.to(COMMUNITY_VIEWER).until(Instant.MAX)),
                    () -> guarded.invitations().invite(as(ANN), cats, NewPersonal.of(BOB, ORGANIZATION_ADMIN)),
                    () -> guarded.invitations()
                            .invite(
                                    as(ANN),
                                    cats,
                                    NewPersonal.of(BOB, COMMUNITY_VIEWER).until(past)),
                    () -> guarded.channels().link(as(ANN), cats, Channel.of("Chat", "https://evil.example")),
                    () -> guarded.channels().unlink(as(ANN), cats, " "),
                    () -> guarded.restrictions().set(as(ANN), cats, "nonsense", RestrictionValue.of(true)),
                    () -> guarded.restrictions().set(as(ANN), cats, "resources.noTypes", RestrictionValue.of(true)),
                    () -> guarded.restrictions().unset(as(ANN), cats, "nonsense"),
                    () -> guarded.restrictions().get(as(ANN), cats, "nonsense"),
                    () -> guarded.resources().create(as(ANN), litter, NewResource.of("ghost", "Photos")),
                    () -> guarded.resources().create(as(ANN), litter, NewResource.of("secret", "1abc")),
                    () -> guarded.resources().create(as(ANN), litter, NewResource.of("secret", "a")),
                    () -> guarded.resources().create(as(ANN), litter, NewResource.of("secret", "abc-")),
                    () -> guarded.resources().create(as(ANN), litter, NewResource.of("secret", "a_b")),
                    () -> Limits.NONE.perHour(-1),
                    () -> Limits.NONE.perExecution(-1),
                    () -> LimitsUpdate.nothing().perHour(-1),
                    () -> LimitsUpdate.nothing().perExecution(-1),
                    () -> guarded.projects().addToBalance(as(ANN), litter, -1),
                    () -> Labels.of(Map.of("A", "b")),
                    () -> Labels.of(Map.of("a", "B")),
                    () -> Labels.of(Map.of("", "b")),
                    () -> Labels.of(Map.of("x".repeat(64), "b")),
                    () -> Labels.of(Map.of("a", "x".repeat(64))),
                    () -> new ResourceAt(ResourceId.of(ACME, "photos"), ACME),
                    () -> OperationRequest.of(Operation.RUN, litter).using(-1),
                    () -> OperationRequest.of(Operation.RUN, litter).perHour(-1),
                    () -> Caps.NONE.members(0),
                    () -> ResourceType.of("dataset").named("["),
                    () -> guarded.access()
                            .holders(
                                    as(ANN),
                                    new Permission("cat.stroke", 100, ScopeKind.PROJECT),
                                    cats,
                                    PageRequest.first(1)),
                    () -> guarded.access()
                            .communities(
                                    as(ANN),
                                    new Permission("cat.stroke", 100, ScopeKind.PROJECT),
                                    PageRequest.first(1)),
                    () -> guarded.access()
                            .projects(
                                    as(ANN),
                                    new Permission("cat.stroke", 100, ScopeKind.PROJECT),
                                    PageRequest.first(1)),
                    () -> guarded.access()
                            .resources(
                                    as(ANN),
                                    new Permission("cat.stroke", 100, ScopeKind.PROJECT),
                                    PageRequest.first(1)),
                    () -> guarded.access().filter(as(ANN), new Permission("cat.stroke", 100, ScopeKind.PROJECT)),
                    () -> view.can(new Permission("cat.stroke", 100, ScopeKind.PROJECT), ACME),
                    () -> guarded.access().can(as(ANN), new Permission("cat.stroke", 100, ScopeKind.PROJECT), ACME),
                    () -> CommunityEngine.builder()
                            .stalenessBound(Duration.ZERO)
                            .build(),
                    () -> CommunityEngine.builder()
                            .stalenessBound(Duration.ofMillis(-1))
                            .build(),
                    () -> CommunityEngine.builder().build());
        });
    }

    @Test
    @Rule("LIM-2")
    void the_times_that_an_engine_is_given_are_of_a_millisecond_to_a_year() {
        CommunityId team = acme();
        Duration shortest = Duration.ofMillis(1);
        Duration longest = Duration.ofDays(365);
        for (Duration fit : List.of(shortest, longest)) {
            try (Communities built = cluster.engine(cluster.storage().open())
                    .directory(new NoDirectory())
                    .stalenessBound(fit)
                    .hostPatience(fit)
                    .build()) {
                assertFalse(built.access().can(as(ANN), COMMUNITY_VIEW, team), "it reckons with " + fit);
            }
        }
        for (Duration unfit : List.of(
                Duration.ofSeconds(Long.MIN_VALUE),
                Duration.ZERO,
                shortest.minusNanos(1),
                longest.plusNanos(1),
                Duration.ofSeconds(Long.MAX_VALUE, 999_999_999))) {
            assertEquals(
                    "staleness bound",
                    invalid(
                                    "LIM-2",
                                    () -> CommunityEngine.builder()
                                            .stalenessBound(unfit)
                                            .build())
                            .field());
            assertEquals(
                    "host patience",
                    invalid(
                                    "LIM-2",
                                    () -> CommunityEngine.builder()
                                            .hostPatience(unfit)
                                            .build())
                            .field());
        }
    }

    private static void checkInvalid(Executable... calls) {
        List<Executable> checks = new ArrayList<>();
        for (int i = 0; i < calls.length; i++) {
            String which = "call " + (i + 1);
            Executable call = calls[i];
            checks.add(() -> checkClear(assertThrows(InvalidInput.class, call, which)));
        }
        assertAll(checks);
    }

    @Test
    @Rule({"LIM-2", "TEN-1"})
    void a_text_that_is_much_too_long_is_refused_wherever_else_it_is_taken() {
        String much = "x".repeat(3_000_000);
        CommunityId cats = CommunityId.of(ACME, "cats");
        ProjectId litter = ProjectId.of(ACME, "litter");
        guarded((guarded, view) -> {
            Map<String, SortedMap<String, String>> maps = new LinkedHashMap<>();
            maps.put("keys", new TreeMap<>(Map.of(much, "value")));
            maps.put("values", new TreeMap<>(Map.of("key", much)));
            checkInvalid(
                    () -> OrganizationId.parse(much),
                    () -> CommunityId.parse("acme/" + much),
                    () -> ProjectId.parse("acme/" + much),
                    () -> ResourceId.parse(much + "/photos"),
                    () -> InvitationId.parse("acme/" + much),
                    () -> Subject.parse("user/" + much),
                    () -> Subject.parse(much + "/ann"),
                    () -> SubjectKind.parse(much),
                    () -> ChangeKind.parse(much),
                    () -> Change.parse("community.created community acme/cats - - name=" + much),
                    () -> Change.parse(" ".repeat(3_000_000)),
                    () -> TextMap.read("name=" + much),
                    () -> TextMap.read("=&".repeat(1_500_000)),
                    () -> InvitationToken.of(much),
                    () -> new PageRequest(1, Optional.of(much)),
                    () -> ResourceType.of("dataset").named(much),
                    () -> RestrictionDefinition.of(much, "quiet", RestrictionValue.of(true)),
                    () -> RestrictionDefinition.of("quiet", much, RestrictionValue.of(true)),
                    () -> OperationRequest.of(Operation.CREATE_RESOURCE, litter).ofType(much),
                    () -> new Labels(Optional.ofNullable(maps.get("keys")).orElseThrow()),
                    () -> new Labels(Optional.ofNullable(maps.get("values")).orElseThrow()),
                    () -> guarded.channels().unlink(as(ANN), cats, much),
                    () -> guarded.restrictions().set(as(ANN), cats, much, RestrictionValue.of(true)),
                    () -> guarded.restrictions().unset(as(ANN), cats, much),
                    () -> guarded.restrictions().get(as(ANN), cats, much),
                    () -> guarded.resources().copy(as(ANN), ResourceId.of(ACME, "photos"), litter, much),
                    () -> guarded.host().reportUse(ACME, litter, much, 1));
        });
        List<RosterRow> rows = List.of(
                new RosterRow(1, ACME, Optional.empty(), Optional.empty(), much, "member"),
                new RosterRow(2, ACME, Optional.empty(), Optional.empty(), "ann", much),
                new RosterRow(3, ACME, Optional.empty(), Optional.empty(), "ann", "organization." + much),
                new RosterRow(4, ACME, Optional.of(much), Optional.empty(), "ann", "viewer"),
                new RosterRow(5, ACME, Optional.of("Cats"), Optional.of(much), "ann", "viewer"),
                new RosterRow(6, ACME, Optional.empty(), Optional.of(much), "ann", "viewer"));
        List<RosterOutcome> outcomes = new ArrayList<>();
        assertEquals(6, node.host().importRoster(rows.stream(), outcomes::add).refused());
        outcomes.forEach(outcome ->
                assertTrue(outcome.refusal().orElseThrow().reason().length() < 400, outcome.row()::toString));
    }

    /** Were they looked at first, or copied, the one that is {@code null} would be what is wrong. */
    @Test
    @Rule({"LIM-2", "MEM-9", "COM-8", "RST-1"})
    void a_collection_that_is_too_large_is_refused_before_it_is_looked_at() {
        List<@Nullable NewBinding> bindings = new ArrayList<>(Collections.nCopies(1_000, null));
        bindings.add(NewBinding.of(ANN, COMMUNITY_VIEWER));
        Map<@Nullable String, @Nullable String> labels = new HashMap<>();
        for (int i = 0; i < 64; i++) {
            labels.put("key" + i, null);
        }
        labels.put(null, "value");
        guarded((guarded, view) -> {
            assertEquals(
                    "MEM-9",
                    invalid("MEM-9", () -> new BindingDelta(unchecked(Collections.nCopies(1_001, null))))
                            .rule());
            invalid(
                    "MEM-9",
                    () -> guarded.members().replace(as(ANN), CommunityId.of(ACME, "cats"), unchecked(bindings), 1));
            invalid("COM-8", () -> Labels.of(unchecked(labels)));
            invalid(
                    "RST-1",
                    () -> RestrictionValue.of(IsolationRules.<List<String>>unchecked(Collections.nCopies(101, null))));
            invalid("LIM-2", () -> guarded.host().addUser(ACME, ANN, new Role[1_001]));
        });
    }

    /** What a caller may give that was not compiled as this is. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T> T unchecked(Object value) {
        return (T) value;
    }

    /** A label's key that is sorted by an order of the caller's own is not kept in it. */
    @Test
    @Rule({"LIM-2", "COM-8"})
    void labels_are_in_their_own_order_and_miss_no_key() {
        SortedMap<String, String> backwards = new TreeMap<>(Comparator.reverseOrder());
        backwards.putAll(Map.of("a", "1", "b", "2"));

        Labels labels = new Labels(backwards);

        assertEquals(List.of("a", "b"), List.copyOf(labels.values().keySet()));
        invalid("LIM-2", () -> Labels.of(unchecked(Collections.singletonMap(null, "value"))));
        invalid("LIM-2", () -> Labels.of(unchecked(Collections.singletonMap("key", null))));
    }

    @Test
    @Rule("LIM-2")
    void the_longest_legal_texts_are_kept() {
        String longest = "\uD83D\uDE3A".repeat(64);
        OrganizationId organization = OrganizationId.of(longest);
        Subject user = Subject.user(longest);
        node.host().register(organization, "\uD83D\uDE3A".repeat(128));
        node.host().addUser(organization, user);
        Community community = node.create(
                        Caller.of(organization, user)
                                .because("\uD83D\uDE3A".repeat(256))
                                .inRequest(longest),
                        NewCommunity.named("x".repeat(63))
                                .describedAs("\uD83D\uDE3A".repeat(256))
                                .in(longest))
                .value();

        later();
        assertEquals(
                "\uD83D\uDE3A".repeat(128),
                other.host().organization(organization).name());
        assertEquals(community, other.get(Caller.of(organization, user), community.id()));
        var records = feed(organization);
        assertEquals(Optional.of(longest), records.get(records.size() - 1).requestId());
        assertEquals(
                Optional.of("\uD83D\uDE3A".repeat(256)),
                records.get(records.size() - 1).reason());
    }

    /** A host that knows of no billing accounts. */
    private static final class NoAccounts implements BillingAccounts {
        @Override
        public Optional<BillingStatus> status(
                OrganizationId organization, BillingAccountId account, Duration patience) {
            return Optional.empty();
        }

        @Override
        public boolean mayUse(
                OrganizationId organization, Subject principal, BillingAccountId account, Duration patience) {
            return false;
        }
    }

    /** A directory in which there is nobody. */
    private static final class NoDirectory implements Directory {
        @Override
        public Map<Subject, Entry> find(OrganizationId organization, Collection<Subject> subjects, Duration patience) {
            return Map.of();
        }

        @Override
        public List<Subject> members(
                OrganizationId organization, Subject group, Optional<Subject> after, int limit, Duration patience) {
            return List.of();
        }

        @Override
        public List<Subject> principals(
                OrganizationId organization, Optional<Subject> after, int limit, Duration patience) {
            return List.of();
        }

        @Override
        public List<Subject> holders(
                OrganizationId organization, Optional<Subject> after, int limit, Duration patience) {
            return List.of();
        }
    }

    /** What a guarded test does. */
    private interface Guarded {
        void run(Communities communities, AccessView view);
    }

    /** Runs a test on an engine whose store must not be asked, and a view that was loaded before. */
    private void guarded(Guarded test) {
        if (!registered()) {
            acme();
        }
        CommunityStore store = cluster.storage().open();
        Tripwire tripwire = new Tripwire(store);
        try (Communities communities = cluster.engine(tripwire).build()) {
            AccessView view = communities.access().of(as(ANN));
            assertTrue(view.can(COMMUNITY_VIEW, node.host().organization(ACME).defaultCommunity()));
            tripwire.arm();
            test.run(communities, view);
            assertThrows(
                    AssertionError.class,
                    () -> communities.create(as(ANN), NewCommunity.named("Proves that the wire is there")));
        }
    }

    private boolean registered() {
        try {
            return node.host().organization(ACME).id().equals(ACME);
        } catch (CommunitiesException e) {
            return false;
        }
    }
}
