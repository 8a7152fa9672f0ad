package io.github.communities.core.member;

import io.github.communities.CommunityId;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.SubjectKind;
import io.github.communities.core.policy.Path;
import io.github.communities.core.transaction.ReadTransaction;
import io.github.communities.decision.RoleSource;
import io.github.communities.decision.Sentence;
import io.github.communities.error.Refused;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.RecordRange;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The administrators of a community and the owners of an organization: who counts as one, and that the last is never
 * taken (MEM-5, ORG-5). What is inherited, and the system group, does not count; a group does as long as somebody is in
 * it.
 */
public final class RequiredRole {
    // A first page nearly always holds one that counts, so the rows that are read do not grow with the community.
    private static final int PAGE = 16;

    private final String rule;
    private final String what;
    private final Scope scope;
    private final List<Role> roles;

    private RequiredRole(String rule, String what, Scope scope, List<Role> roles) {
        this.rule = rule;
        this.what = what;
        this.scope = scope;
        this.roles = roles;
    }

    /** The administrators of a community. */
    public static RequiredRole administrator(ReadTransaction reading, CommunityId community) {
        Role role = reading.policy().source().administratorRole();
        return new RequiredRole(
                "MEM-5", "administrator", community, reading.policy().including(role, ScopeKind.COMMUNITY));
    }

    /** The owners of an organization. */
    public static RequiredRole owner(ReadTransaction reading) {
        Role role = reading.policy().source().ownerRole();
        return new RequiredRole(
                "ORG-5", "owner", reading.organizationId(), reading.policy().including(role, ScopeKind.ORGANIZATION));
    }

    /** {@link #check} for the administrators of a standard community; a default one needs none of its own. */
    static void checkAdministrator(ReadTransaction reading, Path path, List<BindingRecord> lost) {
        if (path.community().isPresent() && path.project().isEmpty() && !path.inDefault()) {
            administrator(reading, path.community().get()).check(reading, lost);
        }
    }

    /** Whether a role makes its holder one. */
    public boolean isRole(Role role) {
        return roles.contains(role);
    }

    /** Whether the caller is one, by a role of their own or of a group of theirs. */
    public boolean isCaller(ReadTransaction reading, Path path) {
        return reading.callerGrants().at(path, reading.now()).stream()
                .anyMatch(grant -> grant.scope().equals(scope)
                        && grant.inheritedFrom().isEmpty()
                        && grant.kind() != RoleSource.Kind.ALL_USERS
                        && isRole(grant.role()));
    }

    /** Whether a binding, which is in force, makes someone one. */
    boolean isOne(ReadTransaction reading, BindingRecord binding) {
        return isRole(binding.role()) && counts(reading, binding);
    }

    /** Whether there is one (MEM-6). */
    public boolean isHeld(ReadTransaction reading) {
        return any(reading, binding -> true);
    }

    /**
     * Refuses a write, after it, that took one and left none: or took one that had no expiry and left only some that
     * have.
     *
     * @param lost the bindings that were in force before the write, and are gone or end earlier
     */
    public void check(ReadTransaction reading, List<BindingRecord> lost) {
        List<BindingRecord> taken = lost.stream()
                .filter(binding -> binding.scope().equals(scope) && isOne(reading, binding))
                .toList();
        boolean forGood = taken.stream().anyMatch(binding -> binding.expiresAt().isEmpty());
        if (!taken.isEmpty()
                && !any(reading, binding -> !forGood || binding.expiresAt().isEmpty())) {
            throw new Refused(
                    rule,
                    Sentence.of(scope)
                            .and(" would be left without an " + what
                                    + (forGood ? " whose role does not expire" : "") + "; make someone else " + what
                                    + " first"));
        }
    }

    private boolean any(ReadTransaction reading, Predicate<BindingRecord> sort) {
        List<RecordRange<BindingRecord>> ranges = roles.stream()
                .map(role -> RecordRange.bindingsAt(scope, role).limit(PAGE))
                .toList();
        return reading.scan(ranges)
                .keeping(page -> reading.presence().inForce(page).stream()
                        .filter(binding -> sort.test(binding) && counts(reading, binding))
                        .limit(1)
                        .toList())
                .any();
    }

    private static boolean counts(ReadTransaction reading, BindingRecord binding) {
        return !counting(reading, List.of(binding.subject())).isEmpty();
    }

    /** Those of some subjects that hold a role for somebody: principals, and groups that somebody is in. */
    static Set<Subject> counting(ReadTransaction reading, Collection<Subject> subjects) {
        Set<Subject> counting = new HashSet<>();
        Set<Subject> groups = new HashSet<>();
        for (Subject subject : subjects) {
            if (subject.isPrincipal()) {
                counting.add(subject);
            } else if (subject.kind() == SubjectKind.GROUP) {
                groups.add(subject);
            }
        }
        counting.addAll(reading.presence().withMembers(groups));
        return counting;
    }
}
