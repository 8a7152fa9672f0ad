package io.github.communities.tck;

import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.RuleFailures;
import io.github.communities.tck.rule.StoreName;
import io.github.communities.tck.store.StoreAccessRules;
import io.github.communities.tck.store.StoreApartRules;
import io.github.communities.tck.store.StoreFailingRules;
import io.github.communities.tck.store.StoreJoiningRules;
import io.github.communities.tck.store.StoreJointRules;
import io.github.communities.tck.store.StoreLifeRules;
import io.github.communities.tck.store.StoreListRules;
import io.github.communities.tck.store.StoreReadingRules;
import io.github.communities.tck.store.StoreRecordRules;
import io.github.communities.tck.store.StoreTargetRules;
import io.github.communities.tck.store.StoreWritingRules;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The contract of {@link io.github.communities.spi.CommunityStore}: its rules S-1 to S-29 as tests. An implementer
 * extends it, names the store with {@link StoreName}, and gives a fresh storage:
 *
 * <pre>{@code
 * @StoreName("mine")
 * class MyContractTest extends CommunityStoreContract {
 *     @Override
 *     protected StoreFixture storage() {
 *         return new MyFixture();
 *     }
 * }
 * }</pre>
 *
 * <p>Each test cites the rules it stands for, and each failure says which rule was broken and how that is mended most
 * often. The tests are written from the rules alone: they open two stores over one storage and expect nothing of how it
 * works. Those that need a fault which no store can bring about by itself ask the {@link StoreFixture} for it. What
 * ought to happen at once may take 15 seconds, or as many as the system property {@code communities.tck.patience} says.
 */
@ExtendWith(RuleFailures.class)
public abstract class CommunityStoreContract {
    /** A storage of its own for one test, empty at first. */
    protected abstract StoreFixture storage();

    /** Works are all or nothing, one after the other, and run anew from scratch: S-1 to S-3, S-6, S-7. */
    @Nested
    class Writing extends StoreWritingRules {
        Writing() {
            super(CommunityStoreContract.this::storage);
        }
    }

    /** Organizations begin and end: S-8, S-24. */
    @Nested
    class BeginningAndEnding extends StoreLifeRules {
        BeginningAndEnding() {
            super(CommunityStoreContract.this::storage);
        }
    }

    /** What a work stores, and with which change record: S-11, S-15, S-17, S-25. */
    @Nested
    class Storing extends StoreRecordRules {
        Storing() {
            super(CommunityStoreContract.this::storage);
        }
    }

    /** What is found is what was stored, at one revision: S-4, S-9, S-10. */
    @Nested
    class Reading extends StoreReadingRules {
        Reading() {
            super(CommunityStoreContract.this::storage);
        }
    }

    /** Lists, page by page and many at once: S-12, S-13, S-28. */
    @Nested
    class Listing extends StoreListRules {
        Listing() {
            super(CommunityStoreContract.this::storage);
        }
    }

    /** What decides about a principal, the feed, and the roles that are bound: S-16, S-20, S-21. */
    @Nested
    class Deciding extends StoreAccessRules {
        Deciding() {
            super(CommunityStoreContract.this::storage);
        }
    }

    /** S-27. */
    @Nested
    class Targets extends StoreTargetRules {
        Targets() {
            super(CommunityStoreContract.this::storage);
        }
    }

    /** S-29. */
    @Nested
    class LookingUp extends StoreJointRules {
        LookingUp() {
            super(CommunityStoreContract.this::storage);
        }
    }

    /** S-5, S-14, S-22, S-23. */
    @Nested
    class KeepingApart extends StoreApartRules {
        KeepingApart() {
            super(CommunityStoreContract.this::storage);
        }
    }

    /** S-18, S-19. */
    @Nested
    class FailingAndClosing extends StoreFailingRules {
        FailingAndClosing() {
            super(CommunityStoreContract.this::storage);
        }
    }

    /** S-26. */
    @Nested
    class JoiningTransactions extends StoreJoiningRules {
        JoiningTransactions() {
            super(CommunityStoreContract.this::storage);
        }
    }
}
