package io.github.communities.spi;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.error.Refused;
import io.github.communities.internal.Arguments;
import io.github.communities.spi.record.OrganizationRecord;
import io.github.communities.spi.record.PrincipalRecords;
import java.util.Set;
import java.util.function.Function;

/**
 * Where communities are kept. Thread-safe. Implementations are proven right by the test kit, which checks the rules
 * below; every one is meant as "must".
 *
 * <p><b>Writing</b>
 *
 * <ul>
 *   <li>S-1 A write is atomic: afterwards all that its work stored is there, or nothing.
 *   <li>S-2 Writes of one organization exclude each other: the work of each sees all that the ones before it stored, on
 *       this and on every other instance over the same storage.
 *   <li>S-3 A write whose work appended a change record raises the organization's revision by exactly one; any other
 *       leaves it.
 *   <li>S-6 A work may be run again, from scratch, when the storage asks for it; only its last run counts, for what is
 *       stored and for what is returned.
 *   <li>S-7 An exception thrown by a work rolls everything back and reaches the caller as it is.
 *   <li>S-8 {@link #create} makes the organization's row, if need be, and goes on as {@link #write}: however many do so
 *       at once, there is one organization. Where there is none, its work sees an empty one at revision 0, or at the
 *       last revision of the one of that id that has ended (S-24). If the work appends nothing or throws, an
 *       organization that did not exist still does not.
 *   <li>S-11 Inserting a key that exists, and updating or deleting one that does not, is refused with {@link
 *       IllegalStateException}, the first with {@link DuplicateKey}, and nothing of the work is stored.
 *   <li>S-15 A work that stored something and appended no change record, or more than one, or one whose revision is not
 *       the next, is refused with {@link IllegalStateException}, and nothing of it is stored.
 *   <li>S-24 A write that deletes the organization's own record ends the organization: all that is left of it goes too,
 *       change records among it, and afterwards it does not exist (S-9). Nothing stays but its id and its last
 *       revision, that of this write, which no list and no question shows. Created again, it goes on at the next
 *       revision with nothing of what it was: no revision of an id is used twice, however many end and create it at
 *       once.
 *   <li>S-25 Amending puts change records in the place of those of their revisions; amending one that is not there is
 *       refused with {@link IllegalStateException}, and nothing of the work is stored.
 *   <li>S-17 A work sees what it has itself stored so far; {@link StoreReader#revision()} stays what it was before.
 * </ul>
 *
 * <p><b>Reading</b>
 *
 * <ul>
 *   <li>S-4 A read sees one consistent state: that of a revision, whatever others write meanwhile.
 *   <li>S-9 An organization that does not exist, since it never was or has ended: {@link #revision} is {@link
 *       Revision#NONE}, everything else but {@link #create} throws {@link io.github.communities.error.NotFound}, under
 *       ORG-1.
 *   <li>S-10 What is found equals what was stored, attribute by attribute: texts to the last code point, nothing folded
 *       or trimmed; instants to the microsecond.
 *   <li>S-12 A list holds each record once, in the order of its index: part by part, texts by code point.
 *   <li>S-13 Reading page after page, each after the last record of the one before, gives every record that was there
 *       all the while exactly once, whatever others insert, update or delete between the pages.
 *   <li>S-16 {@link #principalRecords} equals what {@link StoreReader#principalRecords} gives at the same revision, in
 *       one consistent state.
 *   <li>S-20 Change records come in the order of their revisions, without gaps above the newest one dropped, each equal
 *       to what was appended.
 *   <li>S-21 {@link #roles} has every role that is bound in any organization, and no other; {@link #rolesOfAllUsers}
 *       those of them that are bound to the system group of any.
 * </ul>
 *
 * <p><b>Keeping apart</b>
 *
 * <ul>
 *   <li>S-5 Organizations never wait for each other: a write in one proceeds while the work of a write in another runs.
 *   <li>S-14 Nothing stored under one organization is seen, counted or changed under another, whatever their ids. A
 *       record of another organization is refused with {@link IllegalStateException}.
 *   <li>S-22 A work that calls its store again, in the same thread, is refused with {@link IllegalStateException}.
 *   <li>S-23 A reader or writer that is used after its work has ended is refused with {@link IllegalStateException}.
 * </ul>
 *
 * <p><b>Failing and closing</b>
 *
 * <ul>
 *   <li>S-18 If the storage can't be reached, does not answer in time, or is not fit any more (another one than that on
 *       which the store was opened, too new for the store, or changing what passes), every method throws {@link
 *       io.github.communities.error.Unavailable}, which says whether trying again helps; the next call works once the
 *       storage does.
 *   <li>S-19 After {@link #close}, every method throws {@link io.github.communities.error.Unavailable}, which says that
 *       trying again does not help. Closing again does nothing, and what the store did not open it does not close.
 * </ul>
 *
 * <p><b>Inside a transaction of the host</b>
 *
 * <ul>
 *   <li>S-26 What {@link #within} gives does all as the store itself, with these differences. Others see what its works
 *       stored when the host has committed, all of it, and nothing if the host rolled back; until then the host's
 *       transaction holds each organization that was written to (S-2), and works within it see what was stored in it
 *       before. A work that is refused or throws undoes what it stored itself and nothing else, and the transaction
 *       goes on. {@link StoreWriter#commits()} is false. The transaction is neither committed, rolled back nor closed.
 *       No work is run again for a conflict (S-6): what fails because of others throws {@link
 *       io.github.communities.error.Unavailable}, which says so if the host has to roll its whole transaction back and
 *       run it again, and then nothing goes on within it. A transaction that the store can't join is refused with
 *       {@link Refused}, under CON-4. A store may also join a transaction of the host by itself, and all this holds
 *       too; what {@link StoreWriter#onceCommitted} is given there is done after the host's commit, in that order,
 *       unless the work did not end well or the host rolled back, if the store has a way to learn of it.
 * </ul>
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
     * As {@link #write}, for an organization that need not exist yet (S-8). Where it does not, the work finds nothing,
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
