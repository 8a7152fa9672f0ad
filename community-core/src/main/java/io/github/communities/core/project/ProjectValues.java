package io.github.communities.core.project;

import io.github.communities.Labels;
import io.github.communities.core.authorization.ResolvedTarget.InProject;
import io.github.communities.core.transaction.ReadTransaction;
import io.github.communities.project.Project;
import io.github.communities.spi.record.ProjectRecord;

/** Projects as hosts see them. */
final class ProjectValues {
    private ProjectValues() {}

    /** A project, found with its community. */
    static Project of(InProject seen) {
        return of(seen.project(), Labels.of(seen.community().labels()));
    }

    /** A project, whose community is there. */
    static Project of(ReadTransaction reading, ProjectRecord project) {
        return of(
                project,
                Labels.of(reading.existence().community(project.community()).labels()));
    }

    /** A project as hosts see it; without labels of its own it shows its community's (COM-8). */
    static Project of(ProjectRecord project, Labels inherited) {
        return Project.builder()
                .id(project.id())
                .community(project.community())
                .name(project.name())
                .description(project.description())
                .labels(project.labels().isEmpty() ? inherited : Labels.of(project.labels()))
                .limits(ProjectUnits.limits(project))
                .unitBalance(project.unitBalance())
                .creator(project.creator())
                .createdAt(project.createdAt())
                .updatedAt(project.updatedAt())
                .version(project.version().value())
                .bindingsVersion(project.bindingsVersion().value())
                .build();
    }
}
