package io.github.communities.tck.domain;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.BillingAccountId;
import io.github.communities.CommunityId;
import io.github.communities.ProjectId;
import io.github.communities.ResourceId;
import io.github.communities.Revision;
import io.github.communities.billing.BillingStatus;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import io.github.communities.error.CommunitiesException;
import io.github.communities.error.Forbidden;
import io.github.communities.error.Refused;
import io.github.communities.error.Unmet;
import io.github.communities.policy.Policy;
import io.github.communities.project.Project;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.record.ResourceRecord;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.fixture.TestBilling;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;

/** What the suites about what costs money share: a host with billing accounts, and Bob's community Cat lovers. */
public abstract class BilledRules extends AcmeRules {
    /** What the host knows of billing accounts. */
    protected final TestBilling billing = new TestBilling();

    /** Bob's community. */
    protected CommunityId cats = CommunityId.of(ACME, "not created yet");

    protected BilledRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    @BeforeEach
    void letTheHostHaveBillingAccounts() {
        acme();
        run(Policy.standard());
        cats = communityOf(BOB, "Cat lovers");
    }

    @Override
    protected void run(Policy policy) {
        node = cluster.node(policy, engine -> engine.billingAccounts(billing));
        other = cluster.node(policy, engine -> engine.billingAccounts(billing));
    }

    /** An account in good standing that Bob and Ann may use. */
    protected BillingAccountId goodAccount(String id) {
        BillingAccountId account = billing.account(id, BillingStatus.ACTIVE);
        billing.allow(account, BOB, ANN);
        return account;
    }

    /** A resource of a project, put there as the library's own operations would. */
    protected ResourceId resourceOf(Project project, String type, String name) {
        ResourceId id = ResourceId.of(ACME, name);
        put(
                project.id(),
                revision -> ResourceRecord.builder()
                        .id(id)
                        .project(project.id())
                        .community(project.community())
                        .type(type)
                        .name(name)
                        .nameKey(name)
                        .description("")
                        .createdAt(cluster.clock().instant())
                        .updatedAt(cluster.clock().instant())
                        .version(revision)
                        .createdIn(revision)
                        .build());
        return id;
    }

    /** Stores a record, with a change that tells of it. */
    protected void put(ProjectId about, Function<Revision, StoredRecord> record) {
        try (CommunityStore store = cluster.storage().open()) {
            store.write(ACME, (StoreWriter writer) -> {
                Revision next = writer.revision().next();
                writer.insert(record.apply(next));
                writer.append(ChangeRecord.builder()
                        .revision(next)
                        .at(cluster.clock().instant())
                        .addChanges(Change.of(ChangeKind.RESOURCE_CREATED, about))
                        .build());
                return next;
            });
        }
    }

    /** Checks that a refusal says something. */
    protected static void assertSays(String part, CommunitiesException refusal) {
        assertTrue(String.valueOf(refusal.getMessage()).contains(part), refusal::getMessage);
    }

    /** The rules that are unmet, in their order. */
    protected static List<String> rules(List<Unmet> unmet) {
        return unmet.stream().map(Unmet::rule).toList();
    }

    /** All that is unmet, by whichever exception an operation is refused with. */
    protected static List<Unmet> unmet(Runnable operation) {
        try {
            operation.run();
            return List.of();
        } catch (Forbidden e) {
            return e.unmet();
        } catch (Refused e) {
            return e.unmet();
        }
    }
}
