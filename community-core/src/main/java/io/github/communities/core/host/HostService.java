package io.github.communities.core.host;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.communities.CommunityId;
import io.github.communities.Host;
import io.github.communities.OrganizationId;
import io.github.communities.ProjectId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.SubjectKind;
import io.github.communities.Written;
import io.github.communities.access.AccessStatistics;
import io.github.communities.change.ChangeRecord;
import io.github.communities.core.change.ChangeFeed;
import io.github.communities.core.deletion.Purge;
import io.github.communities.core.organization.OrganizationRegistration;
import io.github.communities.core.organization.OrganizationRemoval;
import io.github.communities.core.organization.OrganizationValues;
import io.github.communities.core.organization.Overview;
import io.github.communities.core.organization.SignInUseCase;
import io.github.communities.core.project.ReportedUse;
import io.github.communities.core.roster.RosterImport;
import io.github.communities.core.subject.Erasure;
import io.github.communities.core.subject.GroupMembers;
import io.github.communities.core.subject.OrganizationRoles;
import io.github.communities.core.subject.SubjectRemoval;
import io.github.communities.core.subject.Subjects;
import io.github.communities.core.transaction.Transactions;
import io.github.communities.error.InvalidInput;
import io.github.communities.error.NotFound;
import io.github.communities.internal.Arguments;
import io.github.communities.internal.Texts;
import io.github.communities.organization.Organization;
import io.github.communities.organization.OrganizationOverview;
import io.github.communities.organization.RosterOutcome;
import io.github.communities.organization.RosterReport;
import io.github.communities.organization.RosterRow;
import io.github.communities.organization.SignIn;
import io.github.communities.spi.record.RecordRange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The host service: what only the embedding application may do. */
public final class HostService implements Host {
    private static final int MAX_ROLES = 1000;
    private static final int REMEMBERED = 10_000;

    private final Transactions transactions;
    private final Supplier<AccessStatistics> accessStatistics;
    /** Of organizations in which somebody has signed in. */
    private final Cache<OrganizationId, CommunityId> defaultCommunities =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    /** Over transactions; how access fares, something else knows. */
    public HostService(Transactions transactions, Supplier<AccessStatistics> accessStatistics) {
        this.transactions = transactions;
        this.accessStatistics = accessStatistics;
    }

    @Override
    public Written<Organization> register(OrganizationId id, String name) {
        Arguments.required("organization id", id);
        String composed = Texts.free("name of organization", name, 1, 128, "ORG-1");
        return new OrganizationRegistration(transactions, id).register(composed);
    }

    @Override
    public Organization organization(OrganizationId id) {
        return transactions.readAsHost(id, OrganizationValues::of);
    }

    @Override
    public OrganizationOverview overview(OrganizationId id) {
        return transactions.readAsHost(id, Overview::of);
    }

    @Override
    public Written<Subject> addUser(OrganizationId organization, Subject user, Role... roles) {
        Arguments.required("organization id", organization);
        List<Role> given = given(roles);
        checkUser(user, "ORG-2");
        return add(organization, user, given);
    }

    @Override
    public Written<Subject> addServiceAccount(OrganizationId organization, Subject serviceAccount, Role... roles) {
        Arguments.required("organization id", organization);
        List<Role> given = given(roles);
        checkKind("service account", serviceAccount, SubjectKind.SERVICE_ACCOUNT, "ORG-2");
        return add(organization, serviceAccount, given);
    }

    private Written<Subject> add(OrganizationId organization, Subject principal, List<Role> roles) {
        roles.forEach(role -> transactions.policy().checkBindable(role, ScopeKind.ORGANIZATION));
        return transactions.writeAsHost(organization, writing -> {
            Subjects.refuseWhereDirectory(writing);
            Subjects.add(writing, principal);
            OrganizationRoles.bind(writing, principal, roles);
            return principal;
        });
    }

    private static List<Role> given(Role... roles) {
        if (Arguments.required("roles", roles).length > MAX_ROLES) {
            throw new InvalidInput("roles", roles.length + " roles", "LIM-2", "must be " + MAX_ROLES + " or fewer");
        }
        return Stream.of(roles)
                .map(role -> Arguments.required("role", role))
                .distinct()
                .toList();
    }

    @Override
    public Written<Subject> revokeRole(OrganizationId organization, Subject subject, Role role) {
        Arguments.required("subject", subject);
        Arguments.required("role", role);
        return transactions.writeAsHost(organization, writing -> {
            Subjects.refuseWhereDirectory(writing);
            OrganizationRoles.revoke(writing, subject, role);
            return subject;
        });
    }

    @Override
    public Written<Subject> removeUser(OrganizationId organization, Subject user) {
        Arguments.required("organization id", organization);
        checkUser(user, "ORG-4");
        return SubjectRemoval.run(transactions, organization, user);
    }

    @Override
    public Written<Subject> removeServiceAccount(OrganizationId organization, Subject serviceAccount) {
        Arguments.required("organization id", organization);
        checkKind("service account", serviceAccount, SubjectKind.SERVICE_ACCOUNT, "ORG-8");
        return SubjectRemoval.run(transactions, organization, serviceAccount);
    }

    @Override
    public Written<Subject> removeGroup(OrganizationId organization, Subject group) {
        Arguments.required("organization id", organization);
        checkKind("group", group, SubjectKind.GROUP, "ORG-8");
        return SubjectRemoval.run(transactions, organization, group);
    }

    @Override
    public Written<Subject> addGroup(OrganizationId organization, Subject group) {
        Arguments.required("organization id", organization);
        checkKind("group", group, SubjectKind.GROUP, "ORG-2");
        return transactions.writeAsHost(organization, writing -> {
            Subjects.refuseWhereDirectory(writing);
            Subjects.add(writing, group);
            return group;
        });
    }

    @Override
    public Written<Subject> addToGroup(OrganizationId organization, Subject group, Subject member) {
        Arguments.required("organization id", organization);
        Arguments.required("member", member);
        checkKind("group", group, SubjectKind.GROUP, "ORG-2");
        if (!member.isPrincipal()) {
            throw new InvalidInput(
                    "member of group", member.toString(), "ORG-2", "must be a user or a service account");
        }
        return transactions.writeAsHost(organization, writing -> {
            Subjects.refuseWhereDirectory(writing);
            GroupMembers.add(writing, group, member);
            return member;
        });
    }

    @Override
    public Written<Subject> removeFromGroup(OrganizationId organization, Subject group, Subject member) {
        Arguments.required("organization id", organization);
        Arguments.required("member", member);
        checkKind("group", group, SubjectKind.GROUP, "ORG-2");
        return transactions.writeAsHost(organization, writing -> {
            Subjects.refuseWhereDirectory(writing);
            GroupMembers.remove(writing, group, member);
            return member;
        });
    }

    @Override
    public Written<SignIn> signIn(OrganizationId organization, Subject user) {
        Arguments.required("organization id", organization);
        checkUser(user, "DEF-5");
        return new SignInUseCase(user).run(transactions, organization, defaultCommunities);
    }

    @Override
    public RosterReport importRoster(Stream<RosterRow> rows, Consumer<RosterOutcome> outcomes) {
        return new RosterImport(transactions, Arguments.required("outcomes", outcomes))
                .run(Arguments.required("rows", rows));
    }

    @Override
    public List<ChangeRecord> changes(OrganizationId organization, Revision after, int limit) {
        Arguments.required("revision", after);
        checkLimit(limit);
        return transactions.readAsHost(organization, reading -> ChangeFeed.read(reading, after, limit));
    }

    @Override
    public Written<Long> dropChanges(OrganizationId organization, Instant before) {
        Arguments.required("instant", before);
        return ChangeFeed.drop(transactions, organization, before);
    }

    @Override
    public Written<Optional<Long>> reportUse(OrganizationId organization, ProjectId project, String key, long units) {
        Arguments.required("organization id", organization);
        if (!Arguments.required("project id", project).organization().equals(organization)) {
            throw new InvalidInput(
                    "project id", project.toString(), "TEN-1", "must be of the organization " + organization);
        }
        Texts.id("key of use", key);
        if (units < 0) {
            throw new InvalidInput("units", Long.toString(units), "PRJ-4", "must not be negative");
        }
        return transactions.writeAsHost(organization, writing -> ReportedUse.note(writing, project, key, units));
    }

    @Override
    public Written<Integer> purge(OrganizationId organization, int limit) {
        checkLimit(limit);
        return transactions.writeWithoutDirectory(organization, writing -> Purge.run(writing, limit));
    }

    @Override
    public Written<OrganizationId> removeOrganization(OrganizationId organization) {
        return transactions.writeWithoutDirectory(organization, OrganizationRemoval::remove);
    }

    @Override
    public int purgeRemoved(OrganizationId organization, int limit) {
        Arguments.required("organization id", organization);
        checkLimit(limit);
        try {
            return transactions
                    .writeEvenIfRemoved(organization, writing -> OrganizationRemoval.purge(writing, limit))
                    .value();
        } catch (NotFound e) {
            return 0; // nothing is left of it
        }
    }

    @Override
    public Written<Subject> erase(OrganizationId organization, Subject user) {
        Arguments.required("organization id", organization);
        checkUser(user, "CHG-4");
        return transactions.writeWithoutDirectory(organization, writing -> new Erasure(writing, user).erase());
    }

    private static void checkLimit(int limit) {
        if (limit < 1 || limit > RecordRange.MAX) {
            throw new InvalidInput("limit", Integer.toString(limit), "LIM-2", "must be 1 to " + RecordRange.MAX);
        }
    }

    private static void checkUser(Subject user, String rule) {
        if (!Arguments.required("user", user).isUser()) {
            throw new InvalidInput(
                    "user",
                    user.toString(),
                    rule,
                    "must be a user, not a " + user.kind().text());
        }
    }

    private static void checkKind(String what, Subject subject, SubjectKind kind, String rule) {
        if (Arguments.required(what, subject).kind() != kind) {
            throw new InvalidInput(
                    what,
                    subject.toString(),
                    rule,
                    "must be a " + what + ", not a " + subject.kind().text());
        }
    }

    @Override
    public AccessStatistics accessStatistics() {
        return accessStatistics.get();
    }
}
