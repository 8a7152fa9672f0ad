package io.github.communities.tck;

import io.github.communities.tck.domain.AcmeExampleRules;
import io.github.communities.tck.domain.ExampleRules;
import io.github.communities.tck.domain.access.AccessListenerRules;
import io.github.communities.tck.domain.access.AccessRules;
import io.github.communities.tck.domain.access.AnswerRules;
import io.github.communities.tck.domain.access.FreshnessRules;
import io.github.communities.tck.domain.access.NamingRules;
import io.github.communities.tck.domain.access.RememberingRules;
import io.github.communities.tck.domain.access.RevocationRules;
import io.github.communities.tck.domain.access.StalenessRules;
import io.github.communities.tck.domain.authorization.AuthorizeRules;
import io.github.communities.tck.domain.authorization.CapRules;
import io.github.communities.tck.domain.authorization.EveryOperationRules;
import io.github.communities.tck.domain.authorization.OperationTableRules;
import io.github.communities.tck.domain.authorization.StrangerRules;
import io.github.communities.tck.domain.billing.BillingRules;
import io.github.communities.tck.domain.change.ChangeRecordRules;
import io.github.communities.tck.domain.change.ChangeRules;
import io.github.communities.tck.domain.change.FeedRules;
import io.github.communities.tck.domain.channel.ChannelRules;
import io.github.communities.tck.domain.community.AppointmentRules;
import io.github.communities.tck.domain.community.CommunityNameRules;
import io.github.communities.tck.domain.community.CommunityRules;
import io.github.communities.tck.domain.community.DefaultCommunityRules;
import io.github.communities.tck.domain.community.InheritedAdministrationRules;
import io.github.communities.tck.domain.community.KeptOutRules;
import io.github.communities.tck.domain.community.LabelRules;
import io.github.communities.tck.domain.community.SignInRules;
import io.github.communities.tck.domain.deletion.DeletionRules;
import io.github.communities.tck.domain.directory.DirectoryAnswerRules;
import io.github.communities.tck.domain.directory.DirectoryMemberRules;
import io.github.communities.tck.domain.directory.DirectoryRules;
import io.github.communities.tck.domain.host.HostAnswerRules;
import io.github.communities.tck.domain.host.InputRules;
import io.github.communities.tck.domain.host.NullRules;
import io.github.communities.tck.domain.invitation.DepartureRules;
import io.github.communities.tck.domain.invitation.InvitationEndRules;
import io.github.communities.tck.domain.invitation.InvitationRules;
import io.github.communities.tck.domain.invitation.TokenRules;
import io.github.communities.tck.domain.member.AgentRules;
import io.github.communities.tck.domain.member.BindingRules;
import io.github.communities.tck.domain.member.BindingUpdateRules;
import io.github.communities.tck.domain.member.ExpiryRules;
import io.github.communities.tck.domain.member.LastAdministratorRules;
import io.github.communities.tck.domain.member.ManageAccessRules;
import io.github.communities.tck.domain.member.MemberListRules;
import io.github.communities.tck.domain.member.MemberRemovalRules;
import io.github.communities.tck.domain.member.NetEffectRules;
import io.github.communities.tck.domain.member.OrphanRules;
import io.github.communities.tck.domain.organization.IsolationRules;
import io.github.communities.tck.domain.organization.OrganizationRoleRules;
import io.github.communities.tck.domain.organization.OrganizationRules;
import io.github.communities.tck.domain.organization.RemovalRules;
import io.github.communities.tck.domain.organization.TenantRules;
import io.github.communities.tck.domain.organization.UserRules;
import io.github.communities.tck.domain.paging.CursorRules;
import io.github.communities.tck.domain.policy.PolicyRules;
import io.github.communities.tck.domain.project.LimitRules;
import io.github.communities.tck.domain.project.ProjectRules;
import io.github.communities.tck.domain.project.ResourceChangeRules;
import io.github.communities.tck.domain.project.ResourceRules;
import io.github.communities.tck.domain.restriction.RestrictionRules;
import io.github.communities.tck.domain.roster.LongRosterRules;
import io.github.communities.tck.domain.roster.RosterRefusalRules;
import io.github.communities.tck.domain.roster.RosterRules;
import io.github.communities.tck.domain.sharing.AttachingRules;
import io.github.communities.tck.domain.sharing.PublishingRules;
import io.github.communities.tck.domain.transaction.ConsistencyRules;
import io.github.communities.tck.domain.transaction.HostTransactionRules;
import io.github.communities.tck.fixture.Cluster;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.model.NamedPrograms;
import io.github.communities.tck.model.ProgramRules;
import io.github.communities.tck.model.RoleTable;
import io.github.communities.tck.rule.RuleFailures;
import io.github.communities.tck.rule.StoreName;
import net.jqwik.api.Group;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The conformance of the whole domain on a store. An implementer extends it, names the store with {@link StoreName},
 * and gives a fresh storage:
 *
 * <pre>{@code
 * @StoreName("mine")
 * class MyConformanceTest extends DomainConformance {
 *     @Override
 *     protected StoreFixture storage() {
 *         return new MyFixture();
 *     }
 * }
 * }</pre>
 */
@ExtendWith(RuleFailures.class)
public abstract class DomainConformance {
    /** A storage of its own for one test, empty at first. */
    protected abstract StoreFixture storage();

    /** POL-1 to POL-3. */
    @Nested
    class Policies extends PolicyRules {
        Policies() {
            super(DomainConformance.this::storage);
        }
    }

    /** Organizations and their names: ORG-1. */
    @Nested
    class Organizations extends OrganizationRules {
        Organizations() {
            super(DomainConformance.this::storage);
        }
    }

    /** Who belongs to an organization, and what ends with that: ORG-2 to ORG-4. */
    @Nested
    class Users extends UserRules {
        Users() {
            super(DomainConformance.this::storage);
        }
    }

    /** Who gives and takes organization roles: ORG-5. */
    @Nested
    class OrganizationRoles extends OrganizationRoleRules {
        OrganizationRoles() {
            super(DomainConformance.this::storage);
        }
    }

    /** What the rows of a roster come to: ORG-6. */
    @Nested
    class Rosters extends RosterRules {
        Rosters() {
            super(DomainConformance.this::storage);
        }
    }

    /** Rows that are refused, and rows whose people are yet to come: ORG-6. */
    @Nested
    class RosterRefusals extends RosterRefusalRules {
        RosterRefusals() {
            super(DomainConformance.this::storage);
        }
    }

    /** Rosters of many rows and of several organizations, row by row and on two nodes at once: ORG-6. */
    @Nested
    class LongRosters extends LongRosterRules {
        LongRosters() {
            super(DomainConformance.this::storage);
        }
    }

    /** ORG-8 and ORG-9. */
    @Nested
    class Removals extends RemovalRules {
        Removals() {
            super(DomainConformance.this::storage);
        }
    }

    /** The directory alone says who belongs: ORG-2, ORG-5, and rosters under it. */
    @Nested
    class Directories extends DirectoryRules {
        Directories() {
            super(DomainConformance.this::storage);
        }
    }

    /** How long its answers are of use, what happens without, and what the host reports: ORG-7, ORG-4. */
    @Nested
    class DirectoryAnswers extends DirectoryAnswerRules {
        DirectoryAnswers() {
            super(DomainConformance.this::storage);
        }
    }

    /** What of the other rules depends on who belongs, under a directory. */
    @Nested
    class DirectoryMembers extends DirectoryMemberRules {
        DirectoryMembers() {
            super(DomainConformance.this::storage);
        }
    }

    /** There is one, it stays, and it is called after its organization: DEF-1, DEF-2, DEF-10, DEF-11. */
    @Nested
    class DefaultCommunity extends DefaultCommunityRules {
        DefaultCommunity() {
            super(DomainConformance.this::storage);
        }
    }

    /** What a first sign-in gives, and to whom: DEF-3, DEF-5, DEF-6. */
    @Nested
    class SignIns extends SignInRules {
        SignIns() {
            super(DomainConformance.this::storage);
        }
    }

    /** Whoever went does not come back by signing in: DEF-4. */
    @Nested
    class KeptOut extends KeptOutRules {
        KeptOut() {
            super(DomainConformance.this::storage);
        }
    }

    /** The organization's administrators administer it: DEF-7, DEF-8. */
    @Nested
    class InheritedAdministration extends InheritedAdministrationRules {
        InheritedAdministration() {
            super(DomainConformance.this::storage);
        }
    }

    /** Appointing further administrators: DEF-9. */
    @Nested
    class Appointments extends AppointmentRules {
        Appointments() {
            super(DomainConformance.this::storage);
        }
    }

    /** The organization as the boundary of consistency: CON-1, CON-6. */
    @Nested
    class Consistency extends ConsistencyRules {
        Consistency() {
            super(DomainConformance.this::storage);
        }
    }

    /** What each write leaves behind in the feed: CHG-1. */
    @Nested
    class ChangeRecords extends ChangeRecordRules {
        ChangeRecords() {
            super(DomainConformance.this::storage);
        }
    }

    /** Reading the feed, and dropping what is old: CHG-2. */
    @Nested
    class Feed extends FeedRules {
        Feed() {
            super(DomainConformance.this::storage);
        }
    }

    /** Creating, changing and reading communities: COM-1, COM-3 to COM-5. */
    @Nested
    class Communities extends CommunityRules {
        Communities() {
            super(DomainConformance.this::storage);
        }
    }

    /** Names of communities: COM-2. */
    @Nested
    class CommunityNames extends CommunityNameRules {
        CommunityNames() {
            super(DomainConformance.this::storage);
        }
    }

    /** COM-6, and PRJ-5 as far as it is like that. */
    @Nested
    class Deletions extends DeletionRules {
        Deletions() {
            super(DomainConformance.this::storage);
        }
    }

    /** Who grants and takes which roles, and to whom: MEM-1 to MEM-4. */
    @Nested
    class ManagingAccess extends ManageAccessRules {
        ManagingAccess() {
            super(DomainConformance.this::storage);
        }
    }

    /** That a community keeps an administrator: MEM-5. */
    @Nested
    class LastAdministrator extends LastAdministratorRules {
        LastAdministrator() {
            super(DomainConformance.this::storage);
        }
    }

    /** Communities that nobody administers: MEM-6. */
    @Nested
    class Orphans extends OrphanRules {
        Orphans() {
            super(DomainConformance.this::storage);
        }
    }

    /** Removing and leaving: MEM-7 and MEM-11. */
    @Nested
    class MemberRemovals extends MemberRemovalRules {
        MemberRemovals() {
            super(DomainConformance.this::storage);
        }
    }

    /** Roles that end by themselves: MEM-8. */
    @Nested
    class Expiries extends ExpiryRules {
        Expiries() {
            super(DomainConformance.this::storage);
        }
    }

    /** Several steps at once, and all bindings at once: MEM-9. */
    @Nested
    class BindingUpdates extends BindingUpdateRules {
        BindingUpdates() {
            super(DomainConformance.this::storage);
        }
    }

    /** Who is shown among the members, with which sources: MEM-10. */
    @Nested
    class MemberLists extends MemberListRules {
        MemberLists() {
            super(DomainConformance.this::storage);
        }
    }

    /** What giving and taking roles comes to, under policies of a host's own too: MEM-2, MEM-3, MEM-6, DEF-9. */
    @Nested
    class Bindings extends BindingRules {
        Bindings() {
            super(DomainConformance.this::storage);
        }
    }

    /** Of several steps the net effect counts, and of lists what was seen: MEM-9. */
    @Nested
    class NetEffects extends NetEffectRules {
        NetEffects() {
            super(DomainConformance.this::storage);
        }
    }

    /** What ends invitations, whom they keep out, and what becomes of them under another policy: INV-4 and later. */
    @Nested
    class InvitationEnds extends InvitationEndRules {
        InvitationEnds() {
            super(DomainConformance.this::storage);
        }
    }

    /** Tokens of links, and which of them a caller can't tell apart: INV-1 to INV-3. */
    @Nested
    class Tokens extends TokenRules {
        Tokens() {
            super(DomainConformance.this::storage);
        }
    }

    /** What older invitations are to whoever has gone, whichever way they come back: INV-4, DEF-4, DEF-9, CHG-5. */
    @Nested
    class Departures extends DepartureRules {
        Departures() {
            super(DomainConformance.this::storage);
        }
    }

    /** PRJ-1 and PRJ-2. */
    @Nested
    class Projects extends ProjectRules {
        Projects() {
            super(DomainConformance.this::storage);
        }
    }

    /** Creating and listing resources: RES-1, RES-2. */
    @Nested
    class Resources extends ResourceRules {
        Resources() {
            super(DomainConformance.this::storage);
        }
    }

    /** Changing, copying and deleting resources, and what follows for projects, labels and access: RES-3, RES-4. */
    @Nested
    class ResourceChanges extends ResourceChangeRules {
        ResourceChanges() {
            super(DomainConformance.this::storage);
        }
    }

    /** INV-1 to INV-9. */
    @Nested
    class Invitations extends InvitationRules {
        Invitations() {
            super(DomainConformance.this::storage);
        }
    }

    /** BIL-1 to BIL-5. */
    @Nested
    class Billings extends BillingRules {
        Billings() {
            super(DomainConformance.this::storage);
        }
    }

    /** Publishing and what it shows: SHR-1 to SHR-3, SHR-6. */
    @Nested
    class Publishing extends PublishingRules {
        Publishing() {
            super(DomainConformance.this::storage);
        }
    }

    /** Attaching, withdrawing, detaching: SHR-4, SHR-5. */
    @Nested
    class Attaching extends AttachingRules {
        Attaching() {
            super(DomainConformance.this::storage);
        }
    }

    /** CHN-1 to CHN-3. */
    @Nested
    class Channels extends ChannelRules {
        Channels() {
            super(DomainConformance.this::storage);
        }
    }

    /** The worked examples. */
    @Nested
    class Examples extends ExampleRules {
        Examples() {
            super(DomainConformance.this::storage);
        }
    }

    /** PRJ-3 and PRJ-4. */
    @Nested
    class Limits extends LimitRules {
        Limits() {
            super(DomainConformance.this::storage);
        }
    }

    /** RST-1 and RST-2. */
    @Nested
    class Restrictions extends RestrictionRules {
        Restrictions() {
            super(DomainConformance.this::storage);
        }
    }

    /** COM-7. */
    @Nested
    class Agents extends AgentRules {
        Agents() {
            super(DomainConformance.this::storage);
        }
    }

    /** COM-8. */
    @Nested
    class Labels extends LabelRules {
        Labels() {
            super(DomainConformance.this::storage);
        }
    }

    /** LIM-1. */
    @Nested
    class Caps extends CapRules {
        Caps() {
            super(DomainConformance.this::storage);
        }
    }

    /** ACC-1 to ACC-4 and ACC-8 under the standard policy. */
    @Nested
    class Access extends AccessRules {
        Access() {
            super(DomainConformance.this::storage, RoleTable.standard());
        }
    }

    /** The same under the delegated policy. */
    @Nested
    class DelegatedAccess extends AccessRules {
        DelegatedAccess() {
            super(DomainConformance.this::storage, RoleTable.delegated());
        }
    }

    /** ACC-2, ACC-7 and ACC-8: decisions, authorizations and refusals with names. */
    @Nested
    class Naming extends NamingRules {
        Naming() {
            super(DomainConformance.this::storage);
        }
    }

    /** CON-2 and CON-3: however access ends, it ends on every node. */
    @Nested
    class Revocation extends RevocationRules {
        Revocation() {
            super(DomainConformance.this::storage);
        }
    }

    /** CON-2, CON-3, ACC-4 and TEN-2: what a node remembers, what it asks, and what it forgets. */
    @Nested
    class Remembering extends RememberingRules {
        Remembering() {
            super(DomainConformance.this::storage);
        }
    }

    /** CON-2 and CON-3: who is told of what the store is asked, and of what is forgotten. */
    @Nested
    class AccessListening extends AccessListenerRules {
        AccessListening() {
            super(DomainConformance.this::storage);
        }
    }

    /** ACC-4, CON-3, ORG-7 and MEM-8 where time passes meanwhile. */
    @Nested
    class Staleness extends StalenessRules {
        Staleness() {
            super(DomainConformance.this::storage);
        }
    }

    /** ACC-7. */
    @Nested
    class Authorizing extends AuthorizeRules {
        Authorizing() {
            super(DomainConformance.this::storage);
        }
    }

    /** ACC-7 on every operation there is. */
    @Nested
    class EveryOperation extends EveryOperationRules {
        EveryOperation() {
            super(DomainConformance.this::storage);
        }
    }

    /** ACC-8 on every method there is. */
    @Nested
    class Strangers extends StrangerRules {
        Strangers() {
            super(DomainConformance.this::storage);
        }
    }

    /** ACC-7 and POL-3 on the table of operations. */
    @Nested
    class OperationTables extends OperationTableRules {
        OperationTables() {
            super(DomainConformance.this::storage);
        }
    }

    /** The worked example of Acme. */
    @Nested
    class AcmeExample extends AcmeExampleRules {
        AcmeExample() {
            super(DomainConformance.this::storage);
        }
    }

    /** ACC-5 and ACC-6. */
    @Nested
    class Answers extends AnswerRules {
        Answers() {
            super(DomainConformance.this::storage);
        }
    }

    /** What keeps organizations and instances apart: TEN-1, TEN-2. */
    @Nested
    class Isolation extends IsolationRules {
        Isolation() {
            super(DomainConformance.this::storage);
        }
    }

    /** Nothing takes null: LIM-2. */
    @Nested
    class Nulls extends NullRules {
        Nulls() {
            super(DomainConformance.this::storage);
        }
    }

    /** Input of the wrong form, kind or size is refused before a store is asked: LIM-2. */
    @Nested
    class Inputs extends InputRules {
        Inputs() {
            super(DomainConformance.this::storage);
        }
    }

    /** CHG-3 to CHG-5. */
    @Nested
    class Changes extends ChangeRules {
        Changes() {
            super(DomainConformance.this::storage);
        }
    }

    /** CON-4. */
    @Nested
    class HostTransactions extends HostTransactionRules {
        HostTransactions() {
            super(DomainConformance.this::storage);
        }
    }

    /** CON-2 and CON-5. */
    @Nested
    class Freshness extends FreshnessRules {
        Freshness() {
            super(DomainConformance.this::storage);
        }
    }

    /** LIM-2 and TEN-1: where lists go on. */
    @Nested
    class Cursors extends CursorRules {
        Cursors() {
            super(DomainConformance.this::storage);
        }
    }

    /** LIM-2, TEN-1, BIL-1 and ORG-7: what the host's own interfaces answer. */
    @Nested
    class HostAnswers extends HostAnswerRules {
        HostAnswers() {
            super(DomainConformance.this::storage);
        }
    }

    /** TEN-3 in random programs. */
    @Group
    class Tenants extends TenantRules {
        Tenants() {
            super(DomainConformance.this::storage);
        }
    }

    /** Programs that were worth keeping, against a model. */
    @Nested
    class KeptPrograms extends NamedPrograms {
        KeptPrograms() {
            super(() -> new Cluster(storage()));
        }
    }

    /** Most of them in random programs, against a model. */
    @Group
    class Programs extends ProgramRules {
        Programs() {
            super(DomainConformance.this::storage);
        }
    }
}
