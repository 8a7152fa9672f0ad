package io.github.communities.spi;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.Target;
import io.github.communities.error.NotFound;
import io.github.communities.error.Refused;
import io.github.communities.internal.Arguments;
import io.github.communities.spi.record.JointRecords;
import io.github.communities.spi.record.OrganizationRecord;
import io.github.communities.spi.record.PrincipalRecords;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.TargetRecords;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Where communities are kept: organizations, each with its records, its change records and its revision, which are read
 * and written by <i>works</i>, functions that are given a {@link StoreReader} or a {@link StoreWriter}. Thread-safe; any
 * number of stores may be open over one storage, as the nodes of a platform are.
 *
 * <p>What an implementation must do is said by the rules S-1 to S-29, each with what goes wrong without it: in {@code
 * specification.md} of the test kit, which also shows whether a store keeps them. In short:
 *
 * <ul>
 *   <li><b>Writing</b> (S-1 to S-3, S-6 to S-8, S-11, S-15, S-17, S-24, S-25): works are atomic and, within an
 *       organization, one after the other; each that stores something appends one change record, which raises the
 *       revision by one.
 *   <li><b>Reading</b> (S-4, S-9, S-10, S-12, S-13, S-16, S-20, S-21, S-27 to S-29): one state from beginning to end, to
 *       the last code point and microsecond, in the order of code points.
 *   <li><b>Keeping apart</b> (S-5, S-14, S-22, S-23): organizations neither see each other nor wait for each other; a
 *       work is used by its own thread while it runs, and calls no store.
 *   <li><b>Failing and closing</b> (S-18, S-19): no answer is {@link io.github.communities.error.Unavailable}.
 *   <li><b>Inside a transaction of the host</b> (S-26): the host decides what lasts.
 * </ul>
 *
 * <p>Where a rule says that a work is refused, it ends in an {@link IllegalStateException} and nothing of it is stored.
 */
public interface CommunityStore extends AutoCloseable {
    /**
     * Runs a work on one consistent state of an organization (S-4).
     *
     * @param work free of side effects; may be run more than once
     * @return what the work returned
     */
    <T> T read(OrganizationId organization, Function<? super StoreReader, ? extends T> work);

    /**
     * Runs a work that may change an organization, exclusively and atomically (S-1, S-2).
     *
     * @param work free of side effects besides what it stores; may be run more than once (S-6)
     * @return what the work returned
     */
    <T> T write(OrganizationId organization, Function<? super StoreWriter, ? extends T> work);

    /**
     * {@link #write(OrganizationId, Function)} for a work that begins by reading {@link StoreReader#jointRecords} of a
     * principal and of some keys, which a store may have read before (S-29). An organization that does not exist takes as
     * many statements as one in which the principal holds nothing (ACC-8): this default looks for the principal then.
     *
     * @param keys up to 1,000, of any kinds
     * @param work free of side effects besides what it stores; may be run more than once (S-6)
     * @return what the work returned
     */
    default <T> T write(
            OrganizationId organization,
            Subject principal,
            Collection<? extends RecordKey<?>> keys,
            Function<? super StoreWriter, ? extends T> work) {
        Arguments.required("principal", principal);
        Arguments.required("work", work);
        JointRecords.requireKeys(keys);
        AtomicBoolean begun = new AtomicBoolean();
        try {
            return write(organization, writer -> {
                begun.set(true);
                return work.apply(writer);
            });
        } catch (NotFound e) {
            if (!begun.get()) {
                principalRecords(organization, principal);
            }
            throw e;
        }
    }

    /**
     * As {@link #write(OrganizationId, Function)}, for an organization that need not exist yet (S-8). Where it does not, the work finds nothing,
     * the revision is {@link Revision#NONE}, or the last one of the organization of that id that has ended (S-24), and
     * it must insert the {@link OrganizationRecord}.
     */
    <T> T create(OrganizationId organization, Function<? super StoreWriter, ? extends T> work);

    /** The organization's revision, by one look-up of its key; {@link Revision#NONE} if it does not exist (S-9). */
    Revision revision(OrganizationId organization);

    /**
     * {@link StoreReader#principalRecords} in a single round trip, outside any transaction where that is faster (S-16).
     */
    PrincipalRecords principalRecords(OrganizationId organization, Subject principal);

    /**
     * {@link #principalRecords}, and records of as many of some keys as can be looked up in the same round trip (S-29).
     * This default looks up none.
     *
     * @param keys up to 1,000, of any kinds
     * @throws io.github.communities.error.NotFound if the organization does not exist (S-9)
     * @throws IllegalArgumentException if the keys are more
     */
    default JointRecords jointRecords(
            OrganizationId organization, Subject principal, Collection<? extends RecordKey<?>> keys) {
        JointRecords.requireKeys(keys);
        return JointRecords.of(principalRecords(organization, principal));
    }

    /**
     * {@link StoreReader#targetRecords}, in a single round trip where that can be had (S-27). This default reads them
     * in a work.
     *
     * @param targets 1 to 1,000, all of the organization
     * @throws io.github.communities.error.NotFound if the organization does not exist (S-9)
     * @throws IllegalArgumentException if the targets are none or more, or one is of another organization (S-14)
     */
    default TargetRecords targetRecords(OrganizationId organization, Collection<? extends Target> targets) {
        List<Target> given = Arguments.all("targets", targets);
        return read(organization, reader -> reader.targetRecords(given));
    }

    /**
     * Whether what the calling thread would be answered now is for nobody else, because it works in a transaction of the
     * host that this store has joined by itself (S-26): it may see more than is committed, or less. Takes no statement.
     * False unless overridden, for stores that join none.
     */
    default boolean inHostTransaction() {
        return false;
    }

    /** The roles that are bound anywhere (S-21); asked once, when an engine starts (POL-2). */
    Set<Role> roles();

    /** The roles that are bound anywhere to all users of an organization (S-21); asked with {@link #roles} (MEM-2). */
    Set<Role> rolesOfAllUsers();

    /**
     * This store as it works inside a transaction of the host (S-26). Closing that closes nothing else; it is closed
     * with this store, and no more thread-safe than the transaction.
     *
     * <p>This default is for stores that can't join any.
     *
     * @throws Refused if it can't join this transaction; the reason says why, and what to do (CON-4)
     */
    default CommunityStore within(HostTransaction transaction) {
        Arguments.required("transaction", transaction);
        throw new Refused(
                "CON-4",
                "this store has no transactions that a host could share with it, and each of its writes is committed at"
                        + " once: use a store that joins the host's transactions, or write outside of them");
    }

    /** Releases what the store itself has opened (S-19). */
    @Override
    void close();
}
