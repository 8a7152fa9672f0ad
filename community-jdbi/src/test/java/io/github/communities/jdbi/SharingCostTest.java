package io.github.communities.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.NewCommunity;
import io.github.communities.OrganizationId;
import io.github.communities.PageRequest;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.ResourceAt;
import io.github.communities.ResourceId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.Target;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import io.github.communities.core.CommunityEngine;
import io.github.communities.policy.Billing;
import io.github.communities.policy.Policy;
import io.github.communities.project.NewProject;
import io.github.communities.project.NewResource;
import io.github.communities.spi.AttachmentRecord;
import io.github.communities.spi.BindingRecord;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.ProjectRecord;
import io.github.communities.spi.PublicationRecord;
import io.github.communities.spi.RecordKind;
import io.github.communities.spi.ResourceRecord;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.StoredRecord;
import io.github.communities.spi.SubjectRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is done with resources takes as many statements in a big community as in a small one. */
class SharingCostTest {
    private static final OrganizationId ACME = OrganizationId.of("acme");
    private static final Caller ANN = Caller.of(ACME, Subject.user("ann"));

    private final H2Fixture h2 = H2Fixture.inMemory();
    private final JdbcConnectionPool pool = h2.pool();
    private final TappedDataSource tapped = new TappedDataSource(pool);
    private final Communities node = node();

    private Communities node() {
        CommunitySchema.migrate(pool);
        return CommunityEngine.builder()
                .store(JdbiCommunityStore.over(tapped))
                .policy(Policy.standard().toBuilder("free")
                        .billing(Billing.NOT_REQUIRED)
                        .build())
                .build();
    }

    @AfterEach
    void drop() {
        node.close();
        pool.dispose();
        h2.close();
    }

    @Test
    void noOperationOnResourcesCostsMoreWhereThereAreMany() {
        node.host().register(ACME, "Acme");
        node.host().addUser(ACME, ANN.principal());
        CommunityId cats =
                node.create(ANN, NewCommunity.named("Cat lovers")).value().id();
        ProjectId litter = node.projects()
                .create(ANN, cats, NewProject.named("Litter"))
                .value()
                .id();
        ProjectId post = node.projects()
                .create(ANN, cats, NewProject.named("Post"))
                .value()
                .id();
        grow(cats, litter, 0, 12);
        Map<String, Integer> small = statements(cats, litter, post, "small");

        grow(cats, litter, 12, 2_000);

        assertEquals(small, statements(cats, litter, post, "big"));
    }

    /** So many more members, projects and resources, each published in the community and attached to the project. */
    private void grow(CommunityId community, ProjectId project, int from, int to) {
        try (CommunityStore store = JdbiCommunityStore.over(pool)) {
            store.write(ACME, (StoreWriter writer) -> {
                ProjectRecord like = writer.find(RecordKind.project(project)).orElseThrow();
                Revision next = writer.revision().next();
                ProjectId source = ProjectId.of(ACME, "source " + from);
                List<StoredRecord> records = new ArrayList<>();
                records.add(like(like, source));
                for (int i = from; i < to; i++) {
                    Subject member = Subject.user("member " + i);
                    ResourceId resource = ResourceId.of(ACME, "resource " + i);
                    records.add(SubjectRecord.builder()
                            .organization(ACME)
                            .subject(member)
                            .present(true)
                            .signedIn(true)
                            .since(like.createdAt())
                            .epoch(next)
                            .build());
                    records.add(BindingRecord.builder()
                            .scope(community)
                            .subject(member)
                            .role(Role.COMMUNITY_DEVELOPER)
                            .since(like.createdAt())
                            .revision(next)
                            .build());
                    records.add(like(like, ProjectId.of(ACME, "project " + i)));
                    records.add(ResourceRecord.builder()
                            .id(resource)
                            .project(source)
                            .community(community)
                            .type("dataset")
                            .name(resource.value())
                            .nameKey(resource.value())
                            .description("")
                            .createdAt(like.createdAt())
                            .updatedAt(like.createdAt())
                            .version(next)
                            .createdIn(next)
                            .build());
                    records.add(PublicationRecord.builder()
                            .community(community)
                            .resource(resource)
                            .project(source)
                            .source(community)
                            .since(like.createdAt())
                            .revision(next)
                            .build());
                    records.add(AttachmentRecord.builder()
                            .project(project)
                            .resource(resource)
                            .community(community)
                            .since(like.createdAt())
                            .revision(next)
                            .build());
                }
                writer.insert(records);
                writer.append(ChangeRecord.builder()
                        .revision(next)
                        .at(like.createdAt())
                        .addChanges(Change.of(ChangeKind.COMMUNITY_UPDATED, community))
                        .build());
                return next;
            });
        }
    }

    private static ProjectRecord like(ProjectRecord project, ProjectId id) {
        return ProjectRecord.builder()
                .from(project)
                .id(id)
                .name(id.value())
                .nameKey(id.value())
                .build();
    }

    private Map<String, Integer> statements(CommunityId cats, ProjectId litter, ProjectId post, String name) {
        PageRequest page = PageRequest.first(10);
        Map<String, Integer> counts = new LinkedHashMap<>();
        ResourceId photos = node.resources()
                .create(ANN, litter, NewResource.of("dataset", "photos " + name))
                .value()
                .id();
        List<Target> targets = new ArrayList<>();
        IntStream.range(0, 12)
                .mapToObj(i -> ResourceId.of(ACME, "resource " + i))
                .forEach(resource -> targets.addAll(
                        List.of(resource, ResourceAt.of(resource, cats), ResourceAt.of(resource, litter))));
        count(counts, "create", () -> node.resources().create(ANN, litter, NewResource.of("dataset", name)));
        count(counts, "copy", () -> node.resources().copy(ANN, photos, post, name));
        count(counts, "list", () -> node.resources().list(ANN, ProjectId.of(ACME, "source 0"), page));
        count(counts, "publish", () -> node.sharing().publish(ANN, photos, cats));
        count(counts, "attach", () -> node.sharing().attach(ANN, photos, post));
        count(counts, "published", () -> node.sharing().published(ANN, cats, page));
        count(counts, "attached", () -> node.sharing().attached(ANN, litter, page));
        count(
                counts,
                "ask about one",
                () -> node.access().can(ANN, Permission.RESOURCE_USE, ResourceAt.of(photos, post)));
        count(
                counts,
                "ask about many",
                () -> node.access().of(ANN).permissions(targets, List.of(Permission.RESOURCE_USE)));
        count(counts, "withdraw", () -> node.sharing().withdraw(ANN, photos, cats));
        count(counts, "delete", () -> node.resources().delete(ANN, photos));
        return counts;
    }

    private void count(Map<String, Integer> counts, String what, Runnable operation) {
        tapped.statements();
        operation.run();
        counts.put(what, tapped.statements().size());
    }
}
