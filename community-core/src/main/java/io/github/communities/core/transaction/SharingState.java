package io.github.communities.core.transaction;

import io.github.communities.CommunityId;
import io.github.communities.ProjectId;
import io.github.communities.ResourceId;
import io.github.communities.spi.record.AttachmentRecord;
import io.github.communities.spi.record.CommunityRecord;
import io.github.communities.spi.record.ProjectRecord;
import io.github.communities.spi.record.PublicationRecord;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What of publications and attachments counts (SHR-3 to SHR-5); what does not may still be stored (COM-6). */
public final class SharingState {
    private final ReadTransaction reading;

    SharingState(ReadTransaction reading) {
        this.reading = reading;
    }

    /** The publication of a resource in a community, if it counts. */
    public Optional<PublicationRecord> publication(CommunityId community, ResourceId resource) {
        return reading.find(RecordKind.publication(community, resource))
                .filter(publication -> !published(List.of(publication)).isEmpty());
    }

    /** Those of some attachments that count: what they attach was published before, and has been ever since (SHR-5). */
    public List<AttachmentRecord> attached(List<AttachmentRecord> attachments) {
        Map<List<String>, PublicationRecord> published = new HashMap<>();
        published(reading.find(
                        RecordKind.PUBLICATION,
                        attachments.stream()
                                .map(attachment ->
                                        RecordKind.publication(attachment.community(), attachment.resource()))
                                .toList()))
                .forEach(publication -> published.put(publication.keyParts(), publication));
        return attachments.stream()
                .filter(attachment -> {
                    PublicationRecord publication = published.get(List.of(
                            attachment.community().value(),
                            attachment.resource().value()));
                    return publication != null && counts(attachment, publication);
                })
                .toList();
    }

    /** Those of some publications that count: both communities exist, and neither was deleted since (COM-6). */
    public List<PublicationRecord> published(List<PublicationRecord> publications) {
        Set<RecordKey<CommunityRecord>> keys = new HashSet<>();
        Set<RecordKey<ProjectRecord>> projects = new HashSet<>();
        publications.forEach(publication -> {
            keys.add(RecordKind.community(publication.community()));
            keys.add(RecordKind.community(publication.source()));
            projects.add(RecordKind.project(publication.project()));
        });
        Map<CommunityId, CommunityRecord> communities = new HashMap<>();
        reading.find(RecordKind.COMMUNITY, keys).stream()
                .filter(community -> community.deletedIn().isEmpty())
                .forEach(community -> communities.put(community.id(), community));
        Set<ProjectId> existing = reading.find(RecordKind.PROJECT, projects).stream()
                .filter(project -> project.deletedIn().isEmpty())
                .map(ProjectRecord::id)
                .collect(Collectors.toSet());
        return publications.stream()
                .filter(publication -> existing.contains(publication.project())
                        && Optional.ofNullable(communities.get(publication.community()))
                                .filter(community -> counts(publication, community))
                                .isPresent()
                        && Optional.ofNullable(communities.get(publication.source()))
                                .filter(source -> counts(publication, source))
                                .isPresent())
                .toList();
    }

    /** Whether an attachment is as new as it must be to count on a publication that does (SHR-5). */
    public static boolean counts(AttachmentRecord attachment, PublicationRecord publication) {
        return !attachment.revision().isBefore(publication.revision());
    }

    /** Whether a publication is as new as it must be to count in, or from, a community that exists (COM-6). */
    public static boolean counts(PublicationRecord publication, CommunityRecord community) {
        return !publication.revision().isBefore(community.sharingEpoch());
    }
}
