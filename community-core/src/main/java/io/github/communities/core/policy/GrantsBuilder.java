package io.github.communities.core.policy;

import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.SubjectKind;
import io.github.communities.decision.RoleSource;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.GroupMemberRecord;
import io.github.communities.spi.record.PrincipalRecords;
import io.github.communities.spi.record.SubjectRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Puts together what a subject holds from the records that decide about it. */
final class GrantsBuilder {
    private final CompiledPolicy policy;
    private final Subject subject;
    private final PrincipalRecords records;
    private final Map<Subject, SubjectRecord> belonging = new HashMap<>();
    private final PresentSubjects present = new PresentSubjects(belonging);
    private final Map<Subject, Subject> subjects = new HashMap<>();
    private final Map<Scope, List<Grant>> byScope = new HashMap<>();
    private final List<Grant> inStandardCommunities = new ArrayList<>();

    GrantsBuilder(CompiledPolicy policy, Subject subject, PrincipalRecords records) {
        this.policy = policy;
        this.subject = subject;
        this.records = records;
        records.subjects().stream()
                .filter(SubjectRecord::present)
                .forEach(record -> belonging.put(record.subject(), record));
    }

    Grants build() {
        SubjectRecord self = belonging.get(subject);
        if (self == null && subject.kind() != SubjectKind.ALL_USERS) {
            return Grants.none(policy, subject);
        }
        if (self != null && subject.isUser()) {
            add(byBelonging(self));
        }
        subjects.put(subject, subject);
        Set<Subject> groups = groups();
        for (BindingRecord binding : records.bindings()) {
            if (isTheirs(binding.subject(), groups)
                    && present.counts(binding)
                    && policy.grants(binding.role(), binding.subject())) {
                add(bound(binding));
            }
        }
        Comparator<Grant> order = order(policy);
        byScope.replaceAll((scope, grants) -> sorted(grants, order));
        return new Grants(policy, subject, true, byScope, sorted(inStandardCommunities, order));
    }

    /** In a list that takes no more room than it needs. */
    private static List<Grant> sorted(List<Grant> grants, Comparator<Grant> order) {
        grants.sort(order);
        return List.copyOf(grants);
    }

    /** The order of the grants at one scope, in whatever order their records came: the highest first. */
    private static Comparator<Grant> order(CompiledPolicy policy) {
        return Comparator.comparing(Grant::role, policy.highestFirst())
                .thenComparing(Grant::kind)
                .thenComparing(grant -> grant.boundTo().toString())
                .thenComparing(grant -> grant.inheritedFrom().map(Role::name).orElse(""));
    }

    private Set<Subject> groups() {
        Set<Subject> groups = new HashSet<>();
        for (GroupMemberRecord membership : records.memberships()) {
            if (membership.member().equals(subject) && present.counts(membership)) {
                groups.add(own(membership.group()));
            }
        }
        return groups;
    }

    /** Whether what is bound to someone is the subject's: to itself, to a group of its, or to all users. */
    private boolean isTheirs(Subject boundTo, Set<Subject> groups) {
        return boundTo.equals(subject)
                || groups.contains(boundTo)
                || (boundTo.kind() == SubjectKind.ALL_USERS && subject.isUser());
    }

    /** What every user of an organization holds there (ORG-3). */
    private Grant byBelonging(SubjectRecord self) {
        Role role = policy.source().memberRole();
        return new Grant(
                role,
                policy.mask(role),
                records.organization().id(),
                RoleSource.Kind.BELONGING,
                subject,
                Optional.empty(),
                self.since(),
                Optional.empty());
    }

    private Grant bound(BindingRecord binding) {
        Role role = policy.own(binding.role());
        return new Grant(
                role,
                policy.mask(role),
                binding.scope(),
                kind(binding.subject()),
                own(binding.subject()),
                Optional.empty(),
                binding.since(),
                binding.expiresAt());
    }

    /** Adds a grant, and what follows from it, if it is one at the organization (DEF-7). */
    private void add(Grant grant) {
        byScope.computeIfAbsent(grant.scope(), scope -> new ArrayList<>()).add(grant);
        if (grant.scope().kind() == ScopeKind.ORGANIZATION) {
            if (policy.administers(grant.role(), policy.source().defaultAdministrationRole())) {
                byScope.computeIfAbsent(records.organization().defaultCommunity(), scope -> new ArrayList<>())
                        .add(inherited(grant, records.organization().defaultCommunity()));
            }
            if (policy.administers(grant.role(), policy.source().standardAdministrationRole())) {
                inStandardCommunities.add(
                        inherited(grant, records.organization().id()));
            }
        }
    }

    private Grant inherited(Grant from, Scope scope) {
        Role role = policy.source().administratorRole();
        return new Grant(
                role,
                policy.mask(role),
                scope,
                from.kind(),
                from.boundTo(),
                Optional.of(from.role()),
                from.since(),
                from.expiresAt());
    }

    /** Grants are kept for long, and each record has a subject of its own: the equal one that is kept anyway will do. */
    private Subject own(Subject boundTo) {
        return subjects.computeIfAbsent(boundTo, same -> same);
    }

    private static RoleSource.Kind kind(Subject boundTo) {
        return switch (boundTo.kind()) {
            case GROUP -> RoleSource.Kind.GROUP;
            case ALL_USERS -> RoleSource.Kind.ALL_USERS;
            default -> RoleSource.Kind.OWN;
        };
    }
}
