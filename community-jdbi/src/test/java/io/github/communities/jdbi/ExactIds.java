package io.github.communities.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.StoreReader;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.record.Index;
import io.github.communities.spi.record.OrganizationRecord;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.SubjectRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Ids that databases like to take for one another. */
final class ExactIds {
    /** In the order of code points. */
    private static final List<String> IDS = List.of("A", "a", "a ", "e", "e\u0301", "\u00E9", "\uE000", "\uD83D\uDE00");

    private ExactIds() {}

    /** Stores a user of each id in an empty store and requires that each is there, in the right order. */
    static void requireKeptApart(CommunityStore store) {
        for (OrganizationId organization : List.of(OrganizationId.of("acme"), OrganizationId.of("Acme"))) {
            List<SubjectRecord> users = new ArrayList<>();
            for (String id : IDS) {
                users.add(SubjectRecord.builder()
                        .organization(organization)
                        .subject(Subject.user(id))
                        .present(true)
                        .epoch(Revision.of(1))
                        .since(Instant.EPOCH)
                        .signedIn(false)
                        .build());
            }
            register(store, organization, users);
            assertEquals(users, store.read(organization, reader -> reader.list(RecordRange.of(Index.SUBJECTS))));
        }
    }

    /** Stores an organization that does not exist. */
    static void register(CommunityStore store, OrganizationId organization) {
        register(store, organization, List.of());
    }

    private static void register(CommunityStore store, OrganizationId organization, List<SubjectRecord> users) {
        store.create(organization, writer -> {
            writer.insert(OrganizationRecord.builder()
                    .id(organization)
                    .name("Acme")
                    .defaultCommunity(CommunityId.of(organization, "team"))
                    .registeredAt(Instant.EPOCH)
                    .bindingsVersion(Revision.of(1))
                    .removed(false)
                    .droppedChanges(Revision.NONE)
                    .build());
            writer.insert(users);
            writer.append(ChangeRecord.builder()
                    .revision(Revision.of(1))
                    .at(Instant.EPOCH)
                    .addChanges(Change.of(ChangeKind.ORGANIZATION_REGISTERED, organization))
                    .build());
            return organization;
        });
    }

    /** Changes the organization's record. */
    static Revision touch(StoreWriter writer) {
        OrganizationRecord record = writer.find(RecordKind.organization()).orElseThrow();
        Revision next = writer.revision().next();
        writer.update(List.of(
                OrganizationRecord.builder().from(record).bindingsVersion(next).build()));
        writer.append(ChangeRecord.builder()
                .revision(next)
                .at(Instant.EPOCH)
                .addChanges(Change.of(ChangeKind.ORGANIZATION_REGISTERED, record.id()))
                .build());
        return next;
    }

    /**
     * Requires that a read sees one state though another store writes meanwhile, and that a write then builds on that.
     *
     * @param organization registered, and not written to since
     */
    static void requireOneState(CommunityStore store, CommunityStore other, OrganizationId organization) {
        Revision before = store.read(organization, reader -> {
            other.write(organization, ExactIds::touch);
            return bindingsVersion(reader);
        });
        assertEquals(Revision.of(1), before, "of one state");
        store.write(organization, ExactIds::touch);
        assertEquals(Revision.of(3), other.revision(organization));
    }

    /** What {@link #touch} changes. */
    static Revision bindingsVersion(StoreReader reader) {
        return reader.find(RecordKind.organization()).orElseThrow().bindingsVersion();
    }
}
