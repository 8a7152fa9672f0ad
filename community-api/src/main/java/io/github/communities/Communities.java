package io.github.communities;

import io.github.communities.access.Access;
import io.github.communities.billing.Billings;
import io.github.communities.channel.Channels;
import io.github.communities.invitation.Invitations;
import io.github.communities.member.Members;
import io.github.communities.organization.Organizations;
import io.github.communities.project.Projects;
import io.github.communities.project.Resources;
import io.github.communities.restriction.Restrictions;
import io.github.communities.sharing.Sharing;

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
     * @throws io.github.communities.error.Refused if the name is taken (COM-2), the billing account can't be linked (BIL-2,
     *     BIL-3), or there are as many communities as the policy allows (LIM-1)
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
     * Deletes a community with all its projects; from then on it does not exist for anyone, its invitations end, and what
     * it or others published there or from it is withdrawn for good. For the policy's retention time it can be restored;
     * until it is purged its name stays taken (COM-6). Needs {@code community.delete} there.
     *
     * @throws io.github.communities.error.Refused for the default community, whoever asks (DEF-2)
     */
    Written<Community> delete(Caller caller, CommunityId id);

    /**
     * Restores a deleted community with its projects and their resources, members and roles (COM-6). For whoever is still
     * its administrator; if it has none, for whoever has {@code organization.appointAdministrators}. Restoring what exists
     * changes nothing.
     *
     * @throws io.github.communities.error.Refused if the retention time is over (COM-6)
     */
    Written<Community> restore(Caller caller, CommunityId id);

    /**
     * The standard communities that have no administrator left, sorted as {@link #list} (MEM-6). Needs {@code
     * organization.appointAdministrators} in the organization.
     */
    Page<Community> orphaned(Caller caller, PageRequest page);

    /** Closes the store. Whoever asks afterwards is told that nothing can be asked any more. */
    @Override
    void close();
}
