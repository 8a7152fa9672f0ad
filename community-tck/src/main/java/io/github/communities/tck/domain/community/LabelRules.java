package io.github.communities.tck.domain.community;

import static io.github.communities.tck.fixture.Refusals.invalid;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.communities.CommunityId;
import io.github.communities.Labels;
import io.github.communities.Written;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeKind;
import io.github.communities.community.Community;
import io.github.communities.community.CommunityUpdate;
import io.github.communities.project.Project;
import io.github.communities.project.ProjectUpdate;
import io.github.communities.tck.domain.AcmeRules;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Labels of communities and projects: COM-8. */
public abstract class LabelRules extends AcmeRules {
    private static final Labels RED = Labels.of(Map.of("colour", "red", "size", ""));
    private static final Labels BLUE = Labels.of(Map.of("colour", "blue"));

    private CommunityId cats = CommunityId.of(ACME, "not created yet");

    /** Rules on storages of this kind. */
    protected LabelRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    @BeforeEach
    void letBobHaveACommunity() {
        acme();
        cats = communityOf(BOB, "Cat lovers");
    }

    private Written<Community> label(CommunityId community, Labels labels) {
        long version = node.get(as(BOB), community).version();
        return node.update(as(BOB), community, CommunityUpdate.nothing().labels(labels), version);
    }

    private Written<Project> label(Project project, Labels labels) {
        long version = node.projects().get(as(BOB), project.id()).version();
        return node.projects()
                .update(as(BOB), project.id(), ProjectUpdate.nothing().labels(labels), version);
    }

    private Labels shown(Project project) {
        return later().projects().get(as(BOB), project.id()).labels();
    }

    @Test
    @Rule("COM-8")
    void a_community_has_the_labels_it_is_given() {
        assertEquals(Labels.NONE, node.get(as(BOB), cats).labels());

        Written<Community> written = changed(() -> label(cats, RED));

        assertEquals(RED, written.value().labels());
        assertEquals(RED, later().get(as(BOB), cats).labels());
        assertEquals("Cat lovers", other.get(as(BOB), cats).name());
        Change change = only(ChangeKind.COMMUNITY_UPDATED, recordOf(written));
        assertEquals(Map.of("labels", "colour=red&size="), change.after());
        unchanged(() -> label(cats, RED));
        changed(() -> label(cats, BLUE));
        assertEquals(BLUE, later().get(as(BOB), cats).labels());
        changed(() -> label(cats, Labels.NONE));
        assertEquals(Labels.NONE, later().get(as(BOB), cats).labels());
    }

    @Test
    @Rule({"COM-8", "COM-4"})
    void an_update_that_names_no_labels_leaves_them_as_they_are() {
        label(cats, RED);
        Project litter = projectOf(BOB, cats, "Litter");
        label(litter, BLUE);

        node.update(
                as(BOB),
                cats,
                CommunityUpdate.nothing().description("x"),
                node.get(as(BOB), cats).version());
        node.projects()
                .update(
                        as(BOB),
                        litter.id(),
                        ProjectUpdate.nothing().name("Kittens"),
                        node.projects().get(as(BOB), litter.id()).version());

        assertEquals(RED, later().get(as(BOB), cats).labels());
        assertEquals(BLUE, shown(litter));
    }

    @Test
    @Rule("COM-8")
    void a_project_without_labels_shows_its_communitys() {
        Project litter = projectOf(BOB, cats, "Litter");
        assertEquals(Labels.NONE, shown(litter));

        label(cats, RED);
        assertEquals(RED, shown(litter));
        assertEquals(RED, project(cats, "Litter").labels());
        assertEquals(RED, projectOf(BOB, cats, "Second").labels());

        Written<Project> own = changed(() -> label(litter, BLUE));
        assertEquals(BLUE, own.value().labels());
        assertEquals(BLUE, shown(litter));
        assertEquals(BLUE, project(cats, "Litter").labels());
        assertEquals(
                Map.of("labels", "colour=blue"),
                only(ChangeKind.PROJECT_UPDATED, recordOf(own)).after());

        changed(() -> label(litter, Labels.NONE));
        assertEquals(RED, shown(litter));
        label(cats, BLUE);
        assertEquals(BLUE, shown(litter));
    }

    @Test
    @Rule("COM-8")
    void the_own_labels_of_a_project_are_not_mixed_with_its_communitys() {
        label(cats, Labels.of(Map.of("size", "big")));
        Project litter = projectOf(BOB, cats, "Litter");

        label(litter, BLUE);

        assertEquals(BLUE, shown(litter));
    }

    @Test
    @Rule({"COM-8", "LIM-2"})
    void there_are_up_to_sixty_four_of_the_right_form() {
        Map<String, String> most = new HashMap<>();
        IntStream.range(0, 62).forEach(i -> most.put("k" + i, "v"));
        most.put("k".repeat(63), "-_0-9a-z" + "9".repeat(55));
        most.put("a", "");
        changed(() -> label(cats, Labels.of(most)));
        assertEquals(Labels.of(most), later().get(as(BOB), cats).labels());
        Map<String, String> tooMany = new HashMap<>(most);
        tooMany.put("b", "v");

        assertAll(Stream.concat(
                        Stream.of("", "A", "1", "-a", "_a", "a b", "a.b", "aB", "\u00E9", "a\n", "k".repeat(64))
                                .<Map<String, String>>map(key -> Map.of(key, "v")),
                        Stream.of("A", " ", "a b", "a.b", "\u00E9", "v\n", "v".repeat(64))
                                .<Map<String, String>>map(value -> Map.of("k", value)))
                .<Executable>map(labels -> () -> invalid("COM-8", () -> Labels.of(labels))));
        invalid("COM-8", () -> Labels.of(tooMany));
    }
}
