package io.github.communities.jdbi;

import static io.github.communities.Permission.COMMUNITY_VIEW;

import io.github.communities.BillingAccountId;
import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.ProjectId;
import io.github.communities.access.Operation;
import io.github.communities.billing.BillingStatus;
import io.github.communities.core.CommunityEngine;
import io.github.communities.project.NewProject;
import io.github.communities.spi.CommunityStore;
import io.github.communities.tck.fixture.TestBilling;
import java.util.UUID;
import org.openjdk.jmh.annotations.Benchmark;

/** How many statements questions take. */
public class StatementBenchmark extends CountedStatements {
    private static final int QUESTIONS = 100;

    private final TestBilling billing = new TestBilling();

    @Override
    Communities engine(CommunityStore store) {
        return CommunityEngine.builder().store(store).billingAccounts(billing).build();
    }

    /** Checks of people whom nobody has asked about before. */
    @Benchmark
    public void miss(Pair pair) {
        CommunityId many = Ground.community("many");
        mayView(0, many);
        count(pair, QUESTIONS, number -> mayView(number + 1, many));
    }

    private boolean mayView(int user, CommunityId community) {
        return communities().access().can(Caller.of(Ground.ACME, Ground.user(user)), COMMUNITY_VIEW, community);
    }

    /** Whether someone may run a project whose community has an account, again and again. */
    @Benchmark
    public void run(Pair pair) {
        CommunityId cats = Ground.community("cats");
        BillingAccountId account = billing.account("account", BillingStatus.ACTIVE);
        billing.allow(account, Ground.ANN.principal());
        communities().billing().link(Ground.ANN, cats, account);
        ProjectId project = communities()
                .projects()
                .create(Ground.ANN, cats, NewProject.named("Run " + UUID.randomUUID()))
                .value()
                .id();
        mayRun(project);
        count(pair, QUESTIONS, number -> mayRun(project));
    }

    private boolean mayRun(ProjectId project) {
        return communities()
                .access()
                .authorize(Ground.ANN, Operation.RUN, project)
                .allowed();
    }
}
