package io.github.communities.spi.record;

import io.github.communities.Revision;
import io.github.communities.internal.Arguments;
import java.util.List;

/**
 * All that decides about one principal in one organization, in one consistent state. What it lists is raw: whether a
 * record still counts is the engine's to judge.
 *
 * @param revision the organization's revision
 * @param organization the organization
 * @param subjects the principal's own record and those of its groups, as far as there are any, in no particular order
 * @param memberships the group memberships of the principal, in no particular order
 * @param bindings all bindings of the principal, of its groups and of the system group, at all scopes, in no particular
 *     order
 */
public record PrincipalRecords(
        Revision revision,
        OrganizationRecord organization,
        List<SubjectRecord> subjects,
        List<GroupMemberRecord> memberships,
        List<BindingRecord> bindings) {
    /** Copies the lists. */
    public PrincipalRecords {
        Arguments.required("revision", revision);
        Arguments.required("organization", organization);
        subjects = Arguments.all("subjects", subjects);
        memberships = Arguments.all("memberships", memberships);
        bindings = Arguments.all("bindings", bindings);
    }
}
