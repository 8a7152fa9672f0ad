package io.github.communities.core.subject;

import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.core.member.Bindings;
import io.github.communities.core.member.RequiredRole;
import io.github.communities.core.policy.Path;
import io.github.communities.core.transaction.WriteTransaction;
import io.github.communities.member.NewBinding;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.RecordKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The roles at an organization that the host gives and takes, the first of them too (ORG-2). */
public final class OrganizationRoles {
    private OrganizationRoles() {}

    /** Binds roles at the organization that a subject has not yet; users have the member role anyway (ORG-3). */
    public static void bind(WriteTransaction writing, Subject subject, List<Role> roles) {
        List<BindingRecord> added = new ArrayList<>();
        for (Role role : roles) {
            if (subject.isUser() && role.equals(writing.policy().source().memberRole())) {
                continue;
            }
            BindingRecord binding = Bindings.made(
                    writing, Path.of(writing.organizationId()), NewBinding.of(subject, role), Optional.empty());
            Bindings.add(writing, binding).ifPresent(added::add);
        }
        if (!added.isEmpty()) {
            writing.touchBindings(List.of(writing.organizationId()));
        }
    }

    /** Ends the binding of a role at the organization, if there is one in force. */
    public static void revoke(WriteTransaction writing, Subject subject, Role role) {
        List<BindingRecord> taken = writing.presence()
                .inForce(writing.find(RecordKind.binding(writing.organizationId(), subject, role)).stream()
                        .toList());
        writing.delete(taken.stream().map(BindingRecord::key).toList());
        taken.forEach(binding -> writing.tell(Bindings.removed(binding)));
        if (!taken.isEmpty()) {
            writing.touchBindings(List.of(writing.organizationId()));
        }
        RequiredRole.owner(writing).check(writing, taken);
    }
}
