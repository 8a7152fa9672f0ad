package io.github.communities.core.project;

import io.github.communities.Caller;
import io.github.communities.Page;
import io.github.communities.PageRequest;
import io.github.communities.ProjectId;
import io.github.communities.ResourceAt;
import io.github.communities.ResourceId;
import io.github.communities.Written;
import io.github.communities.access.Operation;
import io.github.communities.access.OperationRequest;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeAttribute;
import io.github.communities.change.ChangeKind;
import io.github.communities.core.authorization.BilledOperations;
import io.github.communities.core.authorization.OperationAuthorizer;
import io.github.communities.core.authorization.ResolvedTarget;
import io.github.communities.core.authorization.ResolvedTarget.InProject;
import io.github.communities.core.authorization.ResolvedTarget.ResourceInPlace;
import io.github.communities.core.paging.Cursor;
import io.github.communities.core.paging.Cursor.Part;
import io.github.communities.core.paging.Pages;
import io.github.communities.core.text.Attributes;
import io.github.communities.core.text.Description;
import io.github.communities.core.text.NameKey;
import io.github.communities.core.transaction.ReadTransaction;
import io.github.communities.core.transaction.Transactions;
import io.github.communities.core.transaction.Versions;
import io.github.communities.core.transaction.WriteTransaction;
import io.github.communities.error.InvalidInput;
import io.github.communities.error.Refused;
import io.github.communities.error.Unmet;
import io.github.communities.internal.Arguments;
import io.github.communities.internal.Texts;
import io.github.communities.policy.ResourceType;
import io.github.communities.project.NewResource;
import io.github.communities.project.Resource;
import io.github.communities.project.ResourceUpdate;
import io.github.communities.project.Resources;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.ProjectRecord;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.ResourceRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Pattern;

/** The life of resources: each use case loads, decides, writes and tells. */
public final class ResourceService implements Resources {
    private final Transactions transactions;
    private final BilledOperations billed;

    /** Over transactions, of which some are billed. */
    public ResourceService(Transactions transactions, BilledOperations billed) {
        this.transactions = transactions;
        this.billed = billed;
    }

    @Override
    public Written<Resource> create(Caller caller, ProjectId project, NewResource resource) {
        Arguments.required("caller", caller);
        Arguments.required("project id", project);
        Arguments.required("resource", resource);
        checkName(resource.type(), resource.name());
        OperationRequest request =
                OperationRequest.of(Operation.CREATE_RESOURCE, project).ofType(resource.type());
        return billed.write(caller, request, (writing, billing) -> {
            InProject in = (InProject) OperationAuthorizer.authorize(
                    writing, request, billing, target -> unmet(writing, (InProject) target, resource));
            return insert(writing, in, resource, Optional.empty());
        });
    }

    @Override
    public Resource get(Caller caller, ResourceId id) {
        Arguments.required("resource id", id);
        return transactions.read(caller, reading -> {
            return ResourceValues.of(OperationAuthorizer.authorize(reading, Operation.VIEW_RESOURCE, id));
        });
    }

    @Override
    public Page<Resource> list(Caller caller, ProjectId project, PageRequest page) {
        Arguments.required("caller", caller);
        Arguments.required("project id", project);
        Cursor cursor = new Cursor(List.of(Part.ID, Part.NAME_KEY, Part.ID), "resources", project);
        cursor.read(page); // is refused, if it is a wrong one, before the store is asked
        return transactions.read(caller, reading -> {
            InProject seen = OperationAuthorizer.authorize(reading, Operation.VIEW_PROJECT, project);
            return new Pages<>(all(seen.project()), cursor, page)
                    .readTogether(reading, some -> some, some -> ResourceValues.of(reading, some));
        });
    }

    @Override
    public Written<Resource> update(Caller caller, ResourceId id, ResourceUpdate update, long version) {
        Arguments.required("resource id", id);
        Arguments.required("update", update);
        return transactions.write(caller, writing -> {
            ResourceInPlace target = OperationAuthorizer.authorize(writing, Operation.UPDATE_RESOURCE, id);
            ResourceRecord before = target.resource();
            Versions.check(id, before.version(), version);
            Description after = Description.of(before).with(update.name(), update.description(), update.labels());
            if (!after.name().equals(before.name())) {
                checkName(before.type(), after.name());
            }
            if (!NameKey.of(after.name()).equals(before.nameKey())) {
                taken(writing, target.source().project(), before.type(), after.name())
                        .ifPresent(unmet -> {
                            throw new Refused(List.of(unmet));
                        });
            }
            return ResourceValues.of(writing, update(writing, before, after));
        });
    }

    @Override
    public Written<Resource> delete(Caller caller, ResourceId id) {
        Arguments.required("resource id", id);
        return transactions.write(caller, writing -> {
            ResourceInPlace target = OperationAuthorizer.authorize(writing, Operation.DELETE_RESOURCE, id);
            ResourceRecord resource = target.resource();
            Resource value = ResourceValues.of(target);
            writing.delete(List.of(RecordKind.resource(id)));
            writing.tell(Change.of(ChangeKind.RESOURCE_DELETED, resource.project())
                    .from(Attributes.of(Map.of(
                            ChangeAttribute.RESOURCE,
                            id.toString(),
                            ChangeAttribute.TYPE,
                            resource.type(),
                            ChangeAttribute.NAME,
                            resource.name()))));
            return value;
        });
    }

    @Override
    public Written<Resource> copy(Caller caller, ResourceId source, ProjectId target, String name) {
        Arguments.required("resource id", source);
        Arguments.required("project id", target);
        String composed = Texts.free("name of resource", name, 1, 63, "RES-1");
        OperationRequest request = OperationRequest.of(Operation.COPY_RESOURCE, ResourceAt.of(source, target));
        return billed.write(caller, request, (writing, billing) -> {
            ResourceInPlace copied = (ResourceInPlace) OperationAuthorizer.authorize(
                    writing,
                    request,
                    billing,
                    resolved -> unmet(writing, placeOf(resolved), copyOf(resolved, composed)));
            NewResource copy = copyOf(copied, composed);
            checkName(copy.type(), copy.name());
            return insert(writing, placeOf(copied), copy, Optional.of(source));
        });
    }

    private static NewResource copyOf(ResolvedTarget copied, String name) {
        ResourceRecord source = ((ResourceInPlace) copied).resource();
        return new NewResource(source.type(), name, source.description());
    }

    private static InProject placeOf(ResolvedTarget copied) {
        return (InProject) ((ResourceInPlace) copied).place();
    }

    private Resource insert(WriteTransaction writing, InProject in, NewResource resource, Optional<ResourceId> copyOf) {
        ProjectId project = in.project().id();
        ResourceRecord record = ResourceRecord.builder()
                .id(ResourceId.of(writing.organizationId(), writing.newId()))
                .project(project)
                .community(in.community().id())
                .type(resource.type())
                .name(resource.name())
                .nameKey(NameKey.of(resource.name()))
                .description(resource.description())
                .creator(writing.principal())
                .createdAt(writing.now())
                .updatedAt(writing.now())
                .version(writing.next())
                .createdIn(writing.next())
                .build();
        writing.insert(record);
        writing.tell(Change.of(ChangeKind.RESOURCE_CREATED, project)
                .to(Attributes.of(Map.of(
                        ChangeAttribute.RESOURCE,
                        record.id().toString(),
                        ChangeAttribute.TYPE,
                        resource.type(),
                        ChangeAttribute.NAME,
                        resource.name(),
                        ChangeAttribute.DESCRIPTION,
                        resource.description(),
                        ChangeAttribute.COPY_OF,
                        copyOf.map(ResourceId::toString).orElse("")))));
        return ResourceValues.of(writing, record);
    }

    private static ResourceRecord update(WriteTransaction writing, ResourceRecord before, Description description) {
        if (description.equals(Description.of(before))) {
            return before;
        }
        ResourceRecord after = ResourceRecord.builder()
                .from(before)
                .name(description.name())
                .nameKey(NameKey.of(description.name()))
                .description(description.text())
                .labels(description.labels())
                .updatedAt(writing.now())
                .version(writing.next())
                .build();
        writing.update(after);
        Change change = Attributes.difference(
                Change.of(ChangeKind.RESOURCE_UPDATED, before.project()), Description.of(before), description);
        // Which one it is, is told before and after: a project has many.
        writing.tell(change.from(with(change.before(), before.id())).to(with(change.after(), before.id())));
        return after;
    }

    private static SortedMap<String, String> with(SortedMap<String, String> attributes, ResourceId id) {
        SortedMap<String, String> all = Attributes.of(ChangeAttribute.RESOURCE, id.toString());
        all.putAll(attributes);
        return all;
    }

    /** Refuses a type that the policy does not know, and a name that has not the form the policy gives for the type. */
    private void checkName(String type, String name) {
        ResourceType known = transactions
                .policy()
                .source()
                .resourceType(type)
                .orElseThrow(() -> new InvalidInput(
                        "type of resource",
                        type,
                        "RES-1",
                        "is not known to the policy '"
                                + transactions.policy().source().name() + "'"));
        if (!Pattern.matches(known.namePattern(), name)) {
            throw new InvalidInput(
                    "name of resource",
                    name,
                    "RES-1",
                    "has not the form of names of type " + type + ": " + known.namePattern());
        }
    }

    /** What keeps a resource from being created in a project besides permissions and conditions. */
    private static List<Unmet> unmet(ReadTransaction reading, InProject in, NewResource resource) {
        return taken(reading, in.project(), resource.type(), resource.name()).stream()
                .toList();
    }

    private static Optional<Unmet> taken(ReadTransaction reading, ProjectRecord project, String type, String name) {
        RecordRange<ResourceRecord> same = RecordRange.of(Index.RESOURCES_BY_NAME)
                .under(project.community().value(), project.id().value(), type, NameKey.of(name))
                .limit(1);
        return reading.scan(same)
                .next()
                .map(other -> new Unmet(
                        "RES-1",
                        "the name '" + name + "' is taken among the project's resources of type " + type + ", by '"
                                + other.name() + "'"));
    }

    private static RecordRange<ResourceRecord> all(ProjectRecord project) {
        return RecordRange.of(Index.RESOURCES_BY_NAME)
                .under(project.community().value(), project.id().value());
    }
}
