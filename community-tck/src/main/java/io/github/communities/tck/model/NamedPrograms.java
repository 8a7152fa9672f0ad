package io.github.communities.tck.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.communities.BillingAccountId;
import io.github.communities.Role;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.billing.BillingStatus;
import io.github.communities.restriction.RestrictionValue;
import io.github.communities.tck.fixture.Cluster;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Programs that were worth keeping: what random ones have found, and what they rarely come to. Each is run as random
 * ones are, after {@link Programs#beginning}, and its last command must come to what stands first.
 */
public abstract class NamedPrograms {
    private static final Subject ANN = Subject.user("ann");
    private static final Subject BOB = Subject.user("bob");
    private static final Subject CAROL = Subject.user("carol");
    private static final Who BY_ANN = new Who.Certain(ANN);
    private static final Who BY_BOB = new Who.Certain(BOB);
    private static final Who BY_CAROL = new Who.Certain(CAROL);

    private final Supplier<Cluster> clusters;

    /** Programs on clusters of this kind, each of which has nothing stored yet. */
    protected NamedPrograms(Supplier<Cluster> clusters) {
        this.clusters = clusters;
    }

    private void run(String last, RoleTable table, Command... program) {
        assertEquals(
                last, ProgramRun.last(List.of(program), table, clusters.get()).toString());
    }

    @Test
    @Rule({"INV-4", "MEM-9"})
    void whoever_lost_their_last_role_by_a_replacement_comes_back_by_no_link_from_before() {
        run(
                "refused INV-4",
                RoleTable.standard(),
                new InvitationCommands.CreateLink(BY_ANN, 0, Role.COMMUNITY_VIEWER, Optional.empty(), Optional.of(1)),
                new MemberCommands.Replace(BY_ANN, 0, List.of(), false),
                new InvitationCommands.Accept(BY_BOB, 0));
    }

    @Test
    @Rule({"INV-4", "MEM-9"})
    void whoever_is_given_a_role_and_loses_it_in_one_call_has_not_gone() {
        run(
                "changed",
                RoleTable.standard(),
                new InvitationCommands.CreateLink(BY_ANN, 0, Role.COMMUNITY_VIEWER, Optional.empty(), Optional.of(2)),
                new MemberCommands.Update(
                        BY_ANN,
                        0,
                        List.of(
                                new MemberModel.Step(CAROL, Role.COMMUNITY_VIEWER, true),
                                new MemberModel.Step(ANN, Role.PROJECT_DEVELOPER, true),
                                new MemberModel.Step(ANN, Role.PROJECT_DEVELOPER, false))),
                new InvitationCommands.Accept(BY_ANN, 0));
    }

    @Test
    @Rule({"INV-4", "MEM-7"})
    void an_invitation_ends_with_the_last_role_of_whom_it_names() {
        run(
                "not found INV-5",
                RoleTable.standard(),
                new InvitationCommands.Invite(BY_ANN, 0, BOB, Role.COMMUNITY_EDITOR, Optional.empty()),
                new MemberCommands.Revoke(BY_ANN, new Place(ScopeKind.COMMUNITY, 0), BOB, Role.COMMUNITY_DEVELOPER),
                new InvitationCommands.Accept(BY_BOB, 0));
    }

    @Test
    @Rule({"INV-4", "DEF-4"})
    void to_remove_somebody_again_counts_once_there_was_an_invitation_since() {
        run(
                "unchanged",
                RoleTable.standard(),
                new MemberCommands.Remove(BY_ANN, new Place(ScopeKind.COMMUNITY, 0), BOB),
                new InvitationCommands.Invite(BY_ANN, 0, ANN, Role.COMMUNITY_ADMIN, Optional.empty()),
                new MemberCommands.Remove(BY_ANN, new Place(ScopeKind.COMMUNITY, 0), BOB),
                new MemberCommands.Remove(BY_ANN, new Place(ScopeKind.COMMUNITY, 0), BOB));
    }

    @Test
    @Rule({"INV-5", "INV-6", "INV-8"})
    void a_link_that_is_used_up_changes_nothing_for_whoever_used_it() {
        run(
                "unchanged",
                RoleTable.delegated(),
                new InvitationCommands.CreateLink(BY_BOB, 1, Role.COMMUNITY_VIEWER, Optional.empty(), Optional.of(1)),
                new InvitationCommands.Accept(BY_ANN, 0),
                new InvitationCommands.Accept(BY_ANN, Model.NUMBERS - 2));
    }

    @Test
    @Rule({"INV-9", "MEM-8"})
    void nobody_joins_by_a_link_of_somebody_who_can_no_longer_give_its_role() {
        run(
                "refused INV-9",
                RoleTable.standard(),
                new MemberCommands.Grant(
                        BY_BOB,
                        new Place(ScopeKind.COMMUNITY, 1),
                        CAROL,
                        Role.COMMUNITY_ADMIN,
                        Optional.of(Duration.ofDays(1))),
                new InvitationCommands.CreateLink(
                        BY_CAROL, 1, Role.COMMUNITY_VIEWER, Optional.empty(), Optional.empty()),
                new MemberCommands.Revoke(BY_BOB, new Place(ScopeKind.COMMUNITY, 1), CAROL, Role.COMMUNITY_ADMIN),
                new InvitationCommands.Accept(BY_ANN, 0));
    }

    @Test
    @Rule("INV-3")
    void the_token_from_before_a_reset_is_worthless() {
        run(
                "not found INV-1",
                RoleTable.standard(),
                new InvitationCommands.CreateLink(BY_BOB, 1, Role.COMMUNITY_VIEWER, Optional.empty(), Optional.empty()),
                new InvitationCommands.Reset(BY_BOB, 0),
                new InvitationCommands.AcceptOld(BY_ANN, 0));
    }

    @Test
    @Rule("COM-4")
    void whoever_may_update_what_they_may_not_view_has_no_version_to_go_by() {
        run(
                "stale COM-4",
                RoleTable.standard().with(new PolicyChange.Permits(Role.ORGANIZATION_MEMBER, "community.update")),
                new CommunityCommands.Update(BY_CAROL, 1, Optional.of("Owls"), Optional.empty(), false));
    }

    @Test
    @Rule("MEM-3")
    void to_remove_somebody_takes_all_that_their_roles_permit() {
        run(
                "forbidden MEM-3",
                RoleTable.standard().with(new PolicyChange.Permits(Role.ORGANIZATION_OWNER, "community.manageAccess")),
                new MemberCommands.Grant(
                        BY_BOB, new Place(ScopeKind.COMMUNITY, 1), CAROL, Role.COMMUNITY_VIEWER, Optional.empty()),
                new MemberCommands.Remove(BY_ANN, new Place(ScopeKind.COMMUNITY, 1), CAROL));
    }

    @Test
    @Rule({"DEF-7", "MEM-3", "MEM-6"})
    void whoever_administers_standard_communities_by_a_role_of_the_organization_needs_no_appointment() {
        run(
                "changed",
                RoleTable.standard()
                        .with(new PolicyChange.Administers(Optional.empty(), Optional.of(Role.ORGANIZATION_OWNER))),
                new HostCommands.TakeOut(BOB),
                new MemberCommands.Grant(
                        BY_ANN, new Place(ScopeKind.COMMUNITY, 1), CAROL, Role.COMMUNITY_EDITOR, Optional.empty()));
    }

    @Test
    @Rule({"BIL-1", "RST-2", "ACC-7"})
    void all_that_keeps_a_resource_from_being_created_is_told() {
        run(
                "refused BIL-1, RST-2",
                RoleTable.standard(),
                new Command.AccountBecomes(BillingAccountId.of("shared"), BillingStatus.SUSPENDED),
                new CommunityCommands.Restrict(BY_BOB, 1, Model.NO_TYPES, RestrictionValue.of(List.of("secret"))),
                new ProjectCommands.CreateResource(BY_BOB, 0, "secret", "beta"));
    }

    @Test
    @Rule({"PRJ-5", "SHR-5"})
    void a_project_is_restored_with_what_is_attached_to_it_and_is_published_still() {
        run(
                "changed",
                RoleTable.standard(),
                new ProjectCommands.Create(BY_BOB, 1, "Owls"),
                new SharingCommands.Publish(BY_BOB, 0, 1),
                new SharingCommands.Attach(BY_BOB, 0, 1),
                new ProjectCommands.Delete(BY_BOB, 1),
                new ProjectCommands.Restore(BY_BOB, Model.NUMBERS - 2));
    }

    @Test
    @Rule({"PRJ-5", "SHR-5"})
    void what_was_withdrawn_meanwhile_is_not_attached_to_a_project_that_is_restored() {
        run(
                "changed",
                RoleTable.standard(),
                new ProjectCommands.Create(BY_BOB, 1, "Owls"),
                new SharingCommands.Publish(BY_BOB, 0, 1),
                new SharingCommands.Attach(BY_BOB, 0, 1),
                new ProjectCommands.Delete(BY_BOB, 1),
                new SharingCommands.Withdraw(BY_BOB, 0, 1),
                new SharingCommands.Publish(BY_BOB, 0, 1),
                new ProjectCommands.Restore(BY_BOB, Model.NUMBERS - 2));
    }

    @Test
    @Rule({"COM-6", "SHR-5", "INV-1"})
    void a_community_comes_back_without_its_invitations_and_without_what_was_published() {
        run(
                "not found INV-1",
                RoleTable.standard(),
                new InvitationCommands.CreateLink(BY_BOB, 1, Role.COMMUNITY_VIEWER, Optional.empty(), Optional.empty()),
                new CommunityCommands.Create(BY_CAROL, "Owls", Optional.empty()),
                new MemberCommands.Grant(
                        BY_CAROL, new Place(ScopeKind.COMMUNITY, 3), BOB, Role.COMMUNITY_ADMIN, Optional.empty()),
                new SharingCommands.Publish(BY_BOB, 0, 3),
                new CommunityCommands.Delete(BY_BOB, 1),
                new CommunityCommands.Restore(BY_BOB, Model.NUMBERS - 2),
                new InvitationCommands.Accept(BY_ANN, Model.NUMBERS - 2));
    }

    @Test
    @Rule("COM-6")
    void nobody_restores_once_the_retention_time_is_over_and_a_purge_frees_the_name() {
        run(
                "changed",
                RoleTable.standard(),
                new CommunityCommands.Delete(BY_BOB, 1),
                new Command.Advance(Duration.ofDays(4)),
                new CommunityCommands.Restore(BY_BOB, Model.NUMBERS - 2),
                new CommunityCommands.Create(BY_CAROL, "CATS", Optional.empty()),
                new HostCommands.Purge(),
                new CommunityCommands.Create(BY_CAROL, "CATS", Optional.empty()));
    }

    @Test
    @Rule("SHR-2")
    void a_resource_that_is_in_no_zone_is_not_published_in_one() {
        run("refused SHR-2", RoleTable.standard(), new SharingCommands.Publish(BY_BOB, 0, 2));
    }

    @Test
    @Rule({"RES-1", "BIL-1"})
    void a_copy_for_which_nobody_pays_is_refused_though_its_name_would_not_fit_either() {
        run(
                "refused BIL-1",
                RoleTable.delegated(),
                new ProjectCommands.Create(BY_BOB, 2, "Dogs"),
                new ProjectCommands.CreateResource(BY_BOB, 0, "secret", "alpha"),
                new ProjectCommands.Copy(BY_BOB, 3, 1, "4 you"));
    }
}
