package io.github.communities.tck.domain.restriction;

import static io.github.communities.Permission.COMMUNITY_RESTRICT;
import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Role.COMMUNITY_EDITOR;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.tck.fixture.Refusals.forbidden;
import static io.github.communities.tck.fixture.Refusals.invalid;
import static io.github.communities.tck.fixture.Refusals.notFound;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.CommunityId;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.access.Authorization;
import io.github.communities.access.Operation;
import io.github.communities.access.OperationRequest;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeAttribute;
import io.github.communities.change.ChangeKind;
import io.github.communities.error.Unmet;
import io.github.communities.policy.Billing;
import io.github.communities.policy.Policy;
import io.github.communities.policy.RestrictionDefinition;
import io.github.communities.project.Project;
import io.github.communities.restriction.Restriction;
import io.github.communities.restriction.RestrictionValue;
import io.github.communities.tck.domain.AcmeRules;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * Setting, showing and unsetting restrictions: RST-1 and RST-2. The policy's catalog has three that the host asks for
 * besides the two about types of resources.
 */
public abstract class RestrictionRules extends AcmeRules {
    private static final String ONLY = "resources.onlyTypes";
    private static final String NONE_OF = "resources.noTypes";
    private static final RestrictionDefinition QUIET =
            RestrictionDefinition.of("chat.quiet", "whether the chat is read-only", RestrictionValue.of(false));
    private static final RestrictionDefinition NODES =
            RestrictionDefinition.of("nodes.most", "how many nodes there may be", RestrictionValue.of(3));
    private static final RestrictionDefinition PLACES = RestrictionDefinition.of(
            "access.places", "from where one may work", RestrictionValue.of(List.of("office", "at home")));

    private static final Policy POLICY = Policy.standard().toBuilder("restricted")
            .restriction(QUIET)
            .restriction(NODES)
            .restriction(PLACES)
            .billing(Billing.NOT_REQUIRED)
            .build();

    private CommunityId cats = CommunityId.of(ACME, "not created yet");

    /** Rules on storages of this kind. */
    protected RestrictionRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    @BeforeEach
    void letBobHaveACommunity() {
        run(POLICY);
        acme();
        cats = communityOf(BOB, "Cat lovers");
    }

    private Written<Restriction> set(Subject caller, String name, RestrictionValue value) {
        return node.restrictions().set(as(caller), cats, name, value);
    }

    private Written<Restriction> unset(Subject caller, String name) {
        return node.restrictions().unset(as(caller), cats, name);
    }

    private Restriction inForce(String name) {
        return later().restrictions().get(as(WATCHER), cats, name);
    }

    @Test
    @Rule("RST-1")
    void a_restriction_of_each_type_is_set() {
        List<Restriction> wanted = List.of(
                new Restriction(QUIET.name(), RestrictionValue.of(true), true),
                new Restriction(NODES.name(), RestrictionValue.of(Long.MIN_VALUE), true),
                new Restriction(PLACES.name(), RestrictionValue.of(List.of("caf\u00E9 / bar", "100 %", "a=b&c")), true),
                new Restriction(ONLY, RestrictionValue.of(List.of("dataset", "secret")), true));
        wanted.forEach(restriction -> {
            Written<Restriction> written = changed(() -> set(BOB, restriction.name(), restriction.value()));
            assertEquals(restriction, written.value());
            assertEquals(restriction, inForce(restriction.name()));
            Change change = only(ChangeKind.RESTRICTION_CHANGED, recordOf(written));
            assertEquals(cats, change.scope());
            assertEquals(Map.of(), change.before());
            assertEquals(Optional.of(restriction.name()), change.after(ChangeAttribute.NAME));
        });
    }

    @Test
    @Rule("RST-1")
    void a_list_may_be_empty_and_hold_a_hundred_texts() {
        List<List<String>> lists = List.of(List.of(), Collections.nCopies(100, "\uD83D\uDE3A".repeat(64)));
        assertAll(lists.stream()
                .<Executable>map(texts -> () -> {
                    changed(() -> set(BOB, PLACES.name(), RestrictionValue.of(texts)));
                    assertEquals(
                            new Restriction(PLACES.name(), RestrictionValue.of(texts), true), inForce(PLACES.name()));
                })
                .toList());
        invalid("RST-1", () -> RestrictionValue.of(Collections.nCopies(101, "x")));
    }

    @Test
    @Rule("RST-1")
    void what_is_set_is_changed_and_setting_it_again_changes_nothing() {
        set(BOB, NODES.name(), RestrictionValue.of(5));
        unchanged(() -> set(BOB, NODES.name(), RestrictionValue.of(5)));

        Written<Restriction> written = changed(() -> set(BOB, NODES.name(), RestrictionValue.of(7)));

        Change change = only(ChangeKind.RESTRICTION_CHANGED, recordOf(written));
        assertEquals(Map.of("name", NODES.name(), "value", "LONG:5"), change.before());
        assertEquals(Map.of("name", NODES.name(), "value", "LONG:7"), change.after());
        assertEquals(RestrictionValue.of(7), inForce(NODES.name()).value());
    }

    @Test
    @Rule("RST-1")
    void setting_takes_an_administrator_of_the_community() {
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_EDITOR);
        set(BOB, QUIET.name(), RestrictionValue.of(true));

        assertEquals(
                "RST-1",
                untouched(() -> forbidden(
                                COMMUNITY_RESTRICT, () -> set(CAROL, QUIET.name(), RestrictionValue.of(false))))
                        .rule());
        untouched(() -> forbidden(COMMUNITY_RESTRICT, () -> unset(CAROL, QUIET.name())));
        untouched(() -> forbidden(COMMUNITY_RESTRICT, () -> unset(ANN, QUIET.name())));
        untouched(() -> notFound(() -> set(DAVE, QUIET.name(), RestrictionValue.of(false))));
        untouched(() -> notFound(() -> unset(DAVE, QUIET.name())));
        untouched(() -> notFound(() -> node.restrictions()
                .set(as(BOB), CommunityId.of(ACME, "unknown"), QUIET.name(), RestrictionValue.of(true))));
        assertEquals(RestrictionValue.of(true), inForce(QUIET.name()).value());
    }

    @Test
    @Rule("RST-1")
    void names_that_the_catalog_does_not_have_are_refused() {
        assertAll(Stream.of("unknown", "CHAT.QUIET", "chat.quiet.", "resources")
                .<Executable>map(name -> () -> untouched(() -> {
                    invalid("RST-1", () -> set(BOB, name, RestrictionValue.of(true)));
                    invalid("RST-1", () -> unset(BOB, name));
                    return invalid("RST-1", () -> inForce(name));
                }))
                .toList());
    }

    @Test
    @Rule("RST-1")
    void values_of_another_type_are_refused() {
        List<RestrictionValue> values =
                List.of(RestrictionValue.of(true), RestrictionValue.of(1), RestrictionValue.of(List.of("x")));
        List<RestrictionDefinition> definitions = List.of(QUIET, NODES, PLACES);
        assertAll(definitions.stream()
                .flatMap(definition -> values.stream()
                        .filter(value -> value.type() != definition.type())
                        .<Executable>map(value ->
                                () -> untouched(() -> invalid("RST-1", () -> set(BOB, definition.name(), value)))))
                .toList());
        definitions.forEach(definition -> assertEquals(
                definition.defaultValue(), inForce(definition.name()).value()));
    }

    @Test
    @Rule({"RST-1", "RST-2"})
    void where_types_of_resources_are_named_they_must_be_known() {
        RestrictionValue misspelled = RestrictionValue.of(List.of("dataset", "datasets"));

        untouched(() -> invalid("RST-1", () -> set(BOB, ONLY, misspelled)));
        untouched(() -> invalid("RST-1", () -> set(BOB, NONE_OF, misspelled)));
        changed(() -> set(BOB, PLACES.name(), misspelled));
    }

    @Test
    @Rule("RST-2")
    void unsetting_restores_the_default() {
        set(BOB, PLACES.name(), RestrictionValue.of(List.of()));

        Written<Restriction> written = changed(() -> unset(BOB, PLACES.name()));

        Restriction restored = new Restriction(PLACES.name(), PLACES.defaultValue(), false);
        assertEquals(restored, written.value());
        assertEquals(restored, inForce(PLACES.name()));
        Change change = only(ChangeKind.RESTRICTION_CHANGED, recordOf(written));
        assertEquals(Map.of("name", PLACES.name(), "value", "STRINGS:"), change.before());
        assertEquals(Map.of(), change.after());
        unchanged(() -> unset(BOB, PLACES.name()));
    }

    @Test
    @Rule("RST-2")
    void the_host_asks_for_what_is_in_force() {
        set(BOB, QUIET.name(), RestrictionValue.of(true));
        node.members().grant(as(BOB), cats, CAROL, COMMUNITY_VIEWER);
        later();

        assertEquals(
                POLICY.restrictions().stream()
                        .map(definition -> definition.equals(QUIET)
                                ? new Restriction(QUIET.name(), RestrictionValue.of(true), true)
                                : new Restriction(definition.name(), definition.defaultValue(), false))
                        .toList(),
                other.restrictions().list(as(CAROL), cats));
        assertTrue(other.restrictions().get(as(CAROL), cats, QUIET.name()).set());
        forbidden(COMMUNITY_VIEW, () -> other.restrictions().list(as(ANN), cats));
        forbidden(COMMUNITY_VIEW, () -> other.restrictions().get(as(ANN), cats, QUIET.name()));
        notFound(() -> other.restrictions().list(as(DAVE), cats));
        notFound(() -> other.restrictions().get(as(DAVE), cats, QUIET.name()));
    }

    @Test
    @Rule("RST-2")
    void what_is_set_outlives_a_policy_that_does_not_know_it() {
        set(BOB, NODES.name(), RestrictionValue.of(5));
        run(Policy.standard());
        invalid("RST-1", () -> inForce(NODES.name()));
        run(Policy.standard().toBuilder("of another type")
                .restriction(RestrictionDefinition.of(NODES.name(), "whether any", RestrictionValue.of(true)))
                .build());
        assertEquals(new Restriction(NODES.name(), RestrictionValue.of(true), false), inForce(NODES.name()));
        run(POLICY);
        assertEquals(new Restriction(NODES.name(), RestrictionValue.of(5), true), inForce(NODES.name()));
    }

    @Test
    @Rule({"RST-2", "ACC-7"})
    void only_some_types_means_that_no_others_are_created() {
        Project litter = projectOf(BOB, cats, "Litter");
        assertEquals(List.of(), unmet(litter, "secret"));

        set(BOB, ONLY, RestrictionValue.of(List.of("dataset")));

        assertEquals(List.of(), unmet(litter, "dataset"));
        assertEquals(List.of("RST-2"), unmet(litter, "secret"));
        unset(BOB, ONLY);
        assertEquals(List.of(), unmet(litter, "secret"));
    }

    @Test
    @Rule({"RST-2", "ACC-7"})
    void some_types_not_means_that_they_are_not_created() {
        Project litter = projectOf(BOB, cats, "Litter");

        set(BOB, NONE_OF, RestrictionValue.of(List.of("dataset", "node")));

        assertEquals(List.of("RST-2"), unmet(litter, "dataset"));
        assertEquals(List.of(), unmet(litter, "secret"));
        set(BOB, ONLY, RestrictionValue.of(List.of("secret")));
        assertEquals(List.of("RST-2", "RST-2"), unmet(litter, "node"));
    }

    @Test
    @Rule({"RST-2", "ACC-7"})
    void who_does_not_say_which_type_is_told_of_every_restriction() {
        Project litter = projectOf(BOB, cats, "Litter");
        assertTrue(creating(litter, OperationRequest.of(Operation.CREATE_RESOURCE, litter.id()))
                .allowed());

        set(BOB, NONE_OF, RestrictionValue.of(List.of("dataset")));

        Authorization answer = creating(litter, OperationRequest.of(Operation.CREATE_RESOURCE, litter.id()));
        assertEquals(List.of("RST-2"), answer.unmet().stream().map(Unmet::rule).toList());
        assertTrue(answer.text().contains("does not say of which"), answer::text);
    }

    private List<String> unmet(Project project, String type) {
        return creating(
                        project,
                        OperationRequest.of(Operation.CREATE_RESOURCE, project.id())
                                .ofType(type))
                .unmet()
                .stream()
                .map(Unmet::rule)
                .toList();
    }

    private Authorization creating(Project project, OperationRequest request) {
        assertEquals(project.id(), request.target());
        return later().access().authorize(as(BOB), request);
    }
}
