package io.github.communities;

import io.github.communities.access.AccessStatistics;
import io.github.communities.change.ChangeRecord;
import io.github.communities.organization.Organization;
import io.github.communities.organization.OrganizationOverview;
import io.github.communities.organization.RosterOutcome;
import io.github.communities.organization.RosterReport;
import io.github.communities.organization.RosterRow;
import io.github.communities.organization.SignIn;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What only the embedding application may do. It is trusted: nothing here asks for a caller, and changes are recorded
 * as the host's. Thread-safe.
 *
 * <p>Where a {@link io.github.communities.spi.Directory} says who belongs, with which roles, in which groups, whatever
 * would say that here is answered with {@link io.github.communities.error.Refused} (ORG-2); removals are still reported
 * here.
 *
 * <p>An organization that is not registered is answered with {@link io.github.communities.error.NotFound} (ORG-1).
 */
public interface Host {
    /**
     * Registers an organization together with its default community (ORG-1, DEF-1). Registering again with the same
     * name changes nothing, with another name renames it.
     *
     * @param id the host's own id of it
     * @param name 1 to 128 visible code points
     */
    Written<Organization> register(OrganizationId id, String name);

    /** The organization of that id. */
    Organization organization(OrganizationId id);

    /** How much is in an organization, counted in one consistent revision. Reads all its communities and users. */
    OrganizationOverview overview(OrganizationId id);

    /**
     * Says that a user belongs to an organization, and gives them roles there (ORG-2, ORG-3). Roles they have already
     * stay as they are, but for an expiry, which goes. Any role that can be bound at the organization may be given.
     *
     * @throws io.github.communities.error.InvalidInput for anything but a user (ORG-2); if a role is unknown or can't
     *     be bound at an organization (MEM-3)
     */
    Written<Subject> addUser(OrganizationId organization, Subject user, Role... roles);

    /**
     * {@link #addUser} for a service account.
     *
     * @throws io.github.communities.error.InvalidInput for anything but a service account (ORG-2); for roles as there
     */
    Written<Subject> addServiceAccount(OrganizationId organization, Subject serviceAccount, Role... roles);

    /**
     * Takes a role at the organization from a user, service account or group.
     *
     * @throws io.github.communities.error.Refused if that would take the last owner (ORG-5)
     */
    Written<Subject> revokeRole(OrganizationId organization, Subject subject, Role role);

    /**
     * Ends in one write all that a user has in an organization: bindings, group memberships, roles (ORG-4). Their rows
     * are cleared in batches after it. A user who returns starts anew. Where a directory says who belongs, take them
     * out of it first: it is not asked here.
     */
    Written<Subject> removeUser(OrganizationId organization, Subject user);

    /**
     * Ends in one write all that a service account has in an organization: bindings, memberships, agency (ORG-8). Their
     * rows are cleared in batches after it.
     */
    Written<Subject> removeServiceAccount(OrganizationId organization, Subject serviceAccount);

    /**
     * Ends in one write all that a group has in an organization: bindings, and who is in it (ORG-8). Their rows are
     * cleared in batches after it.
     */
    Written<Subject> removeGroup(OrganizationId organization, Subject group);

    /** Says that there is a group of that id. */
    Written<Subject> addGroup(OrganizationId organization, Subject group);

    /** Puts a user or service account of the organization into a group. */
    Written<Subject> addToGroup(OrganizationId organization, Subject group, Subject member);

    /** Takes a user or service account out of a group; changes nothing if they are in it no more. */
    Written<Subject> removeFromGroup(OrganizationId organization, Subject group, Subject member);

    /**
     * To be called when a user signs in. The first time it makes them a member of the default community (DEF-3); later
     * it writes nothing.
     *
     * @throws io.github.communities.error.NotFound for someone who is not a user of the organization (DEF-5)
     * @throws io.github.communities.error.InvalidInput for anything but a user (DEF-5)
     */
    Written<SignIn> signIn(OrganizationId organization, Subject user);

    /**
     * Brings in users, communities, members, projects and participants (ORG-6). Rows may come in any order; one that
     * names a user who is not of the organization is kept until the end, in case the user is yet to come. It takes a
     * limited amount of memory, however many rows there are: where more than some thousand rows have to wait, they do
     * so in a temporary file in the folder that the system property {@code java.io.tmpdir} names, which only the user
     * who runs the JVM may read and which is gone when this ends. A row that fails leaves nothing behind and stops no
     * other. If this ends early, by an exception or with its JVM, what was stored stays, and the same rows again bring
     * in the rest.
     *
     * @param rows read once, to its end, by the calling thread; not closed
     * @param outcomes told of each row once it is decided and stored; rows that had to wait come last, those of one
     *     community in the order in which they came
     * @throws io.github.communities.error.Unavailable if the temporary file can't be written or read (ORG-6)
     */
    RosterReport importRoster(Stream<RosterRow> rows, Consumer<RosterOutcome> outcomes);

    /**
     * The change records of an organization after a revision, in order and without gaps (CHG-2). The revision of the
     * last one is the cursor to go on with; it stays right when the organization is removed and another one registered
     * under its id, whose records are numbered on from there.
     *
     * @param after the last revision the reader has, {@link Revision#NONE} to begin with the oldest kept
     * @param limit how many at most, 1 to 1,000
     * @throws io.github.communities.error.Stale if records after that revision were dropped, or are those of an
     *     organization that had this id before; or if that revision is ahead of the organization's
     */
    List<ChangeRecord> changes(OrganizationId organization, Revision after, int limit);

    /**
     * Drops change records written before an instant (CHG-2), oldest first; a reader whose cursor is older is told so.
     *
     * @return how many were dropped
     */
    Written<Long> dropChanges(OrganizationId organization, Instant before);

    /**
     * Reports what a run has used, which lowers the project's balance, if it has one, below zero too, down to {@link
     * Long#MIN_VALUE} (PRJ-4). Reporting again under the same key changes nothing. Of a project that is deleted, or
     * whose community is, use is reported too, until it is purged (PRJ-5).
     *
     * @param key the host's own key of the report, 1 to 64 code points, unique in the project
     * @param units how many units, 0 or more
     * @return the balance afterwards; empty if the project has none
     */
    Written<Optional<Long>> reportUse(OrganizationId organization, ProjectId project, String key, long units);

    /**
     * Purges communities and projects whose retention time is over, with all they had (COM-6, PRJ-5). To be called
     * until it returns zero; each call is one bounded write.
     *
     * @param limit how many records to delete at most, 1 to 1,000
     * @return how many were deleted
     */
    Written<Integer> purge(OrganizationId organization, int limit);

    /**
     * Removes a whole organization, its default community too: at once it does not exist for anyone (ORG-9). What it
     * had is cleared by {@link #purgeRemoved}; until that is done, the id can't be registered again.
     */
    Written<OrganizationId> removeOrganization(OrganizationId organization);

    /**
     * Clears what a removed organization had (ORG-9). To be called until it returns zero, which clears its change
     * records too; each call is one bounded write. Only its id and its last revision stay, so that the revisions of an
     * organization that is registered under its id go on from there (CHG-2).
     *
     * @param limit how many records to delete at most, 1 to 1,000
     * @return how many were deleted
     */
    int purgeRemoved(OrganizationId organization, int limit);

    /**
     * Erases a person from an organization (CHG-4): they are removed from it, as by {@link #removeUser}, and their id
     * is replaced everywhere, in change records too, by a fresh pseudonym, in one write. It reads all that the
     * organization has. What people wrote themselves stays as it is: names, descriptions, labels, and the reasons of
     * changes.
     *
     * @return the pseudonym; where there is nothing of them, which changes nothing, the user as given
     * @throws io.github.communities.error.InvalidInput for anything but a user
     */
    Written<Subject> erase(OrganizationId organization, Subject user);

    /**
     * How the engine has fared with what it remembers about access, of all organizations: for a metrics registry, and for
     * finding out whether it has enough memory. Asks no store.
     */
    AccessStatistics accessStatistics();
}
