package io.github.communities.tck;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.HostTransaction;
import io.github.communities.spi.Standing;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.StoreWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A store that counts what is asked of it, and of the readers and writers of its works. Thread-safe. */
final class CountingStore implements CommunityStore {
    private final CommunityStore store;
    private final AtomicInteger questions;

    CountingStore(CommunityStore store) {
        this(store, new AtomicInteger());
    }

    private CountingStore(CommunityStore store, AtomicInteger questions) {
        this.store = store;
        this.questions = questions;
    }

    /** How much was asked so far. */
    int questions() {
        return questions.get();
    }

    private CommunityStore asked() {
        questions.incrementAndGet();
        return store;
    }

    private <R extends StoreReader> R counted(Class<R> type, R reader) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> {
                    // The revision, and whether it commits, come with the work.
                    if (method.getParameterCount() > 0) {
                        questions.incrementAndGet();
                    }
                    try {
                        return method.invoke(reader, given);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    @Override
    public <T> T read(OrganizationId organization, Function<? super StoreReader, ? extends T> work) {
        return asked().read(organization, reader -> work.apply(counted(StoreReader.class, reader)));
    }

    @Override
    public <T> T write(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
        return asked().write(organization, writer -> work.apply(counted(StoreWriter.class, writer)));
    }

    @Override
    public <T> T create(OrganizationId organization, Function<? super StoreWriter, ? extends T> work) {
        return asked().create(organization, writer -> work.apply(counted(StoreWriter.class, writer)));
    }

    @Override
    public Revision revision(OrganizationId organization) {
        return asked().revision(organization);
    }

    @Override
    public Standing standing(OrganizationId organization, Subject principal) {
        return asked().standing(organization, principal);
    }

    @Override
    public Set<Role> roles() {
        return asked().roles();
    }

    @Override
    public Set<Role> rolesOfAllUsers() {
        return asked().rolesOfAllUsers();
    }

    @Override
    public CommunityStore within(HostTransaction transaction) {
        return new CountingStore(store.within(transaction), questions);
    }

    @Override
    public void close() {
        store.close();
    }
}
