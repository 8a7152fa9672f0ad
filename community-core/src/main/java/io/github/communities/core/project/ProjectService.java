package io.github.communities.core.project;

import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.Labels;
import io.github.communities.Page;
import io.github.communities.PageRequest;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.access.Operation;
import io.github.communities.access.OperationRequest;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeAttribute;
import io.github.communities.change.ChangeKind;
import io.github.communities.core.accounts.BillingAnswer;
import io.github.communities.core.authorization.OperationAuthorizer;
import io.github.communities.core.authorization.ResolvedTarget.InProject;
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
import io.github.communities.core.text.NameKey;
import io.github.communities.core.transaction.Existence;
import io.github.communities.core.transaction.ReadTransaction;
import io.github.communities.core.transaction.Transactions;
import io.github.communities.core.transaction.Versions;
import io.github.communities.core.transaction.WriteTransaction;
import io.github.communities.error.InvalidInput;
import io.github.communities.error.Refused;
import io.github.communities.error.Stale;
import io.github.communities.error.Unmet;
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
import io.github.communities.spi.record.UsageRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
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
        return transactions.write(caller, writing -> {
            Path path = OperationAuthorizer.authorize(
                            writing,
                            OperationRequest.of(Operation.CREATE_PROJECT, community),
                            BillingAnswer.NONE,
                            target -> taken(writing, community, project.name()))
                    .path();
            ProjectRecord record = insert(writing, community, project, Optional.of(writing.principal()));
            GrantPeriod period = writing.caller()
                    .period(Mask.of(Permission.PROJECT_CREATE), path, writing.now())
                    .orElse(GrantPeriod.UNLIMITED);
            BindingRecord administrator = Bindings.made(
                    writing,
                    path.to(record.id()),
                    NewBinding.of(writing.principal(), writing.policy().source().projectCreatorRole()),
                    period.until());
            writing.insert(administrator);
            writing.tell(Bindings.added(administrator));
            return value(writing, record);
        });
    }

    @Override
    public Project get(Caller caller, ProjectId id) {
        Arguments.required("project id", id);
        return transactions.read(caller, reading -> {
            return value(OperationAuthorizer.authorize(reading, Operation.VIEW_PROJECT, id));
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
            Path path = TargetResolver.existing(reading, community).path();
            Grants grants = reading.caller();
            Labels inherited =
                    Labels.of(reading.existence().community(community).labels());
            Predicate<ProjectRecord> shown = project -> project.deletedIn().isEmpty()
                    && project.community().equals(community)
                    && grants.allow(Permission.PROJECT_VIEW, path.to(project.id()), reading.now());
            if (grants.allow(Permission.PROJECT_VIEW, path, reading.now())) {
                return pages.read(
                        reading, some -> some.stream().filter(shown).toList(), project -> value(project, inherited));
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
                    project -> value(project, inherited));
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
            String name = update.name().orElse(before.name());
            if (!NameKey.of(name).equals(before.nameKey())) {
                checkFree(writing, before.community(), name);
            }
            return value(
                    writing,
                    update(
                            writing,
                            before,
                            name,
                            update.description().orElse(before.description()),
                            update.labels()
                                    .<Map<String, String>>map(Labels::values)
                                    .orElse(before.labels())));
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
            return value(writing, project);
        });
    }

    /** Stores a new project and tells so. */
    public static ProjectRecord insert(
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

    /** That a name is taken. By which project is for those to know who may view it (ACC-8). */
    public static Unmet taken(ReadTransaction reading, String name, ProjectRecord by) {
        Path path = TargetResolver.existing(reading, by.community()).path().to(by.id());
        String who = !reading.mayName(Permission.PROJECT_VIEW, path)
                ? ""
                : by.deletedIn().isPresent()
                        ? ", by a deleted project that is not purged yet"
                        : ", by '" + by.name() + "'";
        return new Unmet("PRJ-1", "the name '" + name + "' is taken in the community" + who);
    }

    private static ProjectRecord update(
            WriteTransaction writing,
            ProjectRecord before,
            String name,
            String description,
            Map<String, String> labels) {
        if (name.equals(before.name()) && description.equals(before.description()) && labels.equals(before.labels())) {
            return before;
        }
        ProjectRecord after = ProjectRecord.builder()
                .from(before)
                .name(name)
                .nameKey(NameKey.of(name))
                .description(description)
                .labels(labels)
                .updatedAt(writing.now())
                .version(writing.next())
                .build();
        writing.update(after);
        writing.tell(Attributes.difference(
                Change.of(ChangeKind.PROJECT_UPDATED, before.id()),
                Attributes.described(before.name(), before.description(), before.labels()),
                Attributes.described(name, description, labels)));
        return after;
    }

    private static void checkFree(ReadTransaction reading, CommunityId community, String name) {
        List<Unmet> taken = taken(reading, community, name);
        if (!taken.isEmpty()) {
            throw new Refused(taken);
        }
    }

    private static List<Unmet> taken(ReadTransaction reading, CommunityId community, String name) {
        return reading
                .scan(RecordRange.of(Index.PROJECTS_BY_NAME).under(community.value(), NameKey.of(name)))
                .toList()
                .stream()
                .map(other -> taken(reading, name, other))
                .toList();
    }

    private static Project value(InProject seen) {
        return value(seen.project(), Labels.of(seen.community().labels()));
    }

    private static Project value(ReadTransaction reading, ProjectRecord project) {
        return value(
                project,
                Labels.of(reading.existence().community(project.community()).labels()));
    }

    /** A project as hosts see it; without labels of its own it shows its community's (COM-8). */
    private static Project value(ProjectRecord project, Labels inherited) {
        return Project.builder()
                .id(project.id())
                .community(project.community())
                .name(project.name())
                .description(project.description())
                .labels(project.labels().isEmpty() ? inherited : Labels.of(project.labels()))
                .limits(limits(project))
                .unitBalance(project.unitBalance())
                .creator(project.creator())
                .createdAt(project.createdAt())
                .updatedAt(project.updatedAt())
                .version(project.version().value())
                .bindingsVersion(project.bindingsVersion().value())
                .build();
    }

    @Override
    public Written<Project> restore(Caller caller, ProjectId id) {
        Arguments.required("project id", id);
        return transactions.write(caller, writing -> {
            Optional<ProjectRecord> existing = writing.existence().find(id);
            if (existing.isPresent()) {
                OperationAuthorizer.authorize(writing, Operation.MANAGE_PROJECT_ACCESS, id);
                return value(writing, existing.get());
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
            return value(writing, restored);
        });
    }

    /** Whether the caller manages access to a project, its community granted that it exists. */
    private static boolean mayRestore(WriteTransaction writing, ProjectRecord project) {
        Optional<Path> path = writing.existence()
                .find(project.community())
                .map(community -> Path.of(community).to(project.id()))
                .filter(there -> writing.caller().allow(Permission.PROJECT_MANAGE_ACCESS, there, writing.now()));
        path.ifPresent(there -> writing.exercised(writing.caller(), Mask.of(Permission.PROJECT_MANAGE_ACCESS), there));
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
            return value(
                    writing,
                    limit(
                            writing,
                            before,
                            new Limits(
                                    update.unitsPerHour().orElse(before.unitsPerHour()),
                                    update.unitsPerExecution().orElse(before.unitsPerExecution()))));
        });
    }

    private static ProjectRecord limit(WriteTransaction writing, ProjectRecord before, Limits limits) {
        if (limits.equals(limits(before))) {
            return before;
        }
        ProjectRecord after = ProjectRecord.builder()
                .from(before)
                .unitsPerHour(limits.unitsPerHour())
                .unitsPerExecution(limits.unitsPerExecution())
                .updatedAt(writing.now())
                .version(writing.next())
                .build();
        writing.update(after);
        writing.tell(Attributes.difference(
                Change.of(ChangeKind.LIMITS_CHANGED, before.id()), attributes(limits(before)), attributes(limits)));
        return after;
    }

    @Override
    public Written<Project> addToBalance(Caller caller, ProjectId id, long units) {
        Arguments.required("project id", id);
        if (units < 0) {
            throw new InvalidInput("units", Long.toString(units), "PRJ-4", "must not be negative");
        }
        return changeBalance(caller, id, before -> Optional.of(sum(id, before, units)));
    }

    private static long sum(ProjectId id, Optional<Long> balance, long units) {
        long before = balance.orElseThrow(() ->
                new Refused("PRJ-4", "project " + id + " has no unit balance to be added to: set one, or leave it so"));
        if (before > Long.MAX_VALUE - units) {
            throw new Refused(
                    "PRJ-4",
                    "the unit balance of project " + id + " is " + before + ", and with " + units
                            + " more it would be over " + Long.MAX_VALUE);
        }
        return before + units;
    }

    @Override
    public Written<Project> setBalance(Caller caller, ProjectId id, BalanceUpdate update) {
        Arguments.required("project id", id);
        Arguments.required("update", update);
        return changeBalance(caller, id, before -> {
            if (!before.equals(update.seen())) {
                throw new Stale(
                        "PRJ-4",
                        "the unit balance of project " + id + " is " + said(before) + ", not " + said(update.seen())
                                + "; read it again and decide anew");
            }
            return update.balance();
        });
    }

    private static String said(Optional<Long> balance) {
        return balance.map(String::valueOf).orElse("none");
    }

    private Written<Project> changeBalance(Caller caller, ProjectId id, UnaryOperator<Optional<Long>> change) {
        return transactions.write(caller, writing -> {
            ProjectRecord before = OperationAuthorizer.authorize(writing, Operation.LIMIT_PROJECT, id)
                    .project();
            ProjectRecord after = ProjectRecord.builder()
                    .from(before)
                    .unitBalance(change.apply(before.unitBalance()))
                    .build();
            if (!after.equals(before)) {
                writing.update(after);
                writing.tell(Attributes.difference(
                        Change.of(ChangeKind.BALANCE_CHANGED, id), balance(before), balance(after)));
            }
            return value(writing, after);
        });
    }

    /**
     * Notes what was used and lowers the balance, if there is one; a key that is known changes nothing (PRJ-4). Whether the
     * project is deleted is not asked, for it may be restored (PRJ-5).
     */
    public static Optional<Long> use(WriteTransaction writing, ProjectId id, String key, long units) {
        ProjectRecord project = writing.find(RecordKind.project(id)).orElseThrow(() -> Existence.missing(id));
        if (writing.find(RecordKind.usage(id, key)).isPresent()) {
            return project.unitBalance();
        }
        writing.insert(UsageRecord.builder()
                .project(id)
                .usageKey(key)
                .units(units)
                .reportedAt(writing.now())
                .build());
        ProjectRecord used = ProjectRecord.builder()
                .from(project)
                .unitBalance(project.unitBalance().map(balance -> lowered(balance, units)))
                .build();
        if (!used.equals(project)) {
            writing.update(used);
        }
        Change change = Attributes.difference(Change.of(ChangeKind.USE_REPORTED, id), balance(project), balance(used));
        SortedMap<String, String> after =
                Attributes.of(Map.of(ChangeAttribute.KEY, key, ChangeAttribute.UNITS, Long.toString(units)));
        after.putAll(change.after());
        writing.tell(change.to(after));
        return used.unitBalance();
    }

    /** A balance after a use; it stops at the lowest number there is. */
    private static long lowered(long balance, long units) {
        return balance < Long.MIN_VALUE + units ? Long.MIN_VALUE : balance - units;
    }

    private static SortedMap<String, String> attributes(Limits limits) {
        return Attributes.of(Map.of(
                ChangeAttribute.UNITS_PER_HOUR,
                text(limits.unitsPerHour()),
                ChangeAttribute.UNITS_PER_EXECUTION,
                text(limits.unitsPerExecution())));
    }

    private static SortedMap<String, String> balance(ProjectRecord project) {
        return Attributes.of(ChangeAttribute.UNIT_BALANCE, text(project.unitBalance()));
    }

    private static String text(Optional<Long> units) {
        return units.map(String::valueOf).orElse("");
    }

    private static Limits limits(ProjectRecord project) {
        return new Limits(project.unitsPerHour(), project.unitsPerExecution());
    }
}
