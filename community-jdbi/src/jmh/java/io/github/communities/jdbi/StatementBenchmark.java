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
import io.github.communities.tck.fixture.TestBilling;
import java.util.UUID;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** How many statements are sent, against how many questions they answer: the ratio is those of one. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // by the harness
public class StatementBenchmark {
    private static final int QUESTIONS = 100;

    @Param({"h2", "postgresql", "mariadb"})
    public String database = "";

    private final TestBilling billing = new TestBilling();
    private Ground ground;
    private TappedDataSource tapped;
    private Communities communities;

    /** An engine whose statements are written down. */
    @Setup(Level.Trial)
    public void open() {
        ground = Ground.of(database);
        tapped = new TappedDataSource(ground.pool());
        communities = CommunityEngine.builder()
                .store(JdbiCommunityStore.over(tapped))
                .billingAccounts(billing)
                .build();
    }

    /** Checks of people whom nobody has asked about before. */
    @Benchmark
    public void miss(Pair pair) {
        CommunityId many = Ground.community("many");
        communities.access().can(Caller.of(Ground.ACME, Ground.user(0)), COMMUNITY_VIEW, many);
        count(
                pair,
                number -> communities
                        .access()
                        .can(Caller.of(Ground.ACME, Ground.user(number + 1)), COMMUNITY_VIEW, many));
    }

    /** Whether someone may run a project whose community has an account, again and again. */
    @Benchmark
    public void run(Pair pair) {
        CommunityId cats = Ground.community("cats");
        BillingAccountId account = billing.account("account", BillingStatus.ACTIVE);
        billing.allow(account, Ground.ANN.principal());
        communities.billing().link(Ground.ANN, cats, account);
        ProjectId project = communities
                .projects()
                .create(Ground.ANN, cats, NewProject.named("Run " + UUID.randomUUID()))
                .value()
                .id();
        Question question = number -> communities
                .access()
                .authorize(Ground.ANN, Operation.RUN, project)
                .allowed();
        question.answer(0);
        count(pair, question);
    }

    private interface Question {
        boolean answer(int number);
    }

    private void count(Pair pair, Question question) {
        tapped.statements();
        for (int i = 0; i < QUESTIONS; i++) {
            Same.require(true, question.answer(i));
        }
        pair.note(tapped.statements().size(), QUESTIONS);
    }

    @TearDown(Level.Trial)
    public void close() {
        communities.close();
        ground.close();
    }
}
