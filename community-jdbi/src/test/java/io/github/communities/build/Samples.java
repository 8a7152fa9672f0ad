package io.github.communities.build;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.Host;
import io.github.communities.OrganizationId;
import io.github.communities.Permission;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.Target;
import io.github.communities.access.Access;
import io.github.communities.access.AccessListener;
import io.github.communities.access.AccessView;
import io.github.communities.billing.Billings;
import io.github.communities.change.ChangeListener;
import io.github.communities.channel.Channels;
import io.github.communities.core.CommunityEngine;
import io.github.communities.core.memory.InMemoryCommunityStore;
import io.github.communities.decision.Decision;
import io.github.communities.decision.Sentence;
import io.github.communities.error.CommunitiesException;
import io.github.communities.error.Forbidden;
import io.github.communities.error.InvalidInput;
import io.github.communities.error.Refused;
import io.github.communities.invitation.InvitationToken;
import io.github.communities.invitation.Invitations;
import io.github.communities.jdbi.AccessPredicates;
import io.github.communities.jdbi.CommunitySchema;
import io.github.communities.jdbi.HostTransactions;
import io.github.communities.jdbi.JdbiCommunityStore;
import io.github.communities.jdbi.JdbiOptions;
import io.github.communities.jdbi.JdbiTransaction;
import io.github.communities.jdbi.RowColumns;
import io.github.communities.member.Members;
import io.github.communities.organization.Organizations;
import io.github.communities.policy.Policy;
import io.github.communities.policy.PolicyBuilder;
import io.github.communities.policy.RoleDefinition;
import io.github.communities.project.Projects;
import io.github.communities.project.Resources;
import io.github.communities.restriction.RestrictionValue;
import io.github.communities.restriction.Restrictions;
import io.github.communities.sharing.Sharing;
import io.github.communities.spi.BillingAccounts;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.Directory;
import io.github.communities.spi.HostTransaction;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.record.CommunityRecord;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.tck.fixture.BegunTransaction;
import io.github.communities.tck.fixture.ForwardingReader;
import io.github.communities.tck.fixture.ForwardingWriter;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Specification;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * An object of any type that a public method of the modules takes or belongs to. Most are made by what the types
 * themselves offer: constants, builders, constructors; the few that these can't make are named here.
 */
final class Samples implements AutoCloseable {
    private final Map<Class<?>, Supplier<?>> named = new HashMap<>();
    private final JdbcDataSource dataSource = new JdbcDataSource();
    private final Handle handle;
    private final Communities communities;

    Samples() {
        dataSource.setURL("jdbc:h2:mem:" + UUID.randomUUID());
        handle = Jdbi.create(dataSource).open(); // the database lives as long as this
        CommunitySchema.migrate(dataSource);
        communities =
                CommunityEngine.builder().store(InMemoryCommunityStore.create()).build();
        nameValues();
        nameServices();
        nameStores();
    }

    private void nameValues() {
        OrganizationId acme = OrganizationId.of("acme");
        CommunityId cats = CommunityId.of(acme, "cats");
        named.put(Subject.class, () -> Subject.user("ann"));
        named.put(String.class, () -> "acme");
        named.put(Object.class, () -> "acme");
        named.put(Scope.class, () -> cats);
        named.put(Target.class, () -> cats);
        named.put(Role.class, () -> Role.COMMUNITY_VIEWER);
        named.put(Permission.class, () -> Permission.PROJECT_VIEW);
        named.put(InvitationToken.class, () -> InvitationToken.of("come.AAAA"));
        named.put(RestrictionValue.class, () -> RestrictionValue.of(true));
        named.put(RoleDefinition.class, () -> RoleDefinition.role(Role.PROJECT_VIEWER));
        named.put(Policy.class, Policy::standard);
        named.put(JdbiOptions.class, JdbiOptions::standard);
        named.put(PolicyBuilder.class, () -> Policy.standard().toBuilder("own"));
        named.put(CommunityEngine.class, CommunityEngine::builder);
        named.put(Sentence.class, () -> Sentence.of(cats));
        named.put(CommunitiesException.class, () -> new InvalidInput("field", "value", "LIM-2", "is wrong"));
        named.put(Forbidden.class, () -> new Forbidden("ACC-8", (Decision) of(Decision.class)));
        named.put(Refused.class, () -> new Refused("CON-4", "it is so"));
        named.put(RecordKind.class, () -> RecordKind.COMMUNITY);
        named.put(Index.class, () -> Index.COMMUNITIES_BY_NAME);
        named.put(RecordRange.class, () -> RecordRange.of(Index.COMMUNITIES_BY_NAME));
        named.put(StoredRecord.class, () -> of(CommunityRecord.class));
        named.put(Class.class, () -> CommunityRecord.class);
        named.put(Instant.class, () -> Instant.parse("2030-01-01T00:00:00Z"));
        named.put(Duration.class, () -> Duration.ofSeconds(1));
        named.put(ZoneId.class, () -> ZoneOffset.UTC);
        named.put(Clock.class, Clock::systemUTC);
        named.put(Throwable.class, IllegalStateException::new);
        named.put(RuntimeException.class, IllegalStateException::new);
        named.put(Optional.class, Optional::empty);
        named.put(Iterable.class, List::of);
        named.put(Collection.class, List::of);
        named.put(List.class, List::of);
        named.put(Set.class, Set::of);
        named.put(Map.class, Map::of);
        named.put(SortedMap.class, Collections::emptySortedMap);
        named.put(Stream.class, Stream::empty);
        named.put(boolean.class, () -> true);
        named.put(int.class, () -> 1);
        named.put(long.class, () -> 1L);
    }

    private void nameServices() {
        Caller caller = Caller.of(OrganizationId.of("acme"), Subject.user("ann"));
        named.put(Communities.class, () -> communities);
        named.put(Host.class, communities::host);
        named.put(Organizations.class, communities::organizations);
        named.put(Members.class, communities::members);
        named.put(Projects.class, communities::projects);
        named.put(Resources.class, communities::resources);
        named.put(Sharing.class, communities::sharing);
        named.put(Invitations.class, communities::invitations);
        named.put(Billings.class, communities::billing);
        named.put(Channels.class, communities::channels);
        named.put(Restrictions.class, communities::restrictions);
        named.put(Access.class, communities::access);
        named.put(AccessView.class, () -> communities.access().of(caller));
    }

    private void nameStores() {
        named.put(CommunityStore.class, InMemoryCommunityStore::create);
        named.put(InMemoryCommunityStore.class, InMemoryCommunityStore::create);
        named.put(StoreReader.class, () -> working(InMemoryCommunityStore.create()));
        named.put(StoreWriter.class, () -> working(InMemoryCommunityStore.create()));
        named.put(JdbiCommunityStore.class, () -> JdbiCommunityStore.over(dataSource));
        named.put(Specification.class, Specification::read);
        named.put(HostTransaction.class, () -> new HostTransaction() {});
        named.put(JdbiTransaction.class, () -> JdbiTransaction.on(handle));
        named.put(AccessPredicates.class, () -> AccessPredicates.over(dataSource));
        named.put(RowColumns.class, () -> RowColumns.community("community"));
        named.put(DataSource.class, () -> dataSource);
        named.put(Handle.class, () -> handle);
        named.put(Connection.class, handle::getConnection);
        named.put(PreparedStatement.class, this::statement);
        named.put(SqlStatement.class, () -> handle.createQuery("select 1"));
    }

    private PreparedStatement statement() {
        try {
            return handle.getConnection().prepareStatement("select 1");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Those of a type on which its methods are to be called; none, if only hosts and stores have any. */
    Stream<Object> all(Class<?> type) {
        if (type.equals(CommunityStore.class)) {
            return stores().map(Function.identity());
        } else if (type.equals(StoreReader.class) || type.equals(StoreWriter.class)) {
            return stores().map(Samples::working);
        } else if (type.equals(ForwardingReader.class)) {
            return stores().map(store -> new ForwardingReader(working(store)));
        } else if (type.equals(ForwardingWriter.class)) {
            return stores().map(store -> new ForwardingWriter(working(store)));
        }
        return Stream.of(of(type));
    }

    private Stream<CommunityStore> stores() {
        return Stream.of(InMemoryCommunityStore.create(), JdbiCommunityStore.over(dataSource));
    }

    /** A writer that begins a work of its own for each call. */
    private static StoreWriter working(CommunityStore store) {
        OrganizationId organization = OrganizationId.of("acme");
        return (StoreWriter) proxy(
                StoreWriter.class,
                (proxy, method, arguments) -> store.create(organization, writer -> call(writer, method, arguments)));
    }

    private static Object proxy(Class<?> type, InvocationHandler handler) {
        return Proxy.newProxyInstance(Samples.class.getClassLoader(), new Class<?>[] {type}, handler);
    }

    /** One that is in order. */
    Object of(Class<?> type) {
        if (named.containsKey(type)) {
            return named.get(type).get();
        } else if (type.isArray()) {
            return Array.newInstance(type.getComponentType(), 0);
        } else if (type.isEnum()) {
            return type.getEnumConstants()[0];
        } else if (type.isRecord()) {
            return record(type);
        } else if (type.getSimpleName().equals("Builder")) {
            return builder(type.getEnclosingClass());
        } else if (Arrays.stream(type.getClasses())
                .anyMatch(inner -> inner.getSimpleName().equals("Builder"))) {
            return built(type);
        } else if (isImplementedByOthers(type)) {
            return proxy(type, (proxy, method, arguments) -> {
                throw new UnsupportedOperationException(method.toString());
            });
        }
        return made(Arrays.stream(type.getConstructors())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no sample of " + type)));
    }

    /** What hosts and stores implement, and what is but a function: the library has no method of its own behind it. */
    static boolean isImplementedByOthers(Class<?> type) {
        return List.of(
                                BillingAccounts.class,
                                Directory.class,
                                ChangeListener.class,
                                AccessListener.class,
                                HostTransactions.class,
                                StoreFixture.class)
                        .contains(type)
                || type.equals(BegunTransaction.class)
                || (type.isInterface() && type.getPackageName().startsWith("java."));
    }

    private Object record(Class<?> type) {
        Class<?>[] components = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            return made(type.getDeclaredConstructor(components));
        } catch (NoSuchMethodException e) {
            throw new LinkageError(type.toString(), e);
        }
    }

    private Object made(Constructor<?> constructor) {
        try {
            return constructor.newInstance(
                    Arrays.stream(constructor.getParameterTypes()).map(this::of).toArray());
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("no sample by " + constructor, e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(constructor.toString(), e);
        }
    }

    private static Object builder(Class<?> type) {
        return call(type, null, "builder");
    }

    /** Gives a builder all that the type has but what is optional. */
    private Object built(Class<?> type) {
        Object builder = builder(type);
        for (Method attribute : type.getMethods()) {
            if (Modifier.isAbstract(attribute.getModifiers())
                    && attribute.getParameterCount() == 0
                    && !attribute.getReturnType().equals(Optional.class)) {
                Class<?> parameter = attribute.getReturnType();
                Arrays.stream(builder.getClass().getMethods())
                        .filter(method -> method.getName().equals(attribute.getName())
                                && method.getParameterCount() == 1
                                && method.getParameterTypes()[0].isAssignableFrom(parameter))
                        .findFirst()
                        .ifPresent(method -> call(builder, method, of(parameter)));
            }
        }
        return call(builder.getClass(), builder, "build");
    }

    private static Object call(Class<?> type, @Nullable Object receiver, String name) {
        try {
            return call(receiver, type.getMethod(name));
        } catch (NoSuchMethodException e) {
            throw new LinkageError(type + " has no " + name, e);
        }
    }

    private static Object call(@Nullable Object receiver, Method method, Object... arguments) {
        try {
            method.setAccessible(true);
            return method.invoke(receiver, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new LinkageError(method.toString(), e);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(method.toString(), e);
        }
    }

    @Override
    public void close() {
        communities.close();
        handle.close();
    }
}
