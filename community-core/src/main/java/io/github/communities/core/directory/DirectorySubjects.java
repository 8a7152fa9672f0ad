package io.github.communities.core.directory;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.core.directory.DirectoryAnswers.Listing;
import io.github.communities.core.paging.Batches;
import io.github.communities.error.NotFound;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.OrganizationRecord;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.SubjectRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The records of subjects, as the directory says who belongs. */
final class DirectorySubjects {
    private final OrganizationId organization;
    private final StoreReader stored;
    private final DirectoryAnswers answers;
    private @Nullable OrganizationRecord record;

    DirectorySubjects(OrganizationId organization, StoreReader stored, DirectoryAnswers answers) {
        this.organization = organization;
        this.stored = stored;
        this.answers = answers;
    }

    OrganizationRecord organization() {
        OrganizationRecord known = record;
        if (known == null) {
            known = stored.find(RecordKind.organization())
                    .orElseThrow(() -> new NotFound("ORG-1", "organization", organization.toString()));
            record = known;
        }
        return known;
    }

    List<SubjectRecord> find(List<RecordKey<SubjectRecord>> keys) {
        return of(keys.stream()
                .map(key -> Index.SUBJECTS.subject(key.parts()).orElseThrow())
                .toList());
    }

    List<SubjectRecord> of(Collection<Subject> subjects) {
        Set<Subject> belonging = answers.belonging(subjects);
        Map<Subject, SubjectRecord> kept = kept(subjects);
        List<SubjectRecord> records = new ArrayList<>();
        for (Subject subject : subjects) {
            SubjectRecord known = kept.get(subject);
            boolean present = belonging.contains(subject);
            if (known != null) {
                records.add(SubjectRecord.builder().from(known).present(present).build());
            } else if (present) {
                records.add(unrecorded(subject));
            }
        }
        return records;
    }

    private Map<Subject, SubjectRecord> kept(Collection<Subject> subjects) {
        List<RecordKey<SubjectRecord>> keys =
                subjects.stream().distinct().map(RecordKind::subject).toList();
        Map<Subject, SubjectRecord> kept = new HashMap<>();
        for (List<RecordKey<SubjectRecord>> batch : Batches.of(keys)) {
            stored.find(RecordKind.SUBJECT, batch).forEach(known -> kept.put(known.subject(), known));
        }
        return kept;
    }

    /**
     * The record of someone of whom nothing is stored. They count as belonging since the organization was registered.
     */
    private SubjectRecord unrecorded(Subject subject) {
        return SubjectRecord.builder()
                .organization(organization)
                .subject(subject)
                .present(true)
                .epoch(Revision.NONE)
                .since(organization().registeredAt())
                .signedIn(false)
                .build();
    }

    List<SubjectRecord> list(RecordRange<SubjectRecord> range) {
        Set<Subject> named = new LinkedHashSet<>();
        range.prefixes().forEach(prefix -> range.index().subject(prefix).ifPresent(named::add));
        if (!named.isEmpty()) {
            return DirectoryLists.page(range, of(named));
        }
        Optional<Subject> begin = range.after().flatMap(range.index()::subject);
        return DirectoryLists.page(
                range,
                DirectoryLists.read(
                        answers,
                        range,
                        begin,
                        range.limit(),
                        after -> Listing.principals(after, range.limit()),
                        this::of));
    }
}
