package io.github.communities.core.deletion;

import io.github.communities.CommunityId;
import io.github.communities.ProjectId;
import io.github.communities.Scope;
import io.github.communities.ScopeKind;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeAttribute;
import io.github.communities.change.ChangeKind;
import io.github.communities.core.paging.Scan;
import io.github.communities.core.text.Attributes;
import io.github.communities.core.transaction.WriteTransaction;
import io.github.communities.spi.record.CommunityRecord;
import io.github.communities.spi.record.DeletionRecord;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.ProjectRecord;
import io.github.communities.spi.record.PublicationRecord;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.StoredRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Deletes communities and projects that can't be restored any more, with all they had, up to a number of records
 * (COM-6, PRJ-5). The note that something is deleted goes last, so that whoever purges next goes on where this one
 * stopped.
 */
public final class Purge {
    private final WriteTransaction writing;
    /** How many records may still go. Each step goes on only while this is not zero. */
    private int left;

    private Purge(WriteTransaction writing, int limit) {
        this.writing = writing;
        this.left = limit;
    }

    /**
     * Purges.
     *
     * @param limit how many records may go, up to {@link RecordRange#MAX}
     * @return how many have gone
     */
    public static int run(WriteTransaction writing, int limit) {
        Purge purge = new Purge(writing, limit);
        Scan<DeletionRecord> deletions = writing.scan(RecordRange.of(Index.DELETIONS));
        while (purge.left > 0 && deletions.any()) {
            deletions.next().ifPresent(purge::purge);
        }
        return limit - purge.left;
    }

    private void purge(DeletionRecord listed) {
        if (!Deletions.isPastRetention(writing, listed)) {
            return;
        }
        // A project that was deleted before its community has gone with that.
        writing.find(RecordKind.deletion(listed.scope())).ifPresent(deletion -> {
            int before = left;
            String name = name(deletion.scope());
            boolean gone = clear(deletion.scope()) && remove(deletion.key());
            if (!gone && !deletion.purging()) {
                writing.update(
                        DeletionRecord.builder().from(deletion).purging(true).build());
            }
            writing.tell(Change.of(kind(deletion.scope()), deletion.scope())
                    .from(Attributes.of(Map.of(
                            ChangeAttribute.NAME, name, ChangeAttribute.RECORDS, Integer.toString(before - left))))
                    .to(Attributes.of(ChangeAttribute.STATE, gone ? "" : "purging")));
        });
    }

    private boolean clear(Scope scope) {
        return scope instanceof CommunityId community ? clear(community) : clear((ProjectId) scope);
    }

    private boolean clear(CommunityId id) {
        Optional<CommunityRecord> community = writing.find(RecordKind.community(id));
        return community.isEmpty()
                || (clear(RecordRange.of(Index.ATTACHMENTS_IN_COMMUNITY).under(id.value()))
                        && clear(RecordRange.of(Index.PUBLICATIONS_IN_COMMUNITY).under(id.value()))
                        && clearProjects(id)
                        && clear(RecordRange.of(Index.INVITATIONS_TO_COMMUNITY).under(id.value()))
                        && clear(RecordRange.of(Index.DEPARTURES_FROM_COMMUNITY).under(id.value()))
                        && clearBindings(id)
                        && remove(community.get().key()));
    }

    private boolean clearProjects(CommunityId community) {
        for (ProjectRecord project :
                first(RecordRange.of(Index.PROJECTS_BY_NAME).under(community.value()))) {
            Optional<DeletionRecord> deletion = writing.find(RecordKind.deletion(project.id()));
            if (deletion.isPresent() && !remove(deletion.get().key())) {
                return false;
            }
            if (left == 0 || !clear(project.id())) {
                return false;
            }
        }
        return left > 0;
    }

    private boolean clear(ProjectId id) {
        Optional<ProjectRecord> project = writing.find(RecordKind.project(id));
        return project.isEmpty()
                || (clearPublications(id)
                        && clear(RecordRange.of(Index.ATTACHMENTS_TO_PROJECT).under(id.value()))
                        && clear(RecordRange.of(Index.RESOURCES_BY_NAME)
                                .under(project.get().community().value(), id.value()))
                        && clear(RecordRange.of(Index.USAGE_OF_PROJECT).under(id.value()))
                        && clearBindings(id)
                        && remove(project.get().key()));
    }

    /** What the project published, wherever it was, with where it was attached there. */
    private boolean clearPublications(ProjectId project) {
        for (PublicationRecord publication :
                first(RecordRange.of(Index.PUBLICATIONS_FROM_PROJECT).under(project.value()))) {
            if (!clear(RecordRange.of(Index.ATTACHMENTS_IN_COMMUNITY)
                            .under(
                                    publication.community().value(),
                                    publication.resource().value()))
                    || !remove(publication.key())) {
                return false;
            }
        }
        return left > 0;
    }

    private boolean clearBindings(Scope scope) {
        return clear(RecordRange.bindingsAt(scope));
    }

    /** Deletes the records of a range, and says whether there may be more steps; if so, none of them is left. */
    private <R extends StoredRecord> boolean clear(RecordRange<R> range) {
        if (left == 0) {
            return false;
        }
        List<R> some = first(range);
        writing.delete(some.stream().map(StoredRecord::key).toList());
        left -= some.size();
        return left > 0;
    }

    /** As many records of a range as may go. */
    private <R extends StoredRecord> List<R> first(RecordRange<R> range) {
        return writing.scan(range.limit(left)).first(left);
    }

    /** Deletes a record, if there may be more steps. */
    private boolean remove(RecordKey<?> key) {
        if (left == 0) {
            return false;
        }
        writing.delete(List.of(key));
        left--;
        return true;
    }

    private String name(Scope scope) {
        Optional<String> name = scope instanceof CommunityId community
                ? writing.find(RecordKind.community(community)).map(CommunityRecord::name)
                : writing.find(RecordKind.project((ProjectId) scope)).map(ProjectRecord::name);
        return name.orElse("");
    }

    private static ChangeKind kind(Scope scope) {
        return scope.kind() == ScopeKind.COMMUNITY ? ChangeKind.COMMUNITY_PURGED : ChangeKind.PROJECT_PURGED;
    }
}
