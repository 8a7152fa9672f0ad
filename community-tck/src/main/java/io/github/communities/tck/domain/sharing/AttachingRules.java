package io.github.communities.tck.domain.sharing;

import static io.github.communities.Permission.PROJECT_ATTACH;
import static io.github.communities.Permission.RESOURCE_SHARE;
import static io.github.communities.Permission.RESOURCE_USE;
import static io.github.communities.Role.COMMUNITY_DEVELOPER;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.PROJECT_ADMIN;
import static io.github.communities.Role.PROJECT_DEVELOPER;
import static io.github.communities.Role.PROJECT_EDITOR;
import static io.github.communities.Role.PROJECT_VIEWER;
import static io.github.communities.tck.fixture.Refusals.forbidden;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static io.github.communities.tck.fixture.Refusals.refused;
import static io.github.communities.tck.fixture.Refusals.unmet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.CommunityId;
import io.github.communities.ProjectId;
import io.github.communities.ResourceAt;
import io.github.communities.ResourceId;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import io.github.communities.project.Resource;
import io.github.communities.restriction.RestrictionValue;
import io.github.communities.sharing.Attachment;
import io.github.communities.spi.record.AttachmentRecord;
import io.github.communities.spi.record.ProjectRecord;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.tck.fixture.Race;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Attaching, withdrawing, detaching: SHR-4, SHR-5. */
public abstract class AttachingRules extends TwoCommunitiesRules {
    /** Rules on storages of this kind. */
    protected AttachingRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    // SHR-4

    @Test
    @Rule("SHR-4")
    void who_may_attach_makes_a_published_resource_usable_in_a_project() {
        Resource photos = publishedBy(litter, "Photos", dogs);
        grant(walks, CAROL, PROJECT_ADMIN);
        grant(naps, CAROL, PROJECT_DEVELOPER);
        assertFalse(uses(CAROL, photos, walks));
        cluster.clock().advance(Duration.ofMinutes(1));

        Written<Attachment> written = changed(() -> attach(CAROL, photos, walks));

        assertEquals(new Attachment(photos, walks, cluster.clock().instant()), written.value());
        ChangeRecord record = recordOf(written);
        assertEquals(List.of(ChangeKind.RESOURCE_ATTACHED), kinds(record));
        Change change = only(ChangeKind.RESOURCE_ATTACHED, record);
        assertEquals(walks, change.scope());
        assertEquals(Map.of(), change.before());
        assertEquals(words(photos), change.after());
        assertTrue(uses(CAROL, photos, walks));
        assertFalse(uses(CAROL, photos, naps));
        assertFalse(other.access().can(as(CAROL), RESOURCE_USE, photos.id()));
        assertEquals(List.of(written.value()), all(page -> other.sharing().attached(as(CAROL), walks, page)));
        assertEquals(Set.of(), attached(naps));
        assertEquals(
                "SHR-4",
                untouched(() -> forbidden(PROJECT_ATTACH, () -> attach(CAROL, photos, naps)))
                        .rule());
    }

    @Test
    @Rule("SHR-4")
    void use_is_decided_by_the_role_in_the_project_it_is_attached_to() {
        Resource photos = publishedBy(litter, "Photos", dogs);
        attach(BOB, photos, walks);

        for (Role role : List.of(PROJECT_VIEWER, PROJECT_DEVELOPER, PROJECT_EDITOR, PROJECT_ADMIN)) {
            Subject user = Subject.user("user of " + role);
            node.host().addUser(ACME, user);
            grant(walks, user, role);
            assertEquals(FREE.permissions(role).contains(RESOURCE_USE), uses(user, photos, walks), role::name);
        }
        // Who may use it at home does not use it away.
        grant(litter, CAROL, PROJECT_ADMIN);
        assertTrue(uses(CAROL, photos, litter));
        assertFalse(uses(CAROL, photos, walks));
    }

    @Test
    @Rule("SHR-4")
    void only_what_is_published_in_a_projects_community_is_attached_to_it() {
        Resource photos = publishedBy(litter, "Photos", cats);
        ProjectId scratching = projectOf(BOB, cats, "Scratching post").id();

        untouched(() -> refused("SHR-4", () -> attach(BOB, photos, walks)));
        changed(() -> attach(BOB, photos, scratching));
        changed(() -> publish(BOB, photos, dogs));
        changed(() -> attach(BOB, photos, walks));
        untouched(() -> notFound(() -> attach(BOB, photos, ProjectId.of(ACME, "unknown"))));
        untouched(() -> notFound(() -> node.sharing().attach(as(BOB), ResourceId.of(ACME, "unknown"), walks)));
        untouched(() -> notFound(() -> attach(DAVE, photos, walks)));
        later();
        assertEquals(Set.of("Photos"), attached(walks));
        assertEquals(Set.of("Photos"), attached(scratching));
    }

    @Test
    @Rule("SHR-4")
    void what_belongs_to_a_project_is_not_attached_to_it() {
        Resource photos = publishedBy(litter, "Photos", cats);
        Resource films = datasetOf(BOB, litter, "Films");

        untouched(() -> refused("SHR-4", () -> attach(BOB, photos, litter)));
        assertEquals(List.of("SHR-4"), untouched(() -> unmet(() -> attach(BOB, films, litter))));
        assertTrue(uses(BOB, photos, litter));
    }

    @Test
    @Rule({"SHR-4", "RST-2", "ACC-7"})
    void what_the_community_restricts_is_not_attached_there() {
        Resource photos = publishedBy(litter, "Photos", dogs);
        Resource unpublished = datasetOf(BOB, litter, "Films");
        grant(walks, CAROL, PROJECT_DEVELOPER);
        restrict(cats, "resources.noTypes", RestrictionValue.of(List.of("dataset")));
        changed(() -> attach(BOB, photos, naps));
        restrict(dogs, "resources.noTypes", RestrictionValue.of(List.of("dataset")));

        untouched(() -> refused("RST-2", () -> attach(BOB, photos, walks)));
        assertEquals(List.of("SHR-4"), untouched(() -> unmet(() -> attach(CAROL, unpublished, walks))));
        assertEquals(List.of("SHR-4", "RST-2"), untouched(() -> unmet(() -> attach(BOB, unpublished, walks))));
        // It is asked about what comes; what is there stays.
        assertTrue(uses(BOB, photos, naps));
    }

    @Test
    @Rule({"SHR-4", "SHR-5"})
    void attaching_again_changes_nothing_nor_does_detaching_what_is_not_attached() {
        Resource photos = publishedBy(litter, "Photos", dogs);
        unchanged(() -> detach(BOB, photos, walks));
        Attachment first = changed(() -> attach(BOB, photos, walks)).value();
        cluster.clock().advance(Duration.ofMinutes(1));

        assertEquals(first, unchanged(() -> attach(BOB, photos, walks)).value());
    }

    // SHR-5

    @Test
    @Rule("SHR-5")
    void withdrawing_detaches_in_all_projects_of_that_community_in_one_write() {
        ProjectId scratching = projectOf(BOB, cats, "Scratching post").id();
        Resource photos = publishedBy(litter, "Photos", dogs);
        Resource films = publishedBy(litter, "Films", dogs);
        publish(BOB, photos, cats);
        attach(BOB, photos, scratching);
        attach(BOB, photos, walks);
        attach(BOB, photos, naps);
        attach(BOB, films, walks);

        Written<ResourceAt> written = changed(() -> withdraw(BOB, photos, dogs));

        assertEquals(ResourceAt.of(photos.id(), dogs), written.value());
        ChangeRecord record = recordOf(written);
        Change withdrawn = only(ChangeKind.RESOURCE_WITHDRAWN, record);
        assertEquals(dogs, withdrawn.scope());
        assertEquals(words(photos), withdrawn.before());
        assertEquals(Map.of(), withdrawn.after());
        List<Change> detached = record.changes().stream()
                .filter(change -> change.kind() == ChangeKind.RESOURCE_DETACHED)
                .toList();
        assertEquals(Set.of(walks, naps), detached.stream().map(Change::scope).collect(Collectors.toSet()));
        detached.forEach(change -> assertEquals(words(photos), change.before()));
        assertEquals(3, record.changes().size());
        for (ProjectId project : List.of(walks, naps)) {
            assertFalse(uses(BOB, photos, project));
        }
        assertTrue(uses(BOB, photos, scratching));
        assertTrue(uses(BOB, films, walks));
        assertEquals(Set.of("Films"), published(dogs));
        assertEquals(Set.of("Photos"), published(cats));
        assertEquals(Set.of("Films"), attached(walks));
        assertEquals(Set.of("Photos"), attached(scratching));
        unchanged(() -> withdraw(BOB, photos, dogs));
        // Publishing anew does not bring back what was attached.
        changed(() -> publish(BOB, photos, dogs));
        assertFalse(uses(BOB, photos, walks));
        assertEquals(Set.of("Films"), attached(walks));
    }

    @Test
    @Rule("SHR-5")
    void withdrawing_detaches_however_many_projects_there_are() {
        Resource photos = publishedBy(litter, "Photos", dogs);
        int many = RecordRange.MAX + 10;
        attachToMany(photos, many);

        ChangeRecord record = recordOf(changed(() -> withdraw(BOB, photos, dogs)));

        assertEquals(1 + many, record.changes().size());
        changed(() -> node.resources().delete(as(BOB), photos.id()));
    }

    /** Attaches a resource to so many new projects of Dogs, all at once. */
    private void attachToMany(Resource resource, int count) {
        write(dogs, (writer, next) -> {
            ProjectRecord like = writer.find(RecordKind.project(walks)).orElseThrow();
            List<StoredRecord> records = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                ProjectId id = ProjectId.of(ACME, "project " + i);
                records.add(ProjectRecord.builder()
                        .from(like)
                        .id(id)
                        .nameKey(id.value())
                        .build());
                records.add(AttachmentRecord.builder()
                        .project(id)
                        .resource(resource.id())
                        .community(dogs)
                        .since(cluster.clock().instant())
                        .revision(next)
                        .build());
            }
            writer.insert(records);
        });
    }

    @Test
    @Rule("SHR-5")
    void either_sides_permission_suffices_to_withdraw() {
        run(FREE_DELEGATED);
        Resource photos = publishedBy(litter, "Photos", dogs);
        grant(litter, CAROL, PROJECT_DEVELOPER);
        grant(dogs, CAROL, COMMUNITY_VIEWER);

        assertEquals(
                "SHR-5",
                untouched(() -> forbidden(RESOURCE_SHARE, () -> withdraw(CAROL, photos, dogs)))
                        .rule());
        assertEquals(List.of("SHR-5", "SHR-5"), untouched(() -> unmet(() -> withdraw(CAROL, photos, dogs))));
        grant(litter, CAROL, PROJECT_EDITOR);
        changed(() -> withdraw(CAROL, photos, dogs));
        publish(BOB, photos, dogs);
        node.members().revoke(as(BOB), litter, CAROL, PROJECT_EDITOR);
        untouched(() -> forbidden(RESOURCE_SHARE, () -> withdraw(CAROL, photos, dogs)));
        grant(dogs, CAROL, COMMUNITY_DEVELOPER);
        changed(() -> withdraw(CAROL, photos, dogs));
        later();
        assertEquals(Set.of(), published(dogs));
        untouched(() -> notFound(() -> withdraw(DAVE, photos, dogs)));
        untouched(() -> notFound(() -> withdraw(BOB, photos, CommunityId.of(ACME, "unknown"))));
    }

    @Test
    @Rule("SHR-5")
    void who_may_attach_detaches_in_that_project_alone() {
        Resource photos = publishedBy(litter, "Photos", dogs);
        attach(BOB, photos, walks);
        attach(BOB, photos, naps);
        grant(walks, CAROL, PROJECT_ADMIN);
        grant(naps, CAROL, PROJECT_DEVELOPER);

        untouched(() -> forbidden(PROJECT_ATTACH, () -> detach(CAROL, photos, naps)));
        Written<ResourceAt> written = changed(() -> detach(CAROL, photos, walks));

        assertEquals(ResourceAt.of(photos.id(), walks), written.value());
        Change change = only(ChangeKind.RESOURCE_DETACHED, recordOf(written));
        assertEquals(walks, change.scope());
        assertEquals(words(photos), change.before());
        assertEquals(Map.of(), change.after());
        assertFalse(uses(CAROL, photos, walks));
        assertTrue(uses(CAROL, photos, naps));
        assertEquals(Set.of(), attached(walks));
        assertEquals(Set.of("Photos"), published(dogs));
        unchanged(() -> detach(CAROL, photos, walks));
        changed(() -> attach(CAROL, photos, walks));
        untouched(() -> notFound(() -> detach(DAVE, photos, walks)));
    }

    @Test
    @Rule({"SHR-5", "CON-1"})
    void whoever_attaches_at_the_moment_of_withdrawing_is_not_left_with_it() {
        Resource photos = publishedBy(litter, "Photos", dogs);
        try (Race threads = new Race(4)) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                publish(BOB, photos, dogs);
                List<Callable<Written<?>>> tasks = List.of(
                        () -> node.sharing().withdraw(as(BOB), photos.id(), dogs),
                        () -> other.sharing().attach(as(BOB), photos.id(), walks),
                        () -> node.sharing().attach(as(BOB), photos.id(), naps),
                        () -> other.sharing().withdraw(as(BOB), photos.id(), dogs));
                List<Race.Outcome<Written<?>>> outcomes = threads.run(tasks);

                assertEquals(
                        1,
                        List.of(outcomes.get(0), outcomes.get(3)).stream()
                                .filter(outcome -> outcome.get().changed())
                                .count(),
                        "it is withdrawn once");
                outcomes.stream()
                        .flatMap(outcome -> outcome.refusal().stream())
                        .forEach(refusal -> assertEquals("SHR-4", refusal.rule(), refusal::getMessage));
                assertEquals(Set.of(), attached(walks));
                assertEquals(Set.of(), attached(naps));
                untouched(() -> refused("SHR-4", () -> attach(BOB, photos, walks)));
            }
        }
    }

    @Test
    @Rule({"PRJ-5", "SHR-4", "SHR-5"})
    void a_restored_project_has_again_what_was_attached_to_it_as_far_as_that_is_still_published() {
        Resource stays = datasetOf(BOB, litter, "Stays");
        Resource goes = datasetOf(BOB, litter, "Goes");
        Resource returns = datasetOf(BOB, litter, "Returns");
        for (Resource resource : List.of(stays, goes, returns)) {
            publish(BOB, resource, dogs);
            attach(BOB, resource, walks);
            attach(BOB, resource, naps);
        }
        node.projects().delete(as(BOB), walks);
        assertFalse(uses(BOB, stays, walks), "a deleted project has nothing");
        withdraw(BOB, goes, dogs);
        withdraw(BOB, returns, dogs);
        publish(BOB, returns, dogs);

        node.projects().restore(as(BOB), walks);

        assertTrue(uses(BOB, stays, walks));
        assertFalse(uses(BOB, goes, walks));
        assertFalse(uses(BOB, returns, walks), "it was detached, and is published anew");
        assertFalse(uses(BOB, returns, naps));
        changed(() -> attach(BOB, returns, walks));
        assertTrue(uses(BOB, returns, walks));
        unchanged(() -> attach(BOB, stays, walks));
    }
}
