package io.github.communities.core.policy;

import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.SubjectKind;
import io.github.communities.decision.RoleSource;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.GroupMemberRecord;
import io.github.communities.spi.record.PrincipalRecords;
import io.github.communities.spi.record.SubjectRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Puts together what a subject holds from the records that decide about it. */
final class GrantsBuilder {
    private final CompiledPolicy policy;
    private final Subject subject;
    private final PrincipalRecords records;
    private final Map<Subject, SubjectRecord> belonging = new HashMap<>();
    private final PresentSubjects present = new PresentSubjects(belonging);
    private final UnaryOperator<Object> ids;
    private final Map<Object, Object> own = new HashMap<>();
    private final Map<Scope, List<Grant>> atProjects = new HashMap<>();
    private final Map<Scope, List<Grant>> atCommunities = new HashMap<>();
    private final List<Grant> atOrganization = new ArrayList<>();
    private final List<Grant> inStandardCommunities = new ArrayList<>();

    GrantsBuilder(CompiledPolicy policy, Subject subject, PrincipalRecords records, UnaryOperator<Object> ids) {
        this.policy = policy;
        this.subject = subject;
        this.records = records;
        this.ids = ids;
        records.subjects().stream()
                .filter(SubjectRecord::present)
                .forEach(record -> belonging.put(record.subject(), record));
    }

    Grants build() {
        SubjectRecord self = belonging.get(subject);
        if (self == null && subject.kind() != SubjectKind.ALL_USERS) {
            return Grants.none(policy, subject);
        }
        own.put(subject, subject);
        if (self != null && subject.isUser()) {
            add(byBelonging(self));
        }
        Set<Subject> groups = groups();
        for (BindingRecord binding : records.bindings()) {
            if (isTheirs(binding.subject(), groups)
                    && present.counts(binding)
                    && policy.grants(binding.role(), binding.subject())) {
                add(bound(binding));
            }
        }
        Comparator<Grant> order = order(policy);
        atProjects.values().forEach(grants -> grants.sort(order));
        atCommunities.values().forEach(grants -> grants.sort(order));
        inStandardCommunities.sort(order);
        atOrganization.sort(order);
        return new Grants(
                policy,
                subject,
                true,
                GrantTable.of(atProjects),
                GrantTable.of(atCommunities),
                GrantTable.link(inStandardCommunities, null),
                GrantTable.link(atOrganization, null));
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
                groups.add(membership.group());
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
        return grant(
                role,
                RoleSource.Kind.BELONGING,
                subject,
                null,
                null,
                records.organization().id(),
                self.since());
    }

    private Grant bound(BindingRecord binding) {
        return grant(
                policy.own(binding.role()),
                kind(binding.subject()),
                binding.subject(),
                null,
                binding.expiresAt().orElse(null),
                binding.scope(),
                binding.since());
    }

    private Grant inherited(Grant from, Scope scope) {
        Role role = policy.source().administratorRole();
        return grant(
                role, from.kind(), from.boundTo(), from.role(), from.expiresAt().orElse(null), scope, from.since());
    }

    private Grant grant(
            Role role,
            RoleSource.Kind kind,
            Subject boundTo,
            @Nullable Role inheritedFrom,
            @Nullable Instant expiresAt,
            Scope scope,
            Instant since) {
        Grant.Terms terms = new Grant.Terms(role, policy.mask(role), kind, shared(boundTo), inheritedFrom, expiresAt);
        return new Grant(once(terms), shared(scope), since);
    }

    /** Adds a grant, and what follows from it, if it is one at the organization (DEF-7). */
    private void add(Grant grant) {
        switch (grant.scope().kind()) {
            case PROJECT -> addTo(atProjects, grant);
            case COMMUNITY -> addTo(atCommunities, grant);
            case ORGANIZATION -> {
                atOrganization.add(grant);
                addInherited(grant);
            }
        }
    }

    private void addInherited(Grant grant) {
        if (policy.administers(grant.role(), policy.source().defaultAdministrationRole())) {
            addTo(atCommunities, inherited(grant, records.organization().defaultCommunity()));
        }
        if (policy.administers(grant.role(), policy.source().standardAdministrationRole())) {
            inStandardCommunities.add(inherited(grant, records.organization().id()));
        }
    }

    private static void addTo(Map<Scope, List<Grant>> byScope, Grant grant) {
        byScope.computeIfAbsent(grant.scope(), scope -> new ArrayList<>()).add(grant);
    }

    /** The equal one that others have too: each record has one of its own. */
    @SuppressWarnings("unchecked") // what is equal is of the same class
    private <T> T shared(T id) {
        return (T) own.computeIfAbsent(id, ids);
    }

    /** The equal one that comes first here. */
    @SuppressWarnings("unchecked") // what is equal is of the same class
    private <T> T once(T one) {
        return (T) own.computeIfAbsent(one, same -> same);
    }

    private static RoleSource.Kind kind(Subject boundTo) {
        return switch (boundTo.kind()) {
            case GROUP -> RoleSource.Kind.GROUP;
            case ALL_USERS -> RoleSource.Kind.ALL_USERS;
            default -> RoleSource.Kind.OWN;
        };
    }
}
