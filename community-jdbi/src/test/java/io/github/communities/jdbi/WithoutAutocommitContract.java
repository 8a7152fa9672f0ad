package io.github.communities.jdbi;

import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.RuleFailures;
import io.github.communities.tck.store.StoreAccessRules;
import io.github.communities.tck.store.StoreFailingRules;
import io.github.communities.tck.store.StoreJoiningRules;
import io.github.communities.tck.store.StoreLifeRules;
import io.github.communities.tck.store.StoreReadingRules;
import io.github.communities.tck.store.StoreWritingRules;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The contract of a store over pools whose connections have autocommit off: all of it that is about how transactions
 * begin and end. Which records a statement stores and lists, and of which organization, can't depend on that.
 */
@ExtendWith(RuleFailures.class)
abstract class WithoutAutocommitContract {
    /** A storage of its own for one test, empty at first. */
    abstract StoreFixture storage();

    @Nested
    class Writing extends StoreWritingRules {
        Writing() {
            super(WithoutAutocommitContract.this::storage);
        }
    }

    @Nested
    class BeginningAndEnding extends StoreLifeRules {
        BeginningAndEnding() {
            super(WithoutAutocommitContract.this::storage);
        }
    }

    @Nested
    class Reading extends StoreReadingRules {
        Reading() {
            super(WithoutAutocommitContract.this::storage);
        }
    }

    @Nested
    class Deciding extends StoreAccessRules {
        Deciding() {
            super(WithoutAutocommitContract.this::storage);
        }
    }

    @Nested
    class FailingAndClosing extends StoreFailingRules {
        FailingAndClosing() {
            super(WithoutAutocommitContract.this::storage);
        }
    }

    @Nested
    class JoiningTransactions extends StoreJoiningRules {
        JoiningTransactions() {
            super(WithoutAutocommitContract.this::storage);
        }
    }
}
