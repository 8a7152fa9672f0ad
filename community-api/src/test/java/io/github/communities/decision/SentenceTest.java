package io.github.communities.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.ProjectId;
import io.github.communities.ResourceAt;
import io.github.communities.ResourceId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SentenceTest {
    private static final OrganizationId ACME = OrganizationId.of("acme");
    private static final CommunityId CATS = CommunityId.of(ACME, "cats");
    private static final ProjectId LITTER = ProjectId.of(ACME, "litter");
    private static final ResourceId PHOTOS = ResourceId.of(ACME, "photos");

    @Test
    void targets_are_told_by_kind_and_id_and_by_their_names_to_whoever_has_them() {
        Sentence sentence =
                Sentence.of(PHOTOS).and(" is in ").and(CATS).and(" and in ").and(LITTER);

        assertEquals("resource acme/photos is in community acme/cats and in project acme/litter", sentence.text());
        assertEquals(
                "resource acme/photos is in community acme/cats \"Cats\" and in project acme/litter",
                sentence.text(new Names(Map.of(CATS, "Cats"))));
        assertEquals(List.of(PHOTOS, CATS, LITTER), sentence.targets());
    }

    @Test
    void of_a_resource_in_a_place_each_has_its_own_name() {
        ResourceAt at = ResourceAt.of(PHOTOS, LITTER);
        Names names = new Names(Map.of(PHOTOS, "Photos", LITTER, "Litter"));

        assertEquals(
                "resource acme/photos \"Photos\" in project acme/litter \"Litter\"",
                Sentence.of(at).text(names));
        assertEquals(
                "resource acme/photos in project acme/litter", Sentence.of(at).text());
        assertEquals(Optional.of("Photos"), names.of(at));
    }

    @Test
    void several_are_joined_and_name_each_target_once() {
        List<Sentence> each = List.of(Sentence.of(CATS), Sentence.of("nothing"), Sentence.of(CATS));

        Sentence joined = Sentence.join(", ", each);

        assertEquals("community acme/cats, nothing, community acme/cats", joined.text());
        assertEquals(List.of(CATS), joined.targets());
        assertEquals("", Sentence.join(", ", List.of()).text());
        assertEquals(
                ", nothing",
                Sentence.join(", ", List.of(Sentence.of(""), Sentence.of("nothing")))
                        .text());
    }

    @Test
    void those_are_equal_that_say_the_same_of_the_same_however_they_were_made() {
        Sentence made = Sentence.of("in ").and(CATS).and(".");

        assertEquals(Sentence.of("in").and(" ").and(CATS).and(Sentence.of(".")), made);
        assertEquals(Sentence.of("in").and(" ").and(CATS).and(".").hashCode(), made.hashCode());
        assertNotEquals(Sentence.of("in community acme/cats."), made, "that is about no target");
    }
}
