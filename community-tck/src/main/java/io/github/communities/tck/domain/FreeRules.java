package io.github.communities.tck.domain;

import io.github.communities.CommunityId;
import io.github.communities.ProjectId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import io.github.communities.policy.Billing;
import io.github.communities.policy.Policy;
import io.github.communities.project.NewResource;
import io.github.communities.project.Resource;
import io.github.communities.restriction.RestrictionValue;
import io.github.communities.sharing.Attachment;
import io.github.communities.sharing.Publication;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.record.CommunityRecord;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.tck.fixture.StoreFixture;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;

/**
 * What the suites about resources share: policies under which nothing costs money, and Bob's community Cat lovers with
 * his project Litter.
 */
public abstract class FreeRules extends AcmeRules {
    /** The standard policy, free of charge. */
    public static final Policy FREE = free(Policy.standard());

    /** The delegated policy, free of charge. */
    protected static final Policy FREE_DELEGATED = free(Policy.delegated());

    /** Bob's community. */
    protected CommunityId cats = CommunityId.of(ACME, "not created yet");

    /** Bob's project in it. */
    protected ProjectId litter = ProjectId.of(ACME, "not created yet");

    protected FreeRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    @BeforeEach
    void letBobHaveAProject() {
        acme();
        run(FREE);
        cats = communityOf(BOB, "Cat lovers");
        litter = projectOf(BOB, cats, "Litter").id();
    }

    static Policy free(Policy policy) {
        return policy.toBuilder("free " + policy.name())
                .billing(Billing.NOT_REQUIRED)
                .build();
    }

    protected void grant(Scope scope, Subject subject, Role role) {
        node.members().grant(as(BOB), scope, subject, role);
    }

    /** A dataset that a principal creates. */
    protected Resource datasetOf(Subject creator, ProjectId project, String name) {
        return node.resources()
                .create(as(creator), project, NewResource.of("dataset", name))
                .value();
    }

    /** A dataset that Bob creates and publishes in a community of his. */
    protected Resource publishedBy(ProjectId project, String name, CommunityId community) {
        Resource dataset = datasetOf(BOB, project, name);
        node.sharing().publish(as(BOB), dataset.id(), community);
        return dataset;
    }

    /** The resources of a project, as the other node lists them. */
    protected List<Resource> resources(ProjectId project) {
        return all(page -> other.resources().list(as(WATCHER), project, page));
    }

    /** The names of what is published in a community, as the other node lists it. */
    protected Set<String> published(CommunityId community) {
        Set<String> names = new TreeSet<>();
        all(page -> other.sharing().published(as(WATCHER), community, page)).stream()
                .map(Publication::resource)
                .map(Resource::name)
                .forEach(names::add);
        return names;
    }

    /** The names of what is attached to a project, as the other node lists it. */
    protected Set<String> attached(ProjectId project) {
        Set<String> names = new TreeSet<>();
        all(page -> other.sharing().attached(as(WATCHER), project, page)).stream()
                .map(Attachment::resource)
                .map(Resource::name)
                .forEach(names::add);
        return names;
    }

    /** Restricts a community of Acme. */
    protected void restrict(CommunityId community, String restriction, RestrictionValue value) {
        change(
                community,
                (record, next) -> CommunityRecord.builder()
                        .from(record)
                        .restrictions(Map.of(restriction, value.text()))
                        .build());
    }

    /** Ends all that is published in a community of Acme or from it, as deleting and restoring it does. */
    protected void endSharing(CommunityId community) {
        change(
                community,
                (record, next) -> CommunityRecord.builder()
                        .from(record)
                        .sharingEpoch(next)
                        .build());
    }

    private void change(CommunityId community, BiFunction<CommunityRecord, Revision, CommunityRecord> change) {
        write(
                community,
                (writer, next) -> writer.update(change.apply(
                        writer.find(RecordKind.community(community)).orElseThrow(), next)));
    }

    /** Writes to the store itself, in a community of Acme, what no operation comes to in a test. */
    protected void write(CommunityId community, BiConsumer<StoreWriter, Revision> work) {
        try (CommunityStore store = cluster.storage().open()) {
            store.write(ACME, (StoreWriter writer) -> {
                Revision next = writer.revision().next();
                work.accept(writer, next);
                writer.append(ChangeRecord.builder()
                        .revision(next)
                        .at(cluster.clock().instant())
                        .addChanges(Change.of(ChangeKind.COMMUNITY_UPDATED, community))
                        .build());
                return next;
            });
        }
    }
}
