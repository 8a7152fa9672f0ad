package io.github.communities.core.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.spi.GroupMemberRecord;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NewIdsTest {
    private final NewIds ids = new NewIds(() -> "new");

    private static List<GroupMemberRecord> groupOf(String member) {
        return List.of(GroupMemberRecord.builder()
                .organization(OrganizationId.of("acme"))
                .group(Subject.group("cats"))
                .member(Subject.user(member))
                .revision(Revision.of(1))
                .build());
    }

    @Test
    void anIdIsTakenWhereAStoreRefusesARecordOfItSinceItExists() {
        IllegalStateException exists = new IllegalStateException("[S-11] the record to be inserted exists already");
        Subject user = Subject.user(ids.next());

        assertTrue(ids.taken(groupOf(user.id()), exists).isPresent());
        assertEquals(Optional.empty(), ids.taken(groupOf("another"), exists));
    }

    @Test
    void noIdIsTakenWhereAStoreRefusesWhateverElse() {
        Subject user = Subject.user(ids.next());
        for (String message : List.of("[S-23] the writer is used after its work has ended", "Connection is closed")) {
            assertEquals(Optional.empty(), ids.taken(groupOf(user.id()), new IllegalStateException(message)));
        }
        assertEquals(Optional.empty(), ids.taken(groupOf(user.id()), new IllegalStateException()));
    }
}
