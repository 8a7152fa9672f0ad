package io.github.communities.tck.store;

import static io.github.communities.tck.fixture.SampleRecords.write;
import static io.github.communities.tck.fixture.StoreContents.same;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.communities.CommunityId;
import io.github.communities.ProjectId;
import io.github.communities.ResourceAt;
import io.github.communities.ResourceId;
import io.github.communities.Revision;
import io.github.communities.Scope;
import io.github.communities.Target;
import io.github.communities.spi.record.AttachmentRecord;
import io.github.communities.spi.record.CommunityRecord;
import io.github.communities.spi.record.OrganizationRecord;
import io.github.communities.spi.record.ProjectRecord;
import io.github.communities.spi.record.PublicationRecord;
import io.github.communities.spi.record.RecordRange;
import io.github.communities.spi.record.ResourceRecord;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.spi.record.TargetRecords;
import io.github.communities.tck.fixture.SampleRecords;
import io.github.communities.tck.fixture.StoreContents;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.fixture.TrickyTexts;
import io.github.communities.tck.rule.Rule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What decides about where targets lead: S-27. */
public abstract class StoreTargetRules extends StoreRules {
    private static final CommunityId TEAM = CommunityId.of(ACME, "team");
    private static final ProjectId PROJECT = ProjectId.of(ACME, "project");
    private static final ResourceId RESOURCE = ResourceId.of(ACME, "resource");

    protected StoreTargetRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    @Test
    @Rule("S-27")
    void a_target_comes_with_all_that_it_leads_to_and_nothing_else() {
        fillTwoAlike();
        StoreContents all = StoreContents.of(store, ACME);
        List<Target> targets = targets();
        for (Target target : targets) {
            requireEqual(all, List.of(target), other.targetRecords(ACME, List.of(target)));
        }
        Map<Class<?>, List<Target>> byKind = targets.stream().collect(Collectors.groupingBy(Target::getClass));
        byKind.values().forEach(same -> requireEqual(all, same, other.targetRecords(ACME, same)));
        Collections.reverse(targets);
        for (int from = 0; from < targets.size(); from += 100) {
            List<Target> some = targets.subList(from, Math.min(from + 100, targets.size()));
            requireEqual(all, some, store.targetRecords(ACME, some));
            requireEqual(all, some, other.read(ACME, reader -> reader.targetRecords(some)));
            requireEqual(all, some, other.write(ACME, writer -> writer.targetRecords(some)));
        }
    }

    private static List<Target> targets() {
        List<Target> targets = new ArrayList<>(List.of(ACME, PROJECT, RESOURCE, ResourceAt.of(RESOURCE, PROJECT)));
        for (String id : TrickyTexts.KEYS) {
            targets.add(CommunityId.of(ACME, id));
            targets.add(ProjectId.of(ACME, id));
            targets.add(ResourceId.of(ACME, id));
            for (String place : List.of("a", "A", "\uD83D\uDE00", "\uE000")) {
                targets.add(ResourceAt.of(ResourceId.of(ACME, id), CommunityId.of(ACME, place)));
                targets.add(ResourceAt.of(ResourceId.of(ACME, id), ProjectId.of(ACME, place)));
            }
        }
        return targets;
    }

    @Test
    @Rule("S-27")
    void a_thousand_targets_come_at_once() {
        found(ACME);
        List<StoredRecord> records = new ArrayList<>();
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < RecordRange.MAX; i++) {
            CommunityId community = CommunityId.of(ACME, "c " + i);
            ProjectId project = ProjectId.of(ACME, "p " + i);
            ResourceId resource = ResourceId.of(ACME, "r " + i);
            records.add(SampleRecords.community(community, i));
            records.add(SampleRecords.project(project, community, i));
            records.add(SampleRecords.resource(resource, project, community, i));
            records.add(SampleRecords.publication(community, resource, project, i));
            records.add(SampleRecords.attachment(project, resource, community, i));
            targets.add(ResourceAt.of(resource, project));
        }
        write(store, ACME, writer -> writer.insert(records));

        requireEqual(new HashSet<>(records), other.targetRecords(ACME, targets), " of a thousand targets");
    }

    @Test
    @Rule({"S-27", "S-14"})
    void more_none_and_those_of_another_organization_are_refused() {
        found(ACME);
        found(GLOBEX);
        List<Target> many = new ArrayList<>();
        for (int i = 0; i <= RecordRange.MAX; i++) {
            many.add(ProjectId.of(ACME, "p " + i));
        }
        ProjectId elsewhere = ProjectId.of(GLOBEX, "project");
        for (List<Target> wrong : List.of(
                many,
                List.<Target>of(),
                List.<Target>of(elsewhere),
                List.<Target>of(PROJECT, elsewhere),
                List.<Target>of(new ResourceAt(RESOURCE, elsewhere)))) {
            String lesson = "S-27: 1 to 1,000 targets of the organization itself (S-14)";
            assertThrows(IllegalArgumentException.class, () -> store.targetRecords(ACME, wrong), lesson);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> store.read(ACME, reader -> reader.targetRecords(wrong)),
                    lesson);
        }
    }

    /** What is published and attached is taken back again with the same write: one has both or none. */
    @Test
    @Rule("S-27")
    void what_targets_lead_to_is_of_one_state_while_others_write() {
        found(ACME);
        PublicationRecord publication = SampleRecords.publication(TEAM, RESOURCE, PROJECT, 0);
        AttachmentRecord attachment = SampleRecords.attachment(PROJECT, RESOURCE, TEAM, 0);
        List<StoredRecord> both = List.of(publication, attachment);
        write(store, ACME, writer -> writer.insert(both));
        ResourceAt target = ResourceAt.of(RESOURCE, PROJECT);
        whileWriting(3, mine -> deleteAndInsertInTurn(mine, both), () -> mine -> {
            TargetRecords found = mine.targetRecords(ACME, List.of(target));
            // Revision 2 is the first that has them, and each write turns it round.
            boolean shared = found.revision().value() % 2 == 0;
            String lesson = "S-27: at revision " + found.revision()
                    + ", in one consistent state; ask with one statement or in one snapshot";
            assertEquals(shared ? List.of(publication) : List.of(), found.publications(), lesson);
            assertEquals(shared ? List.of(attachment) : List.of(), found.attachments(), lesson);
        });
    }

    @Test
    @Rule({"S-27", "S-17"})
    void a_work_finds_where_what_it_has_stored_itself_leads() {
        found(ACME);
        CommunityRecord community = SampleRecords.community(TEAM, 0);
        ProjectRecord project = SampleRecords.project(PROJECT, TEAM, 0);
        String lesson = "S-27: what it has itself stored (S-17), at the revision from before";
        write(store, ACME, writer -> {
            writer.insert(community);
            writer.insert(project);
            TargetRecords found = writer.targetRecords(List.of(PROJECT));
            assertEquals(Revision.of(1), found.revision(), lesson);
            assertEquals(List.of(community), found.communities(), lesson);
            assertEquals(List.of(project), found.projects(), lesson);
            writer.delete(community.key());
            assertEquals(List.of(), writer.targetRecords(List.of(PROJECT)).communities(), lesson);
        });
    }

    /** Looks for each target by itself, through all that there is. */
    private static void requireEqual(StoreContents all, List<Target> targets, TargetRecords actual) {
        Set<StoredRecord> expected = new HashSet<>();
        targets.forEach(target -> expected.addAll(leadsTo(all, target)));
        String of = targets.size() == 1 ? " of " + targets.get(0) : " of " + targets.size() + " targets";
        assertEquals(all.revision(), actual.revision(), "S-27: the revision it was read at");
        assertEquals(
                only(OrganizationRecord.class, all.records()),
                Set.of(actual.organization()),
                "S-27: the organization's record");
        requireEqual(expected, actual, of);
    }

    private static void requireEqual(Set<StoredRecord> expected, TargetRecords actual, String of) {
        requireEqual(only(CommunityRecord.class, expected), actual.communities(), "S-27: the communities" + of);
        requireEqual(only(ProjectRecord.class, expected), actual.projects(), "S-27: the projects" + of);
        requireEqual(only(ResourceRecord.class, expected), actual.resources(), "S-27: the resources" + of);
        requireEqual(only(PublicationRecord.class, expected), actual.publications(), "S-27: the publications" + of);
        requireEqual(only(AttachmentRecord.class, expected), actual.attachments(), "S-27: the attachments" + of);
    }

    private static <R extends StoredRecord> void requireEqual(Set<R> expected, List<R> actual, String lesson) {
        same(expected, new HashSet<>(actual), lesson);
        assertEquals(expected.size(), actual.size(), lesson + ", each once");
    }

    private static <R extends StoredRecord> Set<R> only(Class<R> type, Set<StoredRecord> records) {
        return records.stream().filter(type::isInstance).map(type::cast).collect(Collectors.toSet());
    }

    private static Set<StoredRecord> leadsTo(StoreContents all, Target target) {
        Set<StoredRecord> found = new HashSet<>();
        if (target instanceof CommunityId id) {
            found.addAll(those(all, CommunityRecord.class, record -> record.id().equals(id)));
        } else if (target instanceof ProjectId id) {
            those(all, ProjectRecord.class, record -> record.id().equals(id)).forEach(project -> {
                found.add(project);
                found.addAll(leadsTo(all, project.community()));
            });
        } else if (target instanceof ResourceId id) {
            those(all, ResourceRecord.class, record -> record.id().equals(id)).forEach(resource -> {
                found.add(resource);
                found.addAll(leadsTo(all, resource.community()));
                found.addAll(
                        those(all, ProjectRecord.class, record -> record.id().equals(resource.project())));
            });
        } else if (target instanceof ResourceAt at) {
            found.addAll(leadsTo(all, at.resource()));
            found.addAll(leadsTo(all, at.place()));
            found.addAll(shared(all, at.resource(), at.place()));
        }
        return found;
    }

    private static Set<StoredRecord> shared(StoreContents all, ResourceId resource, Scope place) {
        Set<StoredRecord> found = new HashSet<>();
        if (place instanceof CommunityId community) {
            found.addAll(those(
                    all,
                    PublicationRecord.class,
                    record -> record.community().equals(community)
                            && record.resource().equals(resource)));
        }
        those(
                        all,
                        AttachmentRecord.class,
                        record -> record.project().equals(place)
                                && record.resource().equals(resource))
                .forEach(attachment -> {
                    found.add(attachment);
                    found.addAll(shared(all, resource, attachment.community()));
                });
        return found;
    }

    private static <R extends StoredRecord> List<R> those(StoreContents all, Class<R> type, Predicate<R> which) {
        return only(type, all.records()).stream().filter(which).toList();
    }
}
