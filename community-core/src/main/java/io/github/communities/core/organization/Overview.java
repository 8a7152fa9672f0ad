package io.github.communities.core.organization;

import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.community.CommunityKind;
import io.github.communities.core.member.OrphanedCommunities;
import io.github.communities.core.transaction.ReadTransaction;
import io.github.communities.organization.OrganizationOverview;
import io.github.communities.spi.record.BindingRecord;
import io.github.communities.spi.record.CommunityRecord;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.ProjectRecord;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.SubjectRecord;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Counts what is in an organization, page by page. */
public final class Overview {
    private final ReadTransaction reading;
    private final Set<Scope> existing = new HashSet<>();
    private long users;
    private long signedIn;
    private long communities;
    private long orphaned;
    private long projects;
    private long bindings;

    private Overview(ReadTransaction reading) {
        this.reading = reading;
        existing.add(reading.organizationId());
    }

    /** What is in the organization of a transaction. */
    public static OrganizationOverview of(ReadTransaction reading) {
        Overview overview = new Overview(reading);
        if (reading.presence().isInDirectory()) {
            // It is asked about all at once rather than page by page, each of which would be read anew.
            Set<Subject> subjects = new HashSet<>();
            reading.scan(RecordRange.of(Index.BINDINGS_AT_SCOPE)).forEach(binding -> subjects.add(binding.subject()));
            reading.presence().find(subjects);
        }
        reading.scan(RecordRange.of(Index.SUBJECTS)).forEach(overview::subject);
        reading.scan(RecordRange.of(Index.COMMUNITIES_BY_NAME)).pages(overview::communities);
        reading.scan(RecordRange.of(Index.PROJECTS_BY_NAME)).forEach(overview::project);
        reading.scan(RecordRange.of(Index.BINDINGS_AT_SCOPE)).pages(overview::bindings);
        return overview.counted();
    }

    private void subject(SubjectRecord subject) {
        if (subject.present() && subject.subject().isUser()) {
            users++;
            signedIn += subject.signedIn() ? 1 : 0;
        }
    }

    private void communities(List<CommunityRecord> page) {
        List<CommunityRecord> kept = page.stream()
                .filter(community -> community.deletedIn().isEmpty())
                .toList();
        kept.forEach(community -> existing.add(community.id()));
        communities += kept.stream()
                .filter(community -> community.communityKind() == CommunityKind.STANDARD)
                .count();
        orphaned += OrphanedCommunities.among(reading, kept).size();
    }

    private void project(ProjectRecord project) {
        if (project.deletedIn().isEmpty() && existing.contains(project.community())) {
            existing.add(project.id());
            projects++;
        }
    }

    private void bindings(List<BindingRecord> page) {
        bindings += reading.presence().inForce(page).stream()
                .filter(binding -> existing.contains(binding.scope()))
                .count();
    }

    private OrganizationOverview counted() {
        return new OrganizationOverview(
                OrganizationValues.of(reading), users, signedIn, communities, orphaned, projects, bindings);
    }
}
