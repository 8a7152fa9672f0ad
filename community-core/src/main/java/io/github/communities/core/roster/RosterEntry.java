package io.github.communities.core.roster;

import io.github.communities.Role;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.core.text.NameKey;
import io.github.communities.error.InvalidInput;
import io.github.communities.internal.Texts;
import io.github.communities.organization.RosterRow;
import io.github.communities.project.NewProject;
import java.util.Optional;

/** A row of a roster whose form is right, so that it is of a limited size (LIM-2). */
record RosterEntry(
        RosterRow row,
        Subject user,
        Role role,
        ScopeKind kind,
        String community,
        String communityKey,
        Optional<NewProject> project,
        String projectKey) {

    /**
     * What a row says.
     *
     * @throws InvalidInput if that is of no form in which it could be brought in, whatever else there is
     */
    static RosterEntry of(RosterRow row, RosterRoles roles) {
        ScopeKind kind = kind(row);
        Role role = roles.named(row.role(), kind);
        String community = row.community()
                .map(name -> Texts.free("name of community", name, 1, 133, "COM-2"))
                .orElse("");
        Optional<NewProject> project = row.project().map(NewProject::named);
        return new RosterEntry(
                row,
                Subject.user(row.user()),
                role,
                kind,
                community,
                NameKey.of(community),
                project,
                NameKey.of(project.map(NewProject::name).orElse("")));
    }

    private static ScopeKind kind(RosterRow row) {
        if (row.project().isPresent() && row.community().isEmpty()) {
            throw new InvalidInput("project", row.project().get(), "ORG-6", "is given without its community");
        }
        if (row.project().isPresent()) {
            return ScopeKind.PROJECT;
        }
        return row.community().isPresent() ? ScopeKind.COMMUNITY : ScopeKind.ORGANIZATION;
    }
}
