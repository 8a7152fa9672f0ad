package io.github.communities.core.project;

import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.Labels;
import io.github.communities.Page;
import io.github.communities.PageRequest;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.Written;
import io.github.communities.access.Operation;
import io.github.communities.access.OperationRequest;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeAttribute;
import io.github.communities.change.ChangeKind;
import io.github.communities.core.accounts.BillingAnswer;
import io.github.communities.core.authorization.OperationAuthorizer;
import io.github.communities.core.authorization.ResolvedTarget.InCommunity;
import io.github.communities.core.authorization.TargetResolver;
import io.github.communities.core.deletion.Deletions;
import io.github.communities.core.member.Bindings;
import io.github.communities.core.paging.Cursor;
import io.github.communities.core.paging.Cursor.Part;
import io.github.communities.core.paging.Pages;
import io.github.communities.core.policy.GrantPeriod;
import io.github.communities.core.policy.Grants;
import io.github.communities.core.policy.Mask;
import io.github.communities.core.policy.Path;
import io.github.communities.core.text.Attributes;
import io.github.communities.core.text.Description;
import io.github.communities.core.text.NameKey;
import io.github.communities.core.transaction.Existence;
import io.github.communities.core.transaction.Transactions;
import io.github.communities.core.transaction.Versions;
import io.github.communities.core.transaction.WriteTransaction;
import io.github.communities.error.InvalidInput;
import io.github.communities.internal.Arguments;
import io.github.communities.member.NewBinding;
import io.github.communities.project.BalanceUpdate;
import io.github.communities.project.Limits;
import io.github.communities.project.LimitsUpdate;
import io.github.communities.project.NewProject;
import io.github.communities.project.Project;
import io.github.communities.project.ProjectUpdate;
import io.github.communities.project.Projects;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.ProjectRecord;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The life of projects: each use case loads, decides, writes and tells. */
public final class ProjectService implements Projects {
    private final Transactions transactions;

    /** Over transactions. */
    public ProjectService(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Written<Project> create(Caller caller, CommunityId community, NewProject project) {
        Arguments.required("community id", community);
        Arguments.required("project", project);
        return transactions.write(caller, community, writing -> {
            Path path = OperationAuthorizer.authorize(
                            writing,
                            OperationRequest.of(Operation.CREATE_PROJECT, community),
                            BillingAnswer.NONE,
                            target -> ProjectNames.taken(writing, community, project.name()))
                    .path();
            ProjectRecord record = ProjectRecords.insert(writing, community, project, Optional.of(writing.principal()));
            GrantPeriod period = writing.callerGrants()
                    .period(Mask.of(Permission.PROJECT_CREATE), path, writing.now())
                    .orElse(GrantPeriod.UNLIMITED);
            BindingRecord administrator = Bindings.made(
                    writing,
                    path.to(record.id()),
                    NewBinding.of(writing.principal(), writing.policy().source().projectCreatorRole()),
                    period.until());
            writing.insert(administrator);
            writing.tell(Bindings.added(administrator));
            return ProjectValues.of(writing, record);
        });
    }

    @Override
    public Project get(Caller caller, ProjectId id) {
        Arguments.required("project id", id);
        return transactions.read(caller, reading -> {
            return ProjectValues.of(OperationAuthorizer.authorize(reading, Operation.VIEW_PROJECT, id));
        });
    }

    @Override
    public Page<Project> list(Caller caller, CommunityId community, PageRequest page) {
        Arguments.required("caller", caller);
        Arguments.required("community id", community);
        Pages<ProjectRecord> pages = new Pages<>(
                RecordRange.of(Index.PROJECTS_BY_NAME).under(community.value()),
                new Cursor(List.of(Part.NAME_KEY, Part.ID), "projects", community),
                page);
        return transactions.read(caller, reading -> {
            InCommunity in = (InCommunity) TargetResolver.existing(reading, community);
            Path path = in.path();
            Grants grants = reading.callerGrants();
            Labels inherited = Labels.of(in.community().labels());
            Predicate<ProjectRecord> shown = project -> project.deletedIn().isEmpty()
                    && project.community().equals(community)
                    && grants.allow(Permission.PROJECT_VIEW, path.to(project.id()), reading.now());
            if (grants.allow(Permission.PROJECT_VIEW, path, reading.now())) {
                return pages.read(
                        reading,
                        some -> some.stream().filter(shown).toList(),
                        project -> ProjectValues.of(project, inherited));
            }
            // A participant of few projects among many is shown them without reading the many.
            return pages.among(
                    reading
                            .find(
                                    RecordKind.PROJECT,
                                    grants.projects().stream()
                                            .map(RecordKind::project)
                                            .toList())
                            .stream()
                            .filter(shown)
                            .toList(),
                    project -> ProjectValues.of(project, inherited));
        });
    }

    @Override
    public Written<Project> update(Caller caller, ProjectId id, ProjectUpdate update, long version) {
        Arguments.required("project id", id);
        Arguments.required("update", update);
        return transactions.write(caller, writing -> {
            ProjectRecord before = OperationAuthorizer.authorize(writing, Operation.UPDATE_PROJECT, id)
                    .project();
            Versions.check(id, before.version(), version);
            Description after = Description.of(before).with(update.name(), update.description(), update.labels());
            if (!NameKey.of(after.name()).equals(before.nameKey())) {
                ProjectNames.checkFree(writing, before.community(), after.name());
            }
            return ProjectValues.of(writing, ProjectRecords.update(writing, before, after));
        });
    }

    @Override
    public Written<Project> delete(Caller caller, ProjectId id) {
        Arguments.required("project id", id);
        return transactions.write(caller, writing -> {
            ProjectRecord project = OperationAuthorizer.authorize(writing, Operation.DELETE_PROJECT, id)
                    .project();
            writing.update(ProjectRecord.builder()
                    .from(project)
                    .deletedIn(writing.next())
                    .deletedAt(writing.now())
                    .build());
            Deletions.note(writing, id);
            writing.tell(Change.of(ChangeKind.PROJECT_DELETED, id)
                    .from(Attributes.of(ChangeAttribute.NAME, project.name())));
            return ProjectValues.of(writing, project);
        });
    }

    @Override
    public Written<Project> restore(Caller caller, ProjectId id) {
        Arguments.required("project id", id);
        return transactions.write(caller, writing -> {
            Optional<ProjectRecord> existing = writing.existence().find(id);
            if (existing.isPresent()) {
                OperationAuthorizer.authorize(writing, Operation.MANAGE_PROJECT_ACCESS, id);
                return ProjectValues.of(writing, existing.get());
            }
            ProjectRecord deleted = writing.existence()
                    .deleted(id)
                    .filter(project -> mayRestore(writing, project))
                    .orElseThrow(() -> Existence.missing(id));
            Deletions.undo(writing, id, "PRJ-5");
            ProjectRecord restored = ProjectRecord.builder()
                    .from(deleted)
                    .createdIn(writing.next())
                    .deletedIn(Optional.empty())
                    .deletedAt(Optional.empty())
                    .build();
            writing.update(restored);
            writing.tell(Change.of(ChangeKind.PROJECT_RESTORED, id)
                    .to(Attributes.of(ChangeAttribute.NAME, restored.name())));
            return ProjectValues.of(writing, restored);
        });
    }

    /** Whether the caller manages access to a project. The project is deleted; its community must exist. */
    private static boolean mayRestore(WriteTransaction writing, ProjectRecord project) {
        Optional<Path> path = writing.existence()
                .find(project.community())
                .map(community -> Path.of(community).to(project.id()))
                .filter(there -> writing.callerGrants().allow(Permission.PROJECT_MANAGE_ACCESS, there, writing.now()));
        path.ifPresent(
                there -> writing.exercised(writing.callerGrants(), Mask.of(Permission.PROJECT_MANAGE_ACCESS), there));
        return path.isPresent();
    }

    @Override
    public Written<Project> limit(Caller caller, ProjectId id, LimitsUpdate update, long version) {
        Arguments.required("project id", id);
        Arguments.required("update", update);
        return transactions.write(caller, writing -> {
            ProjectRecord before = OperationAuthorizer.authorize(writing, Operation.LIMIT_PROJECT, id)
                    .project();
            Versions.check(id, before.version(), version);
            return ProjectValues.of(
                    writing,
                    ProjectUnits.limit(
                            writing,
                            before,
                            new Limits(
                                    update.unitsPerHour().orElse(before.unitsPerHour()),
                                    update.unitsPerExecution().orElse(before.unitsPerExecution()))));
        });
    }

    @Override
    public Written<Project> addToBalance(Caller caller, ProjectId id, long units) {
        Arguments.required("project id", id);
        if (units < 0) {
            throw new InvalidInput("units", Long.toString(units), "PRJ-4", "must not be negative");
        }
        return changeBalance(caller, id, before -> Optional.of(ProjectUnits.sum(id, before, units)));
    }

    @Override
    public Written<Project> setBalance(Caller caller, ProjectId id, BalanceUpdate update) {
        Arguments.required("project id", id);
        Arguments.required("update", update);
        return changeBalance(caller, id, before -> ProjectUnits.replaced(id, before, update));
    }

    private Written<Project> changeBalance(Caller caller, ProjectId id, UnaryOperator<Optional<Long>> change) {
        return transactions.write(caller, writing -> {
            ProjectRecord before = OperationAuthorizer.authorize(writing, Operation.LIMIT_PROJECT, id)
                    .project();
            return ProjectValues.of(writing, ProjectUnits.changeBalance(writing, before, change));
        });
    }
}
