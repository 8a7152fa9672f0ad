package io.github.communities.tck.domain.host;

import static io.github.communities.Permission.PROJECT_VIEW;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static io.github.communities.Role.PROJECT_VIEWER;
import static io.github.communities.tck.fixture.Refusals.requireClear;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
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
import io.github.communities.change.ChangeListener;
import io.github.communities.channel.Channel;
import io.github.communities.channel.Channels;
import io.github.communities.community.CommunityFilter;
import io.github.communities.community.CommunityUpdate;
import io.github.communities.community.NewCommunity;
import io.github.communities.core.CommunityEngine;
import io.github.communities.error.InvalidInput;
import io.github.communities.invitation.InvitationToken;
import io.github.communities.invitation.Invitations;
import io.github.communities.invitation.NewLink;
import io.github.communities.invitation.NewPersonal;
import io.github.communities.member.BindingDelta;
import io.github.communities.member.Members;
import io.github.communities.member.NewBinding;
import io.github.communities.organization.Organizations;
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
import io.github.communities.project.ProjectUpdate;
import io.github.communities.project.Projects;
import io.github.communities.project.ResourceUpdate;
import io.github.communities.project.Resources;
import io.github.communities.restriction.RestrictionValue;
import io.github.communities.restriction.Restrictions;
import io.github.communities.sharing.Sharing;
import io.github.communities.spi.BillingAccounts;
import io.github.communities.spi.Directory;
import io.github.communities.tck.fixture.StoreFixture;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Nothing takes null: LIM-2. */
public abstract class NullRules extends GuardedRules {
    /** Rules on storages of this kind. */
    protected NullRules(Supplier<StoreFixture> storages) {
        super(storages);
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
                    requireClear(
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
                    requireClear(refusal);
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
}
