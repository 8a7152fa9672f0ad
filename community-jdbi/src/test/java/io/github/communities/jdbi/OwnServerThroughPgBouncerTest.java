package io.github.communities.jdbi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.error.Refused;
import io.github.communities.error.Unavailable;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * What PgBouncer does to connections that are not made as the README says; the suites run through it as it does say.
 */
class OwnServerThroughPgBouncerTest {
    private static PGSimpleDataSource to(String url) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        return source;
    }

    @Test
    void prepared_statements_behind_it_are_refused_by_name() {
        PgBouncer bouncer = OwnServer.only().pgBouncer();
        for (String options : new String[] {"", "&prepareThreshold=1", "&prepareThreshold=-1"}) {
            Refused refused = assertThrows(
                    Refused.class, () -> JdbiCommunityStore.over(to(bouncer.urlThatPrepares("postgres") + options)));
            assertEquals("S-4", refused.rule());
            String message = String.valueOf(refused.getMessage());
            assertTrue(message.contains("PgBouncer") && message.contains("prepareThreshold=0"), message);
        }
    }

    @Test
    void without_them_it_works() {
        PGSimpleDataSource source = to(OwnServer.only().pgBouncer().url("postgres"));
        CommunitySchema.migrate(source);
        assertEquals(Revision.NONE, JdbiCommunityStore.over(source).revision(OrganizationId.of("acme")));
    }

    @Test
    void a_schema_in_the_url_is_what_it_refuses_for_good() {
        Unavailable unavailable = assertThrows(
                Unavailable.class,
                () -> JdbiCommunityStore.over(
                        to(OwnServer.only().pgBouncer().url("postgres") + "&currentSchema=public")));
        assertFalse(unavailable.retryable(), unavailable::getMessage);
        assertTrue(String.valueOf(unavailable.getMessage()).contains("search_path"), unavailable.getMessage());
    }
}
