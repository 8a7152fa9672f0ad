package io.github.communities.spi;

import io.github.communities.OrganizationId;
import io.github.communities.Target;
import io.github.communities.error.NotFound;
import io.github.communities.internal.Arguments;
import io.github.communities.spi.record.AttachmentRecord;
import io.github.communities.spi.record.CommunityRecord;
import io.github.communities.spi.record.OrganizationRecord;
import io.github.communities.spi.record.ProjectRecord;
import io.github.communities.spi.record.PublicationRecord;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.ResourceRecord;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.spi.record.TargetKeys;
import io.github.communities.spi.record.TargetRecords;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the records of targets kind by kind, for readers that can't do better. */
final class TargetLookup {
    private TargetLookup() {}

    static TargetRecords in(StoreReader reader, Collection<? extends Target> targets) {
        OrganizationId named = Arguments.all("targets", targets).stream()
                .map(Target::organization)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("1 to " + RecordRange.MAX + " targets at once, not 0"));
        OrganizationRecord record = reader.find(RecordKind.organization())
                .orElseThrow(() -> new NotFound("ORG-1", "organization", named.value()));
        TargetKeys keys = TargetKeys.of(record.id(), targets);
        List<ResourceRecord> resources = all(reader, RecordKind.RESOURCE, keys.resources());
        Set<RecordKey<ProjectRecord>> ofProjects = new HashSet<>(keys.projects());
        resources.forEach(resource -> ofProjects.add(RecordKind.project(resource.project())));
        List<ProjectRecord> projects = all(reader, RecordKind.PROJECT, ofProjects);
        Set<RecordKey<CommunityRecord>> ofCommunities = new HashSet<>(keys.communities());
        resources.forEach(resource -> ofCommunities.add(RecordKind.community(resource.community())));
        projects.stream()
                .filter(project -> keys.projects().contains(project.key()))
                .forEach(project -> ofCommunities.add(RecordKind.community(project.community())));
        List<AttachmentRecord> attachments = all(reader, RecordKind.ATTACHMENT, keys.attachments());
        Set<RecordKey<PublicationRecord>> ofPublications = new HashSet<>(keys.publications());
        attachments.forEach(attachment ->
                ofPublications.add(RecordKind.publication(attachment.community(), attachment.resource())));
        return new TargetRecords(
                reader.revision(),
                record,
                all(reader, RecordKind.COMMUNITY, ofCommunities),
                projects,
                resources,
                all(reader, RecordKind.PUBLICATION, ofPublications),
                attachments);
    }

    /** Of any number of keys; a reader takes so many at once. */
    private static <R extends StoredRecord> List<R> all(
            StoreReader reader, RecordKind<R> kind, Set<RecordKey<R>> keys) {
        List<RecordKey<R>> ordered = List.copyOf(keys);
        List<R> found = new ArrayList<>();
        for (int from = 0; from < ordered.size(); from += RecordRange.MAX) {
            found.addAll(reader.find(kind, ordered.subList(from, Math.min(ordered.size(), from + RecordRange.MAX))));
        }
        return found;
    }
}
