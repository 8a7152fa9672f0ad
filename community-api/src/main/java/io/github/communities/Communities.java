package io.github.communities;

import io.github.communities.access.Access;
import io.github.communities.billing.Billings;
import io.github.communities.channel.Channels;
import io.github.communities.community.Community;
import io.github.communities.community.CommunityFilter;
import io.github.communities.community.CommunityUpdate;
import io.github.communities.community.NewCommunity;
import io.github.communities.invitation.Invitations;
import io.github.communities.member.Members;
import io.github.communities.organization.Organizations;
import io.github.communities.project.Projects;
import io.github.communities.project.Resources;
import io.github.communities.restriction.Restrictions;
import io.github.communities.sharing.Sharing;
import io.github.communities.spi.HostTransaction;

/**
 * The entry: the communities of all organizations, and the way to everything else. One instance serves a whole
 * application; it is thread-safe, as are all the services it gives. Get one from {@code CommunityEngine} of {@code
 * community-core}.
 *
 * <p>Every operation may throw {@link io.github.communities.error.NotFound} for what does not exist, belongs to another
 * organization or is asked by someone who does not belong to it (ACC-8), {@link
 * io.github.communities.error.Forbidden} if the caller's roles don't suffice, and {@link
 * io.github.communities.error.Unavailable} if the store can't be asked. No argument may be {@code null}, and no result
 * is.
 */
public interface Communities extends AutoCloseable {
    /** What only the embedding application may do. Keep it away from code that acts for a user. */
    Host host();

    /** The caller's organization: its users and their organization roles. */
    Organizations organizations();

    /** Members of communities, participants of projects, and their roles. */
    Members members();

    /** Projects. */
    Projects projects();

    /** Resources of projects. */
    Resources resources();

    /** Publishing resources in communities, and attaching them to their projects. */
    Sharing sharing();

    /** Invitations to communities. */
    Invitations invitations();

    /** Billing accounts of communities. */
    Billings billing();

    /** Communication channels of communities. */
    Channels channels();

    /** What communities forbid themselves. */
    Restrictions restrictions();

    /** Who may do what, and why. */
    Access access();

    /**
     * Creates a community, of which the caller becomes administrator (COM-1). Needs {@code community.create} in the
     * organization; to link a billing account at once also what {@link Billings#link} needs (COM-3).
     *
     * @throws io.github.communities.error.Refused if the name is taken (COM-2), the billing account can't be linked
     *     (BIL-2, BIL-3), or there are as many communities as the policy allows (LIM-1)
     */
    Written<Community> create(Caller caller, NewCommunity community);

    /** The community of that id. Needs {@code community.view} there (COM-5). */
    Community get(Caller caller, CommunityId id);

    /** The caller's organization's default community. Needs {@code community.view} there (COM-5). */
    Community getDefault(Caller caller);

    /** The communities the caller may view, sorted by name without regard to case (COM-5). */
    Page<Community> list(Caller caller, CommunityFilter filter, PageRequest page);

    /**
     * Changes name, description or labels. Needs {@code community.update} there (COM-4).
     *
     * @param version the {@link Community#version()} the caller has seen
     * @throws io.github.communities.error.Stale if it has changed since
     * @throws io.github.communities.error.Refused if the name is taken (COM-2)
     */
    Written<Community> update(Caller caller, CommunityId id, CommunityUpdate update, long version);

    /**
     * Deletes a community with all its projects; from then on it does not exist for anyone, its invitations end, and
     * what it or others published there or from it is withdrawn for good. For the policy's retention time it can be
     * restored; until it is purged its name stays taken (COM-6). Needs {@code community.delete} there.
     *
     * @throws io.github.communities.error.Refused for the default community, whoever asks (DEF-2)
     */
    Written<Community> delete(Caller caller, CommunityId id);

    /**
     * Restores a deleted community with its projects and their resources, members and roles (COM-6). For whoever is
     * still its administrator; if it has none, for whoever has {@code organization.appointAdministrators}. Restoring
     * what exists changes nothing.
     *
     * @throws io.github.communities.error.Refused if the retention time is over (COM-6)
     */
    Written<Community> restore(Caller caller, CommunityId id);

    /**
     * The standard communities that have no administrator left, sorted as {@link #list} (MEM-6). Needs {@code
     * organization.appointAdministrators} in the organization.
     */
    Page<Community> orphaned(Caller caller, PageRequest page);

    /**
     * The same inside a transaction of the host's own (CON-4): what is written there is committed or rolled back with
     * all that the host does in it, and nobody else sees it before. To be asked for anew in each transaction; it costs
     * next to nothing.
     *
     * <pre>{@code
     * HostTransaction transaction = JdbiTransaction.on(connection);   // autocommit is off
     * communities.within(transaction).create(caller, NewCommunity.named("Cat lovers"));
     * // … the host's own rows …
     * connection.commit();
     * transaction.committed();                                        // now listeners are told
     * }</pre>
     *
     * <p>All methods work as they do outside, except that
     *
     * <ul>
     *   <li>what is read is what the transaction sees, its own writes included; what is refused leaves the transaction
     *       as it was before the call, and the host may go on;
     *   <li>nothing is tried again if other transactions are in the way: {@link
     *       io.github.communities.error.Unavailable} then says whether the host must roll back and run its whole
     *       transaction again;
     *   <li>each organization that was written to stays locked until the transaction ends. Whoever else writes to it
     *       waits, and so would this thread itself, in vain, if it did so not within the transaction;
     *   <li>listeners are told once the host has said {@link HostTransaction#committed()}, and not at all if it doesn't
     *       (CHG-3);
     *   <li>the host's directory and billing are asked as always, but that may now be while the host's transaction
     *       holds an organization (BIL-1, ORG-7). A host that doesn't want this lets them answer from what it has asked
     *       before it began the transaction;
     *   <li>a roster comes in by batches still, but all of them in the host's transaction (ORG-6), as does what is
     *       purged;
     *   <li>a view of access, and what {@link Access} answers, is of the transaction: it must not be used after it, and
     *       what it grants may never be committed;
     *   <li>{@link #close()} closes neither the transaction nor the store: it only ends what this method has given.
     * </ul>
     *
     * <p>Only for the thread that has the transaction, and not after it has ended.
     *
     * @throws io.github.communities.error.Refused if the store can't join that transaction: that of another storage,
     *     one that was not begun, one whose isolation would show an organization as it never was (CON-4)
     */
    Communities within(HostTransaction transaction);

    /** Closes the store. Whoever asks afterwards is told that nothing can be asked any more. */
    @Override
    void close();
}
