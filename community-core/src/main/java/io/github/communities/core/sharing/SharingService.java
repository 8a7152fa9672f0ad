package io.github.communities.core.sharing;

import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.Page;
import io.github.communities.PageRequest;
import io.github.communities.ProjectId;
import io.github.communities.ResourceAt;
import io.github.communities.ResourceId;
import io.github.communities.Scope;
import io.github.communities.Written;
import io.github.communities.access.Operation;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeAttribute;
import io.github.communities.change.ChangeKind;
import io.github.communities.core.authorization.OperationAuthorizer;
import io.github.communities.core.authorization.ResolvedTarget.ResourceInPlace;
import io.github.communities.core.authorization.TargetResolver;
import io.github.communities.core.paging.Cursor;
import io.github.communities.core.paging.Cursor.Part;
import io.github.communities.core.paging.Pages;
import io.github.communities.core.project.ResourceValues;
import io.github.communities.core.text.Attributes;
import io.github.communities.core.transaction.Existence;
import io.github.communities.core.transaction.ReadTransaction;
import io.github.communities.core.transaction.SharingState;
import io.github.communities.core.transaction.Transactions;
import io.github.communities.core.transaction.WriteTransaction;
import io.github.communities.internal.Arguments;
import io.github.communities.project.Resource;
import io.github.communities.sharing.Attachment;
import io.github.communities.sharing.Publication;
import io.github.communities.sharing.Sharing;
import io.github.communities.spi.record.AttachmentRecord;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.PublicationRecord;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.ResourceRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The sharing service: what is published where, and attached to what. Records that do not count any more may still be
 * stored; they are as if they were not.
 */
public final class SharingService implements Sharing {
    private final Transactions transactions;

    /** Over transactions. */
    public SharingService(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Written<Publication> publish(Caller caller, ResourceId resource, CommunityId community) {
        Arguments.required("resource id", resource);
        Arguments.required("community id", community);
        return transactions.write(caller, writing -> {
            ResourceInPlace target = OperationAuthorizer.authorize(
                    writing, Operation.PUBLISH_RESOURCE, ResourceAt.of(resource, community));
            ResourceRecord published = target.resource();
            Optional<PublicationRecord> before = target.publication();
            if (before.isPresent()) {
                return value(writing, published, before.get());
            }
            PublicationRecord publication = PublicationRecord.builder()
                    .community(community)
                    .resource(resource)
                    .project(published.project())
                    .source(published.community())
                    .since(writing.now())
                    .revision(writing.next())
                    .build();
            writing.put(publication);
            writing.tell(come(ChangeKind.RESOURCE_PUBLISHED, community, published));
            return value(writing, published, publication);
        });
    }

    @Override
    public Written<ResourceAt> withdraw(Caller caller, ResourceId resource, CommunityId community) {
        Arguments.required("resource id", resource);
        Arguments.required("community id", community);
        ResourceAt at = ResourceAt.of(resource, community);
        return transactions.write(caller, writing -> {
            ResourceInPlace target = OperationAuthorizer.authorize(writing, Operation.WITHDRAW_RESOURCE, at);
            target.publication().ifPresent(published -> withdraw(writing, published, target.resource()));
            return at;
        });
    }

    @Override
    public Written<Attachment> attach(Caller caller, ResourceId resource, ProjectId project) {
        Arguments.required("resource id", resource);
        Arguments.required("project id", project);
        return transactions.write(caller, writing -> {
            ResourceInPlace target =
                    OperationAuthorizer.authorize(writing, Operation.ATTACH_RESOURCE, ResourceAt.of(resource, project));
            ResourceRecord attached = target.resource();
            Optional<AttachmentRecord> before = target.attachment();
            if (before.isPresent()) {
                return value(writing, attached, before.get());
            }
            AttachmentRecord attachment = AttachmentRecord.builder()
                    .project(project)
                    .resource(resource)
                    .community(target.place().community().id())
                    .since(writing.now())
                    .revision(writing.next())
                    .build();
            writing.put(attachment);
            writing.tell(come(ChangeKind.RESOURCE_ATTACHED, project, attached));
            return value(writing, attached, attachment);
        });
    }

    @Override
    public Written<ResourceAt> detach(Caller caller, ResourceId resource, ProjectId project) {
        Arguments.required("resource id", resource);
        Arguments.required("project id", project);
        ResourceAt at = ResourceAt.of(resource, project);
        return transactions.write(caller, writing -> {
            ResourceInPlace target = OperationAuthorizer.authorize(writing, Operation.DETACH_RESOURCE, at);
            if (target.attachment().isPresent()) {
                writing.delete(List.of(RecordKind.attachment(project, resource)));
                writing.tell(gone(ChangeKind.RESOURCE_DETACHED, project, target.resource()));
            }
            return at;
        });
    }

    @Override
    public Page<Publication> published(Caller caller, CommunityId community, PageRequest page) {
        Arguments.required("caller", caller);
        Arguments.required("community id", community);
        Pages<PublicationRecord> pages = new Pages<>(
                RecordRange.of(Index.PUBLICATIONS_IN_COMMUNITY).under(community.value()),
                new Cursor(List.of(Part.ID), "published", community),
                page);
        return transactions.read(caller, reading -> {
            OperationAuthorizer.authorize(reading, Operation.VIEW_COMMUNITY, community);
            return pages.readTogether(reading, reading.sharing()::published, some -> publications(reading, some));
        });
    }

    @Override
    public Resource view(Caller caller, ResourceId resource, CommunityId community) {
        Arguments.required("resource id", resource);
        Arguments.required("community id", community);
        return transactions.read(caller, reading -> {
            OperationAuthorizer.authorize(reading, Operation.VIEW_COMMUNITY, community);
            ResourceAt at = ResourceAt.of(resource, community);
            return TargetResolver.find(reading, at)
                    .map(ResourceInPlace.class::cast)
                    .filter(target -> target.publication().isPresent())
                    .map(ResourceValues::of)
                    .orElseThrow(() -> Existence.missing(at));
        });
    }

    @Override
    public Page<Attachment> attached(Caller caller, ProjectId project, PageRequest page) {
        Arguments.required("caller", caller);
        Arguments.required("project id", project);
        Pages<AttachmentRecord> pages = new Pages<>(
                RecordRange.of(Index.ATTACHMENTS_TO_PROJECT).under(project.value()),
                new Cursor(List.of(Part.ID), "attached", project),
                page);
        return transactions.read(caller, reading -> {
            OperationAuthorizer.authorize(reading, Operation.VIEW_PROJECT, project);
            return pages.readTogether(reading, reading.sharing()::attached, some -> attachments(reading, some));
        });
    }

    @Override
    public Page<Publication> publications(Caller caller, ResourceId resource, PageRequest page) {
        Arguments.required("caller", caller);
        Arguments.required("resource id", resource);
        Cursor cursor = new Cursor(List.of(Part.ID), "publications", resource);
        cursor.read(page); // is refused, if it is a wrong one, before the store is asked
        return transactions.read(caller, reading -> {
            ProjectId project = OperationAuthorizer.authorize(reading, Operation.VIEW_RESOURCE, resource)
                    .resource()
                    .project();
            return new Pages<>(
                            RecordRange.of(Index.PUBLICATIONS_FROM_PROJECT).under(project.value(), resource.value()),
                            cursor,
                            page)
                    .readTogether(reading, reading.sharing()::published, some -> publications(reading, some));
        });
    }

    /** Ends a publication and all that stands on it (SHR-5). */
    private static void withdraw(WriteTransaction writing, PublicationRecord publication, ResourceRecord resource) {
        List<AttachmentRecord> attachments = writing.scan(RecordRange.of(Index.ATTACHMENTS_IN_COMMUNITY)
                        .under(publication.community().value(), resource.id().value()))
                .toList();
        writing.delete(List.of(RecordKind.publication(publication.community(), resource.id())));
        writing.delete(attachments.stream()
                .map(attachment -> RecordKind.attachment(attachment.project(), resource.id()))
                .toList());
        writing.tell(gone(ChangeKind.RESOURCE_WITHDRAWN, publication.community(), resource));
        attachments.stream()
                .filter(attachment -> SharingState.counts(attachment, publication))
                .forEach(
                        attachment -> writing.tell(gone(ChangeKind.RESOURCE_DETACHED, attachment.project(), resource)));
    }

    private static Change come(ChangeKind kind, Scope scope, ResourceRecord resource) {
        return Change.of(kind, scope).to(attributes(resource));
    }

    private static Change gone(ChangeKind kind, Scope scope, ResourceRecord resource) {
        return Change.of(kind, scope).from(attributes(resource));
    }

    private static Map<String, String> attributes(ResourceRecord resource) {
        return Attributes.of(Map.of(
                ChangeAttribute.RESOURCE,
                resource.id().toString(),
                ChangeAttribute.TYPE,
                resource.type(),
                ChangeAttribute.NAME,
                resource.name(),
                ChangeAttribute.PROJECT,
                resource.project().toString()));
    }

    private static Publication value(ReadTransaction reading, ResourceRecord resource, PublicationRecord publication) {
        return new Publication(ResourceValues.of(reading, resource), publication.community(), publication.since());
    }

    private static Attachment value(ReadTransaction reading, ResourceRecord resource, AttachmentRecord attachment) {
        return new Attachment(ResourceValues.of(reading, resource), attachment.project(), attachment.since());
    }

    private static List<Publication> publications(ReadTransaction reading, List<PublicationRecord> some) {
        return shown(
                reading,
                some,
                PublicationRecord::resource,
                (each, resource) -> new Publication(resource, each.community(), each.since()));
    }

    private static List<Attachment> attachments(ReadTransaction reading, List<AttachmentRecord> some) {
        return shown(
                reading,
                some,
                AttachmentRecord::resource,
                (each, resource) -> new Attachment(resource, each.project(), each.since()));
    }

    /** Records with the resources they are about, which are read together. */
    private static <R, T> List<T> shown(
            ReadTransaction reading, List<R> some, Function<R, ResourceId> about, BiFunction<R, Resource, T> value) {
        Map<ResourceId, Resource> resources =
                ResourceValues.byId(reading, some.stream().map(about).toList());
        return some.stream()
                .flatMap(
                        each -> Optional.ofNullable(resources.get(about.apply(each)))
                                .map(resource -> value.apply(each, resource))
                                .stream())
                .toList();
    }
}
