package io.github.communities.tck;

import io.github.communities.tck.domain.AcmeExampleRules;
import io.github.communities.tck.domain.ExampleRules;
import io.github.communities.tck.domain.access.AccessRules;
import io.github.communities.tck.domain.access.AnswerRules;
import io.github.communities.tck.domain.access.FreshnessRules;
import io.github.communities.tck.domain.access.StalenessRules;
import io.github.communities.tck.domain.authorization.AuthorizeRules;
import io.github.communities.tck.domain.authorization.CapRules;
import io.github.communities.tck.domain.authorization.EveryOperationRules;
import io.github.communities.tck.domain.authorization.OperationTableRules;
import io.github.communities.tck.domain.authorization.StrangerRules;
import io.github.communities.tck.domain.billing.BillingRules;
import io.github.communities.tck.domain.change.ChangeRules;
import io.github.communities.tck.domain.channel.ChannelRules;
import io.github.communities.tck.domain.community.CommunityRules;
import io.github.communities.tck.domain.community.DefaultCommunityRules;
import io.github.communities.tck.domain.community.LabelRules;
import io.github.communities.tck.domain.deletion.DeletionRules;
import io.github.communities.tck.domain.directory.DirectoryRules;
import io.github.communities.tck.domain.host.HostAnswerRules;
import io.github.communities.tck.domain.invitation.DepartureRules;
import io.github.communities.tck.domain.invitation.InvitationEndRules;
import io.github.communities.tck.domain.invitation.InvitationRules;
import io.github.communities.tck.domain.member.AgentRules;
import io.github.communities.tck.domain.member.BindingRules;
import io.github.communities.tck.domain.member.MemberRules;
import io.github.communities.tck.domain.organization.IsolationRules;
import io.github.communities.tck.domain.organization.OrganizationRules;
import io.github.communities.tck.domain.organization.RemovalRules;
import io.github.communities.tck.domain.organization.TenantRules;
import io.github.communities.tck.domain.paging.CursorRules;
import io.github.communities.tck.domain.policy.PolicyRules;
import io.github.communities.tck.domain.project.LimitRules;
import io.github.communities.tck.domain.project.ProjectRules;
import io.github.communities.tck.domain.project.ResourceRules;
import io.github.communities.tck.domain.restriction.RestrictionRules;
import io.github.communities.tck.domain.roster.RosterRules;
import io.github.communities.tck.domain.sharing.SharingRules;
import io.github.communities.tck.domain.transaction.ConsistencyRules;
import io.github.communities.tck.domain.transaction.HostTransactionRules;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.model.ProgramRules;
import io.github.communities.tck.model.RoleTable;
import io.github.communities.tck.rule.StoreName;
import net.jqwik.api.Group;
import org.junit.jupiter.api.Nested;

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

    /** ORG-1 to ORG-5. */
    @Nested
    class Organizations extends OrganizationRules {
        Organizations() {
            super(DomainConformance.this::storage);
        }
    }

    /** ORG-6. */
    @Nested
    class Rosters extends RosterRules {
        Rosters() {
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

    /** ORG-2, ORG-5 and ORG-7, and what follows from a host's own directory. */
    @Nested
    class Directories extends DirectoryRules {
        Directories() {
            super(DomainConformance.this::storage);
        }
    }

    /** DEF-1 to DEF-11. */
    @Nested
    class DefaultCommunity extends DefaultCommunityRules {
        DefaultCommunity() {
            super(DomainConformance.this::storage);
        }
    }

    /** CON-1, CON-6, CHG-1 and CHG-2. */
    @Nested
    class Consistency extends ConsistencyRules {
        Consistency() {
            super(DomainConformance.this::storage);
        }
    }

    /** COM-1 to COM-5. */
    @Nested
    class Communities extends CommunityRules {
        Communities() {
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

    /** MEM-1 to MEM-11. */
    @Nested
    class Members extends MemberRules {
        Members() {
            super(DomainConformance.this::storage);
        }
    }

    /** MEM-2, MEM-3, MEM-6, MEM-8, MEM-9 and DEF-9: what giving and taking roles comes to. */
    @Nested
    class Bindings extends BindingRules {
        Bindings() {
            super(DomainConformance.this::storage);
        }
    }

    /** What ends invitations, and whom they keep out: INV-1 to INV-9 where they meet other rules. */
    @Nested
    class InvitationEnds extends InvitationEndRules {
        InvitationEnds() {
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

    /** RES-1 to RES-4, PRJ-5 and COM-8. */
    @Nested
    class Resources extends ResourceRules {
        Resources() {
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

    /** SHR-1 to SHR-6. */
    @Nested
    class Sharing extends SharingRules {
        Sharing() {
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

    /** TEN-1, TEN-2 and LIM-2. */
    @Nested
    class Isolation extends IsolationRules {
        Isolation() {
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

    /** Most of them in random programs, against a model. */
    @Group
    class Programs extends ProgramRules {
        Programs() {
            super(DomainConformance.this::storage);
        }
    }
}
