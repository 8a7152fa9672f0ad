package io.github.communities.core.project;

import io.github.communities.CommunityId;
import io.github.communities.ProjectId;
import io.github.communities.Subject;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeAttribute;
import io.github.communities.change.ChangeKind;
import io.github.communities.core.text.Attributes;
import io.github.communities.core.text.Description;
import io.github.communities.core.text.NameKey;
import io.github.communities.core.transaction.WriteTransaction;
import io.github.communities.project.NewProject;
import io.github.communities.spi.record.ProjectRecord;
import java.util.Map;
import java.util.Optional;

/** Projects as they are stored: made and changed, each with what is told about it. */
public final class ProjectRecords {
    private ProjectRecords() {}

    /** Stores a new project and tells so. */
    static ProjectRecord insert(
            WriteTransaction writing, CommunityId community, NewProject project, Optional<Subject> creator) {
        ProjectRecord record = made(writing, community, project, creator);
        writing.insert(record);
        return record;
    }

    /** A new project, told but not stored yet. */
    public static ProjectRecord made(
            WriteTransaction writing, CommunityId community, NewProject project, Optional<Subject> creator) {
        ProjectRecord record = ProjectRecord.builder()
                .id(ProjectId.of(writing.organizationId(), writing.newId()))
                .community(community)
                .name(project.name())
                .nameKey(NameKey.of(project.name()))
                .description(project.description())
                .creator(creator)
                .createdAt(writing.now())
                .updatedAt(writing.now())
                .version(writing.next())
                .bindingsVersion(writing.next())
                .createdIn(writing.next())
                .build();
        writing.tell(Change.of(ChangeKind.PROJECT_CREATED, record.id())
                .to(Attributes.of(Map.of(
                        ChangeAttribute.NAME,
                        project.name(),
                        ChangeAttribute.DESCRIPTION,
                        project.description(),
                        ChangeAttribute.COMMUNITY,
                        community.toString()))));
        return record;
    }

    /** Gives a project another name, description and labels, if they are others, and tells so. */
    static ProjectRecord update(WriteTransaction writing, ProjectRecord before, Description description) {
        if (description.equals(Description.of(before))) {
            return before;
        }
        ProjectRecord after = ProjectRecord.builder()
                .from(before)
                .name(description.name())
                .nameKey(NameKey.of(description.name()))
                .description(description.text())
                .labels(description.labels())
                .updatedAt(writing.now())
                .version(writing.next())
                .build();
        writing.update(after);
        writing.tell(Attributes.difference(
                Change.of(ChangeKind.PROJECT_UPDATED, before.id()), Description.of(before), description));
        return after;
    }
}
