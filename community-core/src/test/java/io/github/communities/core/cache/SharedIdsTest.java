package io.github.communities.core.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.communities.Subject;
import org.junit.jupiter.api.Test;

/** Equal ids are one, and who brings one in is told from who finds it there. */
class SharedIdsTest {
    private final SharedIds ids = new SharedIds();

    @Test
    void what_is_equal_is_kept_once() {
        Subject ann = Subject.user("ann");
        Subject again = Subject.user("ann");
        assertNotSame(ann, again);
        assertSame(ann, ids.share(ann));
        assertSame(ann, ids.share(again));
        assertEquals(Subject.user("bob"), ids.share(Subject.user("bob")));
    }

    @Test
    void only_who_comes_first_has_brought_it() {
        Subject ann = Subject.user("ann");
        Subject bob = Subject.user("bob");
        SharedIds.Shared first = ids.forOne();
        SharedIds.Shared second = ids.forOne();
        first.apply(ann);
        first.apply(bob);
        second.apply(ann);
        assertSame(bob, second.apply(Subject.user("bob")));
        second.apply(Subject.user("cat"));
        assertEquals(2, first.brought());
        assertEquals(1, second.brought());
    }
}
