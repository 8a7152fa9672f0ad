package io.github.communities.tck.domain.host;

import static io.github.communities.Permission.COMMUNITY_VIEW;
import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.Role.ORGANIZATION_ADMIN;
import static io.github.communities.Role.ORGANIZATION_MEMBER;
import static io.github.communities.Role.PROJECT_VIEWER;
import static io.github.communities.tck.fixture.Refusals.invalid;
import static io.github.communities.tck.fixture.Refusals.requireClear;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.BillingAccountId;
import io.github.communities.Caller;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.Host;
import io.github.communities.InvitationId;
import io.github.communities.Labels;
import io.github.communities.OrganizationId;
import io.github.communities.PageRequest;
import io.github.communities.Permission;
import io.github.communities.ProjectId;
import io.github.communities.ResourceAt;
import io.github.communities.ResourceId;
import io.github.communities.Revision;
import io.github.communities.Role;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.SubjectKind;
import io.github.communities.access.Operation;
import io.github.communities.access.OperationRequest;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeKind;
import io.github.communities.channel.Channel;
import io.github.communities.community.Community;
import io.github.communities.community.CommunityFilter;
import io.github.communities.community.CommunityUpdate;
import io.github.communities.community.NewCommunity;
import io.github.communities.core.CommunityEngine;
import io.github.communities.error.InvalidInput;
import io.github.communities.invitation.InvitationToken;
import io.github.communities.invitation.NewLink;
import io.github.communities.invitation.NewPersonal;
import io.github.communities.member.BindingDelta;
import io.github.communities.member.Members;
import io.github.communities.member.NewBinding;
import io.github.communities.organization.RosterOutcome;
import io.github.communities.organization.RosterRow;
import io.github.communities.policy.Caps;
import io.github.communities.policy.Policy;
import io.github.communities.policy.ResourceType;
import io.github.communities.policy.RestrictionDefinition;
import io.github.communities.project.Limits;
import io.github.communities.project.LimitsUpdate;
import io.github.communities.project.NewProject;
import io.github.communities.project.NewResource;
import io.github.communities.project.ProjectUpdate;
import io.github.communities.project.ResourceUpdate;
import io.github.communities.restriction.RestrictionValue;
import io.github.communities.spi.record.TextMap;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.fixture.TrickyTexts;
import io.github.communities.tck.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Input of the wrong form, kind or size is refused before a store is asked: LIM-2. */
public abstract class InputRules extends GuardedRules {
    /** Rules on storages of this kind. */
    protected InputRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    @Test
    @Rule({"LIM-2", "TEN-1"})
    void texts_that_are_blank_too_long_or_hold_what_cannot_be_seen_are_refused_by_every_value() {
        Caller caller = as(ANN);
        List<TextField> fields = List.of(
                new TextField("organization id", 64, false, OrganizationId::of),
                new TextField("community id", 64, false, text -> CommunityId.of(ACME, text)),
                new TextField("project id", 64, false, text -> ProjectId.of(ACME, text)),
                new TextField("user", 64, false, Subject::user),
                new TextField("federatedUser", 64, false, Subject::federatedUser),
                new TextField("serviceAccount", 64, false, Subject::serviceAccount),
                new TextField("group", 64, false, Subject::group),
                new TextField("reason", 256, false, true, caller::because),
                new TextField("request id", 64, false, caller::inRequest),
                new TextField("name", 63, false, NewCommunity::named),
                new TextField(
                        "description",
                        256,
                        true,
                        text -> NewCommunity.named("Cats").describedAs(text)),
                new TextField(
                        "zone", 64, false, text -> NewCommunity.named("Cats").in(text)),
                new TextField(
                        "name", 63, false, text -> CommunityUpdate.nothing().name(text)),
                new TextField(
                        "description",
                        256,
                        true,
                        text -> CommunityUpdate.nothing().description(text)),
                new TextField(
                        "text", 256, false, true, text -> CommunityFilter.all().containing(text)),
                new TextField("name", 63, false, NewProject::named),
                new TextField(
                        "description",
                        256,
                        true,
                        text -> NewProject.named("Litter").describedAs(text)),
                new TextField("name", 63, false, text -> ProjectUpdate.nothing().name(text)),
                new TextField(
                        "description",
                        256,
                        true,
                        text -> ProjectUpdate.nothing().description(text)),
                new TextField("resource id", 64, false, text -> ResourceId.of(ACME, text)),
                new TextField("invitation id", 64, false, text -> InvitationId.of(ACME, text)),
                new TextField("billing account id", 64, false, BillingAccountId::of),
                new TextField("name", 63, false, text -> Channel.of(text, "https://slack.com")),
                new TextField("link", 512, false, text -> Channel.of("Chat", text)),
                new TextField("type", 64, false, text -> NewResource.of(text, "Photos")),
                new TextField("name", 63, false, text -> NewResource.of("dataset", text)),
                new TextField(
                        "description",
                        256,
                        true,
                        text -> NewResource.of("dataset", "Photos").describedAs(text)),
                new TextField(
                        "name", 63, false, text -> ResourceUpdate.nothing().name(text)),
                new TextField(
                        "description",
                        256,
                        true,
                        text -> ResourceUpdate.nothing().description(text)),
                new TextField("value", 64, false, text -> RestrictionValue.of(List.of(text))),
                new TextField("type", 64, false, ResourceType::of),
                new TextField("role", 64, false, Role::of),
                new TextField("permission", 64, false, text -> new Permission(text, 100, ScopeKind.PROJECT)),
                new TextField("name", 64, false, text -> Policy.standard().toBuilder(text)));
        List<Executable> checks = new ArrayList<>();
        fields.forEach(field -> field.bad()
                .forEach(text -> checks.add(() -> {
                    InvalidInput refusal = assertThrows(
                            InvalidInput.class, () -> field.take().apply(text), field + " takes " + escaped(text));
                    requireClear(refusal);
                    assertTrue(refusal.field().contains(field.name()), () -> field + " is called " + refusal.field());
                })));
        assertAll(checks);
    }

    @Test
    @Rule({"LIM-2", "COM-3"})
    void prose_may_hold_what_emoji_are_written_with() {
        String heart = "with \u2764\uFE0F";
        acme();
        Community cats = node.create(
                        as(ANN).because(heart), NewCommunity.named("Cats").describedAs(heart))
                .value();

        assertEquals(heart, later().get(as(ANN), cats.id()).description());
        assertEquals(
                List.of(cats),
                other.list(as(ANN), CommunityFilter.all().containing(heart), PageRequest.first(10))
                        .items());
        assertEquals(Optional.of(heart), feed(ACME).get(feed(ACME).size() - 1).reason());
    }

    /** A text somebody gives; prose is read and not compared, so that a variation selector does no harm in it. */
    private record TextField(
            String name, int longest, boolean mayBeBlank, boolean prose, Function<String, Object> take) {
        TextField(String name, int longest, boolean isDescription, Function<String, Object> take) {
            this(name, longest, isDescription, isDescription, take);
        }

        Stream<String> bad() {
            Stream<String> blank = mayBeBlank ? Stream.of() : Stream.of("", " ", "   ", "\u3000");
            // The last takes hours to normalize.
            Stream<String> tooLong = Stream.of(
                    "x".repeat(longest + 1),
                    "\uD835\uDCB6".repeat(longest + 1),
                    "x".repeat(1_000_000),
                    "e" + "\u0323\u0301".repeat(1_000_000));
            List<String> unseen = (prose ? TrickyTexts.hidden() : TrickyTexts.unseen()).toList();
            return Stream.of(
                            blank,
                            tooLong,
                            unseen.stream(),
                            unseen.stream().map(character -> "abc" + character + "def"))
                    .flatMap(Function.identity());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static String escaped(String text) {
        StringBuilder shown = new StringBuilder();
        text.chars()
                .limit(20)
                .forEach(c -> shown.append(c >= 0x20 && c < 0x7F ? "" + (char) c : "\\u" + Integer.toHexString(c)));
        return shown.toString();
    }

    @Test
    @Rule({"LIM-2", "ORG-1"})
    void a_name_of_an_organization_is_checked_before_a_store_is_asked() {
        guarded((guarded, view) -> {
            List<Executable> checks = new TextField(
                            "name", 128, false, text -> guarded.host().register(ACME, text))
                    .bad()
                    .<Executable>map(text -> () -> {
                        InvalidInput refusal = assertThrows(
                                InvalidInput.class, () -> guarded.host().register(ACME, text), () -> escaped(text));
                        requireClear(refusal);
                        assertEquals("ORG-1", refusal.rule());
                    })
                    .toList();
            assertAll(checks);
        });
    }

    @Test
    @Rule("LIM-2")
    void what_is_of_the_wrong_kind_is_refused_before_a_store_is_asked() {
        guarded((guarded, view) -> {
            Host host = guarded.host();
            CommunityId cats = CommunityId.of(ACME, "cats");
            ProjectId litter = ProjectId.of(ACME, "litter");
            Members members = guarded.members();
            Instant past = cluster.clock().instant();
            Role unknown = Role.of("communities.janitor");
            List<NewBinding> tooMany = new ArrayList<>();
            for (int i = 0; i <= 1000; i++) {
                tooMany.add(NewBinding.of(Subject.user("user" + i), COMMUNITY_VIEWER));
            }
            checkInvalid(
                    () -> Caller.of(ACME, CATS),
                    () -> Caller.of(ACME, Subject.allUsers()),
                    () -> new Subject(SubjectKind.ALL_USERS, "everyone"),
                    () -> host.addUser(ACME, CATS),
                    () -> host.addUser(ACME, Subject.allUsers()),
                    () -> host.addServiceAccount(ACME, BOB),
                    () -> host.addUser(ACME, ANN, PROJECT_VIEWER),
                    () -> host.addUser(ACME, ANN, ORGANIZATION_MEMBER, unknown),
                    () -> host.removeUser(ACME, CATS),
                    () -> host.removeUser(ACME, Subject.allUsers()),
                    () -> host.addGroup(ACME, ANN),
                    () -> host.addGroup(ACME, Subject.allUsers()),
                    () -> host.addToGroup(ACME, ANN, BOB),
                    () -> host.addToGroup(ACME, CATS, Subject.group("kittens")),
                    () -> host.addToGroup(ACME, CATS, Subject.allUsers()),
                    () -> host.removeFromGroup(ACME, ANN, BOB),
                    () -> host.signIn(ACME, ROBOT),
                    () -> host.signIn(ACME, CATS),
                    () -> host.signIn(ACME, Subject.allUsers()),
                    () -> host.changes(ACME, Revision.NONE, 0),
                    () -> host.changes(ACME, Revision.NONE, 1001),
                    () -> host.changes(ACME, Revision.NONE, -1),
                    () -> Revision.of(-1),
                    () -> PageRequest.first(0),
                    () -> PageRequest.first(1001),
                    () -> PageRequest.first(Integer.MIN_VALUE),
                    () -> members.grant(as(ANN), cats, BOB, unknown),
                    () -> members.grant(as(ANN), litter, BOB, COMMUNITY_VIEWER),
                    () -> members.grant(as(ANN), cats, BOB, ORGANIZATION_ADMIN),
                    () -> members.grant(as(ANN), cats, BOB, COMMUNITY_VIEWER, past),
                    () -> members.grant(as(ANN), cats, BOB, COMMUNITY_VIEWER, Instant.MIN),
                    () -> members.grant(as(ANN), cats, BOB, COMMUNITY_VIEWER, Instant.MAX),
                    () -> members.update(as(ANN), cats, BindingDelta.nothing()),
                    () -> members.update(as(ANN), cats, BindingDelta.nothing().add(BOB, unknown)),
                    () -> members.update(as(ANN), litter, BindingDelta.nothing().add(BOB, COMMUNITY_VIEWER)),
                    () -> members.replace(as(ANN), cats, List.of(NewBinding.of(BOB, unknown)), 1),
                    () -> members.replace(as(ANN), litter, List.of(NewBinding.of(BOB, COMMUNITY_VIEWER)), 1),
                    () -> members.replace(as(ANN), cats, tooMany, 1),
                    () -> members.remove(as(ANN), ACME, BOB),
                    () -> members.expand(as(ANN), cats, BOB, PageRequest.first(1)),
                    () -> host.removeServiceAccount(ACME, BOB),
                    () -> host.removeGroup(ACME, Subject.allUsers()),
                    () -> host.erase(ACME, CATS),
                    () -> host.erase(ACME, ROBOT),
                    () -> host.purge(ACME, 0),
                    () -> host.purge(ACME, 1001),
                    () -> host.purgeRemoved(ACME, 0),
                    () -> host.purgeRemoved(ACME, 1001),
                    () -> host.reportUse(ACME, litter, "k", -1),
                    () -> host.reportUse(ACME, ProjectId.of(GLOBEX, "litter"), "k", 1),
                    () -> host.reportUse(ACME, litter, " ", 1),
                    () -> members.setAgent(as(ANN), cats, BOB),
                    () -> members.setAgent(as(ANN), cats, CATS),
                    () -> NewLink.to(COMMUNITY_VIEWER).forAtMost(0),
                    () -> NewPersonal.of(CATS, COMMUNITY_VIEWER),
                    () -> NewPersonal.of(ROBOT, COMMUNITY_VIEWER),
                    () -> InvitationToken.of(""),
                    () -> InvitationToken.of("a b"),
                    () -> InvitationToken.of("x".repeat(1025)),
                    () -> guarded.invitations().createLink(as(ANN), cats, NewLink.to(ORGANIZATION_ADMIN)),
                    () -> guarded.invitations().createLink(as(ANN), cats, NewLink.to(unknown)),
                    () -> guarded.invitations()
                            .createLink(
                                    as(ANN), cats, NewLink.to(COMMUNITY_VIEWER).until(past)),
                    () -> guarded.invitations()
                            .createLink(
                                    as(ANN), cats, NewLink.to(COMMUNITY_VIEWER).until(Instant.MAX)),
                    () -> guarded.invitations().invite(as(ANN), cats, NewPersonal.of(BOB, ORGANIZATION_ADMIN)),
                    () -> guarded.invitations()
                            .invite(
                                    as(ANN),
                                    cats,
                                    NewPersonal.of(BOB, COMMUNITY_VIEWER).until(past)),
                    () -> guarded.channels().link(as(ANN), cats, Channel.of("Chat", "https://evil.example")),
                    () -> guarded.channels().unlink(as(ANN), cats, " "),
                    () -> guarded.restrictions().set(as(ANN), cats, "nonsense", RestrictionValue.of(true)),
                    () -> guarded.restrictions().set(as(ANN), cats, "resources.noTypes", RestrictionValue.of(true)),
                    () -> guarded.restrictions().unset(as(ANN), cats, "nonsense"),
                    () -> guarded.restrictions().get(as(ANN), cats, "nonsense"),
                    () -> guarded.resources().create(as(ANN), litter, NewResource.of("ghost", "Photos")),
                    () -> guarded.resources().create(as(ANN), litter, NewResource.of("secret", "1abc")),
                    () -> guarded.resources().create(as(ANN), litter, NewResource.of("secret", "a")),
                    () -> guarded.resources().create(as(ANN), litter, NewResource.of("secret", "abc-")),
                    () -> guarded.resources().create(as(ANN), litter, NewResource.of("secret", "a_b")),
                    () -> Limits.NONE.perHour(-1),
                    () -> Limits.NONE.perExecution(-1),
                    () -> LimitsUpdate.nothing().perHour(-1),
                    () -> LimitsUpdate.nothing().perExecution(-1),
                    () -> guarded.projects().addToBalance(as(ANN), litter, -1),
                    () -> Labels.of(Map.of("A", "b")),
                    () -> Labels.of(Map.of("a", "B")),
                    () -> Labels.of(Map.of("", "b")),
                    () -> Labels.of(Map.of("x".repeat(64), "b")),
                    () -> Labels.of(Map.of("a", "x".repeat(64))),
                    () -> new ResourceAt(ResourceId.of(ACME, "photos"), ACME),
                    () -> OperationRequest.of(Operation.RUN, litter).using(-1),
                    () -> OperationRequest.of(Operation.RUN, litter).perHour(-1),
                    () -> Caps.NONE.members(0),
                    () -> ResourceType.of("dataset").named("["),
                    () -> guarded.access()
                            .holders(
                                    as(ANN),
                                    new Permission("cat.stroke", 100, ScopeKind.PROJECT),
                                    cats,
                                    PageRequest.first(1)),
                    () -> guarded.access()
                            .communities(
                                    as(ANN),
                                    new Permission("cat.stroke", 100, ScopeKind.PROJECT),
                                    PageRequest.first(1)),
                    () -> guarded.access()
                            .projects(
                                    as(ANN),
                                    new Permission("cat.stroke", 100, ScopeKind.PROJECT),
                                    PageRequest.first(1)),
                    () -> guarded.access()
                            .resources(
                                    as(ANN),
                                    new Permission("cat.stroke", 100, ScopeKind.PROJECT),
                                    PageRequest.first(1)),
                    () -> guarded.access().filter(as(ANN), new Permission("cat.stroke", 100, ScopeKind.PROJECT)),
                    () -> view.can(new Permission("cat.stroke", 100, ScopeKind.PROJECT), ACME),
                    () -> guarded.access().can(as(ANN), new Permission("cat.stroke", 100, ScopeKind.PROJECT), ACME),
                    () -> CommunityEngine.builder()
                            .stalenessBound(Duration.ofNanos(1))
                            .build(),
                    () -> CommunityEngine.builder()
                            .stalenessBound(Duration.ofMillis(-1))
                            .build(),
                    () -> CommunityEngine.builder().build());
        });
    }

    @Test
    @Rule("LIM-2")
    void the_times_that_an_engine_is_given_are_of_a_millisecond_to_a_year() {
        CommunityId team = acme();
        Duration shortest = Duration.ofMillis(1);
        Duration longest = Duration.ofDays(365);
        for (Duration fit : List.of(shortest, longest)) {
            try (Communities built = cluster.engine(cluster.storage().open())
                    .directory(new NoDirectory())
                    .stalenessBound(fit)
                    .hostPatience(fit)
                    .build()) {
                assertFalse(built.access().can(as(ANN), COMMUNITY_VIEW, team), "it reckons with " + fit);
            }
        }
        for (Duration unfit : List.of(
                Duration.ofSeconds(Long.MIN_VALUE),
                Duration.ofNanos(1),
                shortest.minusNanos(1),
                longest.plusNanos(1),
                Duration.ofSeconds(Long.MAX_VALUE, 999_999_999))) {
            assertEquals(
                    "staleness bound",
                    invalid(
                                    "LIM-2",
                                    () -> CommunityEngine.builder()
                                            .stalenessBound(unfit)
                                            .build())
                            .field());
            assertEquals(
                    "host patience",
                    invalid(
                                    "LIM-2",
                                    () -> CommunityEngine.builder()
                                            .hostPatience(unfit)
                                            .build())
                            .field());
        }
    }

    private static void checkInvalid(Executable... calls) {
        List<Executable> checks = new ArrayList<>();
        for (int i = 0; i < calls.length; i++) {
            String which = "call " + (i + 1);
            Executable call = calls[i];
            checks.add(() -> requireClear(assertThrows(InvalidInput.class, call, which)));
        }
        assertAll(checks);
    }

    @Test
    @Rule({"LIM-2", "TEN-1"})
    void a_text_that_is_much_too_long_is_refused_wherever_else_it_is_taken() {
        String much = "x".repeat(3_000_000);
        CommunityId cats = CommunityId.of(ACME, "cats");
        ProjectId litter = ProjectId.of(ACME, "litter");
        guarded((guarded, view) -> {
            Map<String, SortedMap<String, String>> maps = new LinkedHashMap<>();
            maps.put("keys", new TreeMap<>(Map.of(much, "value")));
            maps.put("values", new TreeMap<>(Map.of("key", much)));
            checkInvalid(
                    () -> OrganizationId.parse(much),
                    () -> CommunityId.parse("acme/" + much),
                    () -> ProjectId.parse("acme/" + much),
                    () -> ResourceId.parse(much + "/photos"),
                    () -> InvitationId.parse("acme/" + much),
                    () -> Subject.parse("user/" + much),
                    () -> Subject.parse(much + "/ann"),
                    () -> SubjectKind.parse(much),
                    () -> ChangeKind.parse(much),
                    () -> Change.parse("community.created community acme/cats - - name=" + much),
                    () -> Change.parse(" ".repeat(3_000_000)),
                    () -> TextMap.read("name=" + much),
                    () -> TextMap.read("=&".repeat(1_500_000)),
                    () -> InvitationToken.of(much),
                    () -> new PageRequest(1, Optional.of(much)),
                    () -> ResourceType.of("dataset").named(much),
                    () -> RestrictionDefinition.of(much, "quiet", RestrictionValue.of(true)),
                    () -> RestrictionDefinition.of("quiet", much, RestrictionValue.of(true)),
                    () -> OperationRequest.of(Operation.CREATE_RESOURCE, litter).ofType(much),
                    () -> new Labels(Optional.ofNullable(maps.get("keys")).orElseThrow()),
                    () -> new Labels(Optional.ofNullable(maps.get("values")).orElseThrow()),
                    () -> guarded.channels().unlink(as(ANN), cats, much),
                    () -> guarded.restrictions().set(as(ANN), cats, much, RestrictionValue.of(true)),
                    () -> guarded.restrictions().unset(as(ANN), cats, much),
                    () -> guarded.restrictions().get(as(ANN), cats, much),
                    () -> guarded.resources().copy(as(ANN), ResourceId.of(ACME, "photos"), litter, much),
                    () -> guarded.host().reportUse(ACME, litter, much, 1));
        });
        List<RosterRow> rows = List.of(
                new RosterRow(1, ACME, Optional.empty(), Optional.empty(), much, "member"),
                new RosterRow(2, ACME, Optional.empty(), Optional.empty(), "ann", much),
                new RosterRow(3, ACME, Optional.empty(), Optional.empty(), "ann", "organization." + much),
                new RosterRow(4, ACME, Optional.of(much), Optional.empty(), "ann", "viewer"),
                new RosterRow(5, ACME, Optional.of("Cats"), Optional.of(much), "ann", "viewer"),
                new RosterRow(6, ACME, Optional.empty(), Optional.of(much), "ann", "viewer"));
        List<RosterOutcome> outcomes = new ArrayList<>();
        assertEquals(6, node.host().importRoster(rows.stream(), outcomes::add).refused());
        outcomes.forEach(outcome ->
                assertTrue(outcome.refusal().orElseThrow().reason().length() < 400, outcome.row()::toString));
    }

    /** Were they looked at first, or copied, the one that is {@code null} would be what is wrong. */
    @Test
    @Rule({"LIM-2", "MEM-9", "COM-8", "RST-1"})
    void a_collection_that_is_too_large_is_refused_before_it_is_looked_at() {
        List<@Nullable NewBinding> bindings = new ArrayList<>(Collections.nCopies(1_000, null));
        bindings.add(NewBinding.of(ANN, COMMUNITY_VIEWER));
        Map<@Nullable String, @Nullable String> labels = new HashMap<>();
        for (int i = 0; i < 64; i++) {
            labels.put("key" + i, null);
        }
        labels.put(null, "value");
        guarded((guarded, view) -> {
            assertEquals(
                    "MEM-9",
                    invalid("MEM-9", () -> new BindingDelta(unchecked(Collections.nCopies(1_001, null))))
                            .rule());
            invalid(
                    "MEM-9",
                    () -> guarded.members().replace(as(ANN), CommunityId.of(ACME, "cats"), unchecked(bindings), 1));
            invalid("COM-8", () -> Labels.of(unchecked(labels)));
            invalid(
                    "RST-1",
                    () -> RestrictionValue.of(InputRules.<List<String>>unchecked(Collections.nCopies(101, null))));
            invalid("LIM-2", () -> guarded.host().addUser(ACME, ANN, new Role[1_001]));
        });
    }

    /** What a caller may give that was not compiled as this is. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T> T unchecked(Object value) {
        return (T) value;
    }

    /** A label's key that is sorted by an order of the caller's own is not kept in it. */
    @Test
    @Rule({"LIM-2", "COM-8"})
    void labels_are_in_their_own_order_and_miss_no_key() {
        SortedMap<String, String> backwards = new TreeMap<>(Comparator.reverseOrder());
        backwards.putAll(Map.of("a", "1", "b", "2"));

        Labels labels = new Labels(backwards);

        assertEquals(List.of("a", "b"), List.copyOf(labels.values().keySet()));
        invalid("LIM-2", () -> Labels.of(unchecked(Collections.singletonMap(null, "value"))));
        invalid("LIM-2", () -> Labels.of(unchecked(Collections.singletonMap("key", null))));
    }

    @Test
    @Rule("LIM-2")
    void the_longest_legal_texts_are_kept() {
        String longest = "\uD83D\uDE3A".repeat(64);
        OrganizationId organization = OrganizationId.of(longest);
        Subject user = Subject.user(longest);
        node.host().register(organization, "\uD83D\uDE3A".repeat(128));
        node.host().addUser(organization, user);
        Community community = node.create(
                        Caller.of(organization, user)
                                .because("\uD83D\uDE3A".repeat(256))
                                .inRequest(longest),
                        NewCommunity.named("x".repeat(63))
                                .describedAs("\uD83D\uDE3A".repeat(256))
                                .in(longest))
                .value();

        later();
        assertEquals(
                "\uD83D\uDE3A".repeat(128),
                other.host().organization(organization).name());
        assertEquals(community, other.get(Caller.of(organization, user), community.id()));
        var records = feed(organization);
        assertEquals(Optional.of(longest), records.get(records.size() - 1).requestId());
        assertEquals(
                Optional.of("\uD83D\uDE3A".repeat(256)),
                records.get(records.size() - 1).reason());
    }
}
