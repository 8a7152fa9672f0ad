package io.github.communities.tck;

import io.github.communities.BillingAccountId;
import io.github.communities.OrganizationId;
import io.github.communities.Subject;
import io.github.communities.billing.BillingStatus;
import io.github.communities.spi.BillingAccounts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A host's billing accounts, as tests need them: what they are and who may use them is said by the test, and something
 * may happen while the host is asked. Thread-safe.
 */
final class TestBilling implements BillingAccounts {
    private final Map<BillingAccountId, BillingStatus> statuses = new ConcurrentHashMap<>();
    private final Set<List<Object>> users = ConcurrentHashMap.newKeySet();
    private final Queue<Runnable> meanwhile = new ConcurrentLinkedQueue<>();
    private final List<Question> questions = new CopyOnWriteArrayList<>();

    /**
     * What was asked.
     *
     * @param principal for whom, if whether they may use the account was asked
     * @param patience within how long the answer was wanted
     */
    record Question(
            OrganizationId organization, BillingAccountId account, Optional<Subject> principal, Duration patience) {}

    /** From now on there is an account in a state. */
    BillingAccountId account(String id, BillingStatus status) {
        BillingAccountId account = BillingAccountId.of(id);
        statuses.put(account, status);
        return account;
    }

    /** From now on these may use an account. */
    void allow(BillingAccountId account, Subject... principals) {
        for (Subject principal : principals) {
            users.add(List.of(account, principal));
        }
    }

    /** From now on these may not use an account any more. */
    void forbid(BillingAccountId account, Subject... principals) {
        for (Subject principal : principals) {
            users.remove(List.of(account, principal));
        }
    }

    /** Lets something happen while one of the next questions is answered, one after the other. */
    void meanwhile(Runnable event) {
        meanwhile.add(event);
    }

    /** What was asked, in order. */
    List<Question> questions() {
        return List.copyOf(questions);
    }

    @Override
    public Optional<BillingStatus> status(OrganizationId organization, BillingAccountId account, Duration patience) {
        ask(new Question(organization, account, Optional.empty(), patience));
        return Optional.ofNullable(statuses.get(account));
    }

    @Override
    public boolean mayUse(OrganizationId organization, Subject principal, BillingAccountId account, Duration patience) {
        ask(new Question(organization, account, Optional.of(principal), patience));
        return users.contains(List.of(account, principal));
    }

    private void ask(Question question) {
        questions.add(question);
        Runnable event = meanwhile.poll();
        if (event != null) {
            event.run();
        }
    }
}
