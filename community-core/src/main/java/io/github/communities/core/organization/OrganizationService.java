package io.github.communities.core.organization;

import io.github.communities.Caller;
import io.github.communities.OrganizationId;
import io.github.communities.Page;
import io.github.communities.PageRequest;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.access.Operation;
import io.github.communities.core.authorization.OperationAuthorizer;
import io.github.communities.core.paging.Cursor;
import io.github.communities.core.paging.Cursor.Part;
import io.github.communities.core.paging.Pages;
import io.github.communities.core.policy.CompiledPolicy;
import io.github.communities.core.transaction.ReadTransaction;
import io.github.communities.core.transaction.Transactions;
import io.github.communities.internal.Arguments;
import io.github.communities.organization.Organization;
import io.github.communities.organization.OrganizationUser;
import io.github.communities.organization.Organizations;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.SubjectRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The organizations service: an organization and its users, to whoever may see them. */
public final class OrganizationService implements Organizations {
    private final Transactions transactions;

    /** Over transactions. */
    public OrganizationService(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Organization get(Caller caller) {
        return transactions.read(caller, reading -> {
            OperationAuthorizer.authorize(reading, Operation.VIEW_ORGANIZATION, reading.organizationId());
            return OrganizationValues.of(reading);
        });
    }

    @Override
    public Page<OrganizationUser> users(Caller caller, PageRequest page) {
        OrganizationId organization = Arguments.required("caller", caller).organization();
        Pages<SubjectRecord> pages = new Pages<>(
                RecordRange.of(Index.SUBJECTS),
                new Cursor(List.of(Part.PRINCIPAL_KIND, Part.ID), "users", organization),
                page);
        return transactions.read(caller, reading -> {
            OperationAuthorizer.authorize(reading, Operation.VIEW_ORGANIZATION, organization);
            Page<SubjectRecord> users = pages.read(
                    reading,
                    some -> some.stream().filter(OrganizationService::isUser).toList(),
                    user -> user);
            return new Page<>(values(reading, users.items()), users.next());
        });
    }

    private static boolean isUser(SubjectRecord record) {
        return record.present() && record.subject().isPrincipal();
    }

    private static List<OrganizationUser> values(ReadTransaction reading, List<SubjectRecord> users) {
        CompiledPolicy policy = reading.policy();
        Map<Subject, List<Role>> roles = new HashMap<>();
        List<RecordRange<BindingRecord>> ranges = users.stream()
                .map(user -> RecordRange.bindingsAt(reading.organizationId(), user.subject()))
                .toList();
        for (BindingRecord binding :
                reading.presence().inForce(reading.scan(ranges).toList())) {
            roles.computeIfAbsent(binding.subject(), subject -> new ArrayList<>())
                    .add(binding.role());
        }
        List<OrganizationUser> values = new ArrayList<>();
        for (SubjectRecord user : users) {
            List<Role> held = roles.computeIfAbsent(user.subject(), subject -> new ArrayList<>());
            held.sort(policy.highestFirst());
            Role member = policy.source().memberRole();
            if (user.subject().isUser() && !held.contains(member)) {
                held.add(member);
            }
            values.add(new OrganizationUser(user.subject(), held, user.since(), user.signedIn()));
        }
        return values;
    }
}
