package io.github.communities.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.communities.Communities;
import io.github.communities.OrganizationId;
import io.github.communities.core.CommunityEngine;
import io.github.communities.error.NotFound;
import org.junit.jupiter.api.Test;

/** What the memory keeps of organizations that don't exist: nothing. */
class InMemoryCommunityStoreTest {
    private final InMemoryCommunityStore store = InMemoryCommunityStore.create();

    @Test
    void nothing_is_kept_of_organizations_that_were_not_created_in_the_end() {
        for (int i = 0; i < 1000; i++) {
            OrganizationId nowhere = OrganizationId.of("nowhere " + i);
            assertThrows(
                    IllegalStateException.class,
                    () -> store.create(nowhere, writer -> {
                        throw new IllegalStateException("refused");
                    }));
            assertEquals("nothing", store.create(nowhere, writer -> "nothing"));
        }
        assertEquals(0, store.places());
    }

    @Test
    void nothing_is_kept_of_organizations_that_are_only_asked_about() {
        OrganizationId nowhere = OrganizationId.of("nowhere");
        assertThrows(NotFound.class, () -> store.read(nowhere, reader -> reader));
        assertThrows(NotFound.class, () -> store.write(nowhere, writer -> writer));
        store.revision(nowhere);
        assertEquals(0, store.places());
    }

    @Test
    void who_waits_for_an_attempt_that_fails_creates_the_organization_all_the_same() throws InterruptedException {
        OrganizationId acme = OrganizationId.of("acme");
        try (Communities other = CommunityEngine.builder()
                .store(InMemoryCommunityStore.sharing(store))
                .build()) {
            Thread waiting = new Thread(() -> other.host().register(acme, "Acme"));
            assertThrows(
                    IllegalStateException.class,
                    () -> store.create(acme, writer -> {
                        waiting.start();
                        while (waiting.getState() != Thread.State.WAITING) {
                            Thread.onSpinWait();
                        }
                        throw new IllegalStateException("refused");
                    }));
            waiting.join();
            assertEquals("Acme", other.host().organization(acme).name());
            assertEquals(1, store.places());
        }
    }
}
