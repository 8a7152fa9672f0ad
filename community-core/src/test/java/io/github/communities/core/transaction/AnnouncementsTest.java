package io.github.communities.core.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeListener;
import io.github.communities.change.ChangeRecord;
import io.github.communities.error.NotFound;
import io.github.communities.spi.HostTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What is left of an organization in memory once everybody was told: nothing, whatever became of its writes. */
class AnnouncementsTest {
    private static final OrganizationId ACME = OrganizationId.of("acme");

    private final List<String> told = new ArrayList<>();
    /** What a store does that has joined a transaction by itself, once that is committed. */
    private final List<Runnable> committing = new ArrayList<>();

    private final List<ChangeListener> listeners =
            new ArrayList<>(List.of((organization, record) -> told.add(organization + " " + record.revision())));

    /** What the engine itself was told, and when. */
    private final List<String> observed = new ArrayList<>();

    private final WriteObserver observer = new WriteObserver() {
        @Override
        public void committed(OrganizationId organization, ChangeRecord record) {
            observed.add("committed " + record.revision() + " before " + told.size() + " were told");
        }

        @Override
        public void mayHaveCommitted(OrganizationId organization) {
            observed.add("may have committed");
        }

        @Override
        public void written(OrganizationId organization, Revision revision) {
            observed.add("written " + revision);
        }

        @Override
        public void hostCommitted(OrganizationId organization, Revision revision) {
            observed.add("host committed " + revision + " before " + told.size() + " were told");
        }
    };

    private Announcements announcements() {
        return new Announcements(observer, listeners);
    }

    private static ChangeRecord record(OrganizationId organization, long revision) {
        return ChangeRecord.builder()
                .revision(Revision.of(revision))
                .at(Instant.EPOCH)
                .addChanges(Change.of(ChangeKind.ORGANIZATION_REGISTERED, organization))
                .build();
    }

    /** A work that appends the record of a revision, and does something before it is committed. */
    private Function<Announcements.Note, Long> writing(
            OrganizationId organization, long revision, boolean commits, Runnable meanwhile) {
        return note -> {
            note.begin();
            note.appended(record(organization, revision), commits, committing::add);
            meanwhile.run();
            return revision;
        };
    }

    private long write(Announcements announcements, OrganizationId organization, long revision) {
        return announcements.after(organization, writing(organization, revision, true, () -> {}));
    }

    @Test
    void nothing_is_left_of_writes_that_are_refused() {
        Announcements announcements = announcements();
        for (int i = 0; i < 1000; i++) {
            OrganizationId nowhere = OrganizationId.of("nowhere " + i);
            assertThrows(
                    NotFound.class,
                    () -> announcements.after(nowhere, note -> {
                        throw new NotFound("ORG-1", "organization", nowhere.toString());
                    }));
        }
        assertEquals(0, announcements.lines());
    }

    @Test
    void nothing_is_left_of_writes_that_change_nothing() {
        Announcements announcements = announcements();
        announcements.after(ACME, note -> {
            note.begin();
            return "nothing";
        });
        assertEquals(0, announcements.lines());
    }

    @Test
    void nothing_is_left_of_writes_that_were_told() {
        Announcements announcements = announcements();
        write(announcements, ACME, 1);
        write(announcements, ACME, 2);
        assertEquals(List.of("acme 1", "acme 2"), told);
        assertEquals(0, announcements.lines());
    }

    @Test
    void nothing_is_left_of_writes_that_are_rolled_back_after_they_appended() {
        Announcements announcements = announcements();
        assertThrows(
                IllegalStateException.class,
                () -> announcements.after(ACME, writing(ACME, 1, true, () -> {
                    throw new IllegalStateException("rolled back");
                })));
        assertEquals(0, announcements.lines());
        assertEquals(List.of(), told);
    }

    @Test
    void a_work_that_is_run_again_is_told_once() {
        Announcements announcements = announcements();
        announcements.after(ACME, note -> {
            note.begin();
            note.appended(record(ACME, 1), true, committing::add);
            note.begin();
            note.appended(record(ACME, 2), true, committing::add);
            return 2;
        });
        assertEquals(List.of("acme 2"), told);
        assertEquals(0, announcements.lines());
    }

    @Test
    void what_is_committed_behind_one_that_is_not_yet_is_told_in_order() {
        Announcements announcements = announcements();
        announcements.after(ACME, writing(ACME, 1, true, () -> {
            write(announcements, ACME, 2);
            assertEquals(List.of(), told);
        }));
        assertEquals(List.of("acme 1", "acme 2"), told);
        assertEquals(0, announcements.lines());
    }

    @Test
    void what_is_committed_behind_one_that_is_rolled_back_is_told() {
        Announcements announcements = announcements();
        assertThrows(
                IllegalStateException.class,
                () -> announcements.after(ACME, writing(ACME, 1, true, () -> {
                    write(announcements, ACME, 2);
                    throw new IllegalStateException("rolled back");
                })));
        assertEquals(List.of("acme 2"), told);
        assertEquals(0, announcements.lines());
    }

    @Test
    void nothing_is_left_where_a_listener_writes_itself() {
        OrganizationId globex = OrganizationId.of("globex");
        List<Announcements> itself = new ArrayList<>();
        listeners.add(0, (organization, record) -> {
            if (record.revision().value() < 3) {
                write(itself.get(0), ACME, record.revision().value() + 1);
                write(itself.get(0), globex, 7);
                assertThrows(
                        IllegalStateException.class,
                        () -> itself.get(0).after(OrganizationId.of("nowhere"), note -> {
                            throw new IllegalStateException("refused");
                        }));
            }
        });
        itself.add(announcements());
        write(itself.get(0), ACME, 1);
        assertEquals(List.of("globex 7", "acme 1", "globex 7", "acme 2", "acme 3"), told);
        assertEquals(0, itself.get(0).lines());
    }

    @Test
    void nothing_is_left_where_a_listener_fails() {
        listeners.add(0, (organization, record) -> {
            throw new AssertionError("a listener that fails");
        });
        Announcements announcements = announcements();
        write(announcements, ACME, 1);
        write(announcements, ACME, 2);
        assertEquals(List.of("acme 1", "acme 2"), told);
        assertEquals(0, announcements.lines());
    }

    @Test
    void nothing_is_left_of_a_transaction_of_the_host_whatever_becomes_of_it() {
        Announcements announcements = announcements();
        HostTransaction rolledBack = new HostTransaction() {};
        HostTransaction committed = new HostTransaction() {};
        announcements.within(rolledBack).after(ACME, writing(ACME, 1, false, () -> {}));
        announcements.within(committed).after(ACME, writing(ACME, 1, false, () -> {}));
        assertEquals(List.of(), told);
        assertEquals(0, announcements.lines());

        committed.committed();

        assertEquals(List.of("acme 1"), told);
        assertEquals(0, announcements.lines());
    }

    @Test
    void nothing_is_left_of_a_write_that_a_transaction_of_the_host_took_in_by_itself() {
        Announcements announcements = announcements();
        announcements.after(ACME, writing(ACME, 1, false, () -> {}));
        assertEquals(List.of(), told);
        assertEquals(0, announcements.lines());

        announcements.after(ACME, writing(ACME, 2, false, () -> {}));
        committing.forEach(Runnable::run);
        assertEquals(List.of("acme 1", "acme 2"), told);
        assertEquals(0, announcements.lines());
    }

    @Test
    void a_transaction_that_was_given_is_told_of_by_whoever_gave_it() {
        HostTransaction given = new HostTransaction() {};
        announcements().within(given).after(ACME, writing(ACME, 1, false, () -> {}));
        assertEquals(List.of(), committing);
        given.committed();
        assertEquals(List.of("acme 1"), told);
    }

    // What the engine itself is told (CON-2)

    @Test
    void the_engine_knows_of_a_write_before_any_listener() {
        Announcements announcements = announcements();
        write(announcements, ACME, 1);
        write(announcements, ACME, 2);
        assertEquals(List.of("committed 1 before 0 were told", "committed 2 before 1 were told"), observed);
    }

    @Test
    void the_engine_knows_of_each_write_by_its_end_though_an_earlier_one_is_not_told_yet() {
        Announcements announcements = announcements();
        announcements.after(ACME, writing(ACME, 1, true, () -> {
            write(announcements, ACME, 2);
            assertEquals(List.of("committed 2 before 0 were told"), observed);
        }));
    }

    @Test
    void the_engine_is_told_without_any_listener() {
        listeners.clear();
        write(announcements(), ACME, 1);
        announcements().after(ACME, writing(ACME, 2, false, () -> {}));
        committing.forEach(Runnable::run);
        assertEquals(
                List.of("committed 1 before 0 were told", "written 2", "host committed 2 before 0 were told"),
                observed);
    }

    @Test
    void the_engine_is_told_that_a_write_has_failed_after_it_appended() {
        Announcements announcements = announcements();
        assertThrows(
                IllegalStateException.class,
                () -> announcements.after(ACME, writing(ACME, 1, true, () -> {
                    throw new IllegalStateException("the connection broke");
                })));
        assertEquals(List.of("may have committed"), observed);
    }

    @Test
    void the_engine_is_told_of_what_is_open_in_a_transaction_of_the_host() {
        HostTransaction given = new HostTransaction() {};
        announcements().within(given).after(ACME, writing(ACME, 1, false, () -> {}));
        assertEquals(List.of("written 1"), observed);
        given.committed();
        assertEquals(List.of("written 1", "host committed 1 before 0 were told"), observed);
    }
}
