package io.github.communities.core.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.ProjectId;
import io.github.communities.ResourceId;
import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeAttribute;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a change record makes wrong of what is remembered. */
class TouchedTest {
    private static final OrganizationId ACME = OrganizationId.of("acme");
    private static final CommunityId CATS = CommunityId.of(ACME, "cats");
    private static final ProjectId LITTER = ProjectId.of(ACME, "litter");
    private static final ResourceId PHOTOS = ResourceId.of(ACME, "a/b c");
    private static final Subject ANN = Subject.user("ann");

    private static Touched touched(Change... changes) {
        return Touched.by(ChangeRecord.builder()
                .revision(Revision.of(1))
                .at(Instant.EPOCH)
                .addChanges(changes)
                .build());
    }

    @ParameterizedTest
    @EnumSource(
            value = ChangeKind.class,
            names = {
                "SUBJECT_ADDED",
                "SUBJECT_REMOVED",
                "SUBJECT_CLEARED",
                "USER_SIGNED_IN",
                "GROUP_MEMBER_ADDED",
                "GROUP_MEMBER_REMOVED",
                "MEMBER_REMOVED",
                "BINDING_ADDED",
                "BINDING_CHANGED",
                "BINDING_REMOVED"
            })
    void what_someone_holds_touches_them_and_nothing_else(ChangeKind kind) {
        assertEquals(
                new Touched(false, Set.of(ANN), false),
                touched(Change.of(kind, CATS).about(ANN)));
    }

    @Test
    void scopes_come_and_go() {
        assertEquals(
                new Touched(false, Set.of(CATS, LITTER), true),
                touched(
                        Change.of(ChangeKind.COMMUNITY_RESTORED, CATS),
                        Change.of(ChangeKind.PROJECT_DELETED, LITTER),
                        Change.of(ChangeKind.PROJECT_CREATED, LITTER)));
        assertEquals(
                new Touched(false, Set.of(LITTER), false), touched(Change.of(ChangeKind.PROJECT_RESTORED, LITTER)));
        assertEquals(new Touched(false, Set.of(CATS), true), touched(Change.of(ChangeKind.COMMUNITY_PURGED, CATS)));
    }

    @ParameterizedTest
    @EnumSource(value = ChangeKind.class, names = "RESOURCE_.*", mode = EnumSource.Mode.MATCH_ALL)
    void resources_are_touched_wherever_they_come_or_go(ChangeKind kind) {
        Map<String, String> attributes = Map.of(ChangeAttribute.RESOURCE.text(), PHOTOS.toString());
        boolean went = kind.text().matches(".*(deleted|withdrawn|detached)");
        Touched expected = new Touched(false, kind == ChangeKind.RESOURCE_UPDATED ? Set.of() : Set.of(PHOTOS), went);
        assertEquals(expected, touched(Change.of(kind, LITTER).to(attributes)));
        assertEquals(expected, touched(Change.of(kind, LITTER).from(attributes)));
    }

    @ParameterizedTest
    @EnumSource(
            value = ChangeKind.class,
            names = {"ORGANIZATION_REGISTERED", "ORGANIZATION_REMOVED", "ORGANIZATION_PURGED", "PERSON_ERASED"})
    void some_changes_concern_everything(ChangeKind kind) {
        Touched touched = touched(Change.of(kind, ACME));
        assertTrue(touched.everything());
        assertTrue(touched.went());
    }

    /** All kinds by which access never changes: whoever adds a kind decides whether it is one. */
    private static final Set<ChangeKind> NO_MATTER = EnumSet.of(
            ChangeKind.ORGANIZATION_RENAMED,
            ChangeKind.COMMUNITY_UPDATED,
            ChangeKind.PROJECT_UPDATED,
            ChangeKind.RESOURCE_UPDATED,
            ChangeKind.BILLING_LINKED,
            ChangeKind.CHANNEL_LINKED,
            ChangeKind.CHANNEL_UNLINKED,
            ChangeKind.RESTRICTION_CHANGED,
            ChangeKind.AGENT_CHANGED,
            ChangeKind.INVITATION_CREATED,
            ChangeKind.INVITATION_RESET,
            ChangeKind.INVITATION_ACCEPTED,
            ChangeKind.INVITATION_ENDED,
            ChangeKind.LIMITS_CHANGED,
            ChangeKind.BALANCE_CHANGED,
            ChangeKind.USE_REPORTED,
            ChangeKind.CHANGES_DROPPED);

    @ParameterizedTest
    @EnumSource(ChangeKind.class)
    void every_other_kind_touches_something(ChangeKind kind) {
        Change change = Change.of(kind, CATS).about(ANN).to(Map.of(ChangeAttribute.RESOURCE.text(), PHOTOS.toString()));
        assertEquals(NO_MATTER.contains(kind), touched(change).equals(new Touched(false, Set.of(), false)));
    }
}
