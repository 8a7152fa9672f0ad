package io.github.communities.tck.domain.host;

import static io.github.communities.Role.COMMUNITY_VIEWER;
import static io.github.communities.tck.fixture.Refusals.invalid;
import static io.github.communities.tck.fixture.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.communities.BillingAccountId;
import io.github.communities.Communities;
import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.PageRequest;
import io.github.communities.Permission;
import io.github.communities.ResourceId;
import io.github.communities.Subject;
import io.github.communities.Written;
import io.github.communities.billing.BillingStatus;
import io.github.communities.community.CommunityFilter;
import io.github.communities.community.NewCommunity;
import io.github.communities.core.CommunityEngine;
import io.github.communities.error.Unavailable;
import io.github.communities.invitation.NewLink;
import io.github.communities.invitation.NewPersonal;
import io.github.communities.organization.RosterRow;
import io.github.communities.policy.Policy;
import io.github.communities.project.NewProject;
import io.github.communities.project.NewResource;
import io.github.communities.spi.BillingAccounts;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.Directory;
import io.github.communities.spi.StoreWriter;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.tck.domain.FreeRules;
import io.github.communities.tck.fixture.ForwardingStore;
import io.github.communities.tck.fixture.ForwardingWriter;
import io.github.communities.tck.fixture.StoreContents;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What the host's own interfaces answer is looked at like any other input: its source of ids, its clock, its billing
 * and its directory. LIM-2, TEN-1, BIL-1, ORG-7, and the times of a policy: POL-1.
 */
public abstract class HostAnswerRules extends FreeRules {
    private final AtomicInteger names = new AtomicInteger();

    /** Rules on storages of this kind. */
    protected HostAnswerRules(Supplier<StoreFixture> storages) {
        super(storages);
    }

    /** Everything that makes something under a new id and gives that id, once what it takes is there. */
    private Map<String, Function<Communities, Supplier<String>>> makings() {
        Map<String, Function<Communities, Supplier<String>>> makings = new LinkedHashMap<>();
        makings.put(
                "community",
                at -> () -> at.create(as(BOB), NewCommunity.named(name()))
                        .value()
                        .id()
                        .value());
        makings.put(
                "project",
                at -> () -> at.projects()
                        .create(as(BOB), cats, NewProject.named(name()))
                        .value()
                        .id()
                        .value());
        makings.put(
                "resource",
                at -> () -> at.resources()
                        .create(as(BOB), litter, NewResource.of("dataset", name()))
                        .value()
                        .id()
                        .value());
        makings.put("copy", at -> {
            ResourceId source = datasetOf(BOB, litter, name()).id();
            return () -> at.resources()
                    .copy(as(BOB), source, litter, name())
                    .value()
                    .id()
                    .value();
        });
        makings.put(
                "link",
                at -> () -> at.invitations()
                        .createLink(as(BOB), cats, NewLink.to(COMMUNITY_VIEWER))
                        .value()
                        .invitation()
                        .id()
                        .value());
        makings.put(
                "invitation",
                at -> () -> at.invitations()
                        .invite(as(BOB), cats, NewPersonal.of(Subject.user(name()), COMMUNITY_VIEWER))
                        .value()
                        .orElseThrow()
                        .id()
                        .value());
        makings.put("pseudonym", at -> {
            Subject person = Subject.user(name());
            node.host().addUser(ACME, person);
            return () -> at.host().erase(ACME, person).value().id();
        });
        makings.put("pseudonym of who never came", at -> {
            Subject person = Subject.user(name());
            node.invitations().invite(as(BOB), cats, NewPersonal.of(person, COMMUNITY_VIEWER));
            return () -> at.host().erase(ACME, person).value().id();
        });
        return makings;
    }

    private String name() {
        return "Name " + names.incrementAndGet();
    }

    private Communities with(UnaryOperator<CommunityEngine> settings) {
        return cluster.node(FREE, settings);
    }

    @Test
    @Rule("TEN-1")
    void a_source_that_repeats_an_id_is_asked_for_another() {
        AtomicInteger asked = new AtomicInteger();
        Communities twice = with(engine -> engine.ids(() -> "id " + asked.getAndIncrement() / 2));

        makings().forEach((what, making) -> {
            String one = making.apply(twice).get();
            String other = making.apply(twice).get();
            assertFalse(one.equals(other), () -> what + " " + one);
        });
        List<RosterRow> rows = Stream.of("Owls", "Orcas")
                .map(community -> new RosterRow(1, ACME, Optional.of(community), Optional.of("Some"), "bob", "viewer"))
                .toList();
        assertEquals(2, twice.host().importRoster(rows.stream(), outcome -> {}).added());
    }

    @Test
    @Rule({"TEN-1", "CHG-1"})
    void a_source_that_repeats_an_id_for_ever_fails_the_write_and_nothing_is_overwritten() {
        makings().forEach((what, making) -> {
            Communities same = with(engine -> engine.ids(() -> "the same " + what));
            assertEquals("the same " + what, making.apply(same).get());
            Supplier<String> again = making.apply(same);
            Set<StoredRecord> before = everything();

            Unavailable fault = untouched(() -> assertThrows(Unavailable.class, again::get, what));

            assertEquals("TEN-1", fault.rule(), what);
            assertFalse(fault.retryable(), what);
            assertTrue(String.valueOf(fault.getMessage()).contains("'the same " + what + "'"), fault::getMessage);
            assertEquals(before, everything(), () -> what + " is as it was");
        });
    }

    @Test
    @Rule({"TEN-1", "ORG-6"})
    void a_source_that_repeats_an_id_for_ever_ends_a_roster_that_leaves_nothing_behind() {
        Communities same = with(engine -> engine.ids(() -> "the same"));
        List<RosterRow> rows = Stream.of("Owls", "Orcas")
                .map(community -> new RosterRow(1, ACME, Optional.of(community), Optional.empty(), "bob", "viewer"))
                .toList();

        Unavailable fault = untouched(() ->
                assertThrows(Unavailable.class, () -> same.host().importRoster(rows.stream(), outcome -> {})));

        assertEquals("TEN-1", fault.rule());
    }

    /** Two people never become one. */
    @Test
    @Rule({"TEN-1", "CHG-4"})
    void a_pseudonym_is_nobody_else() {
        Communities same = with(engine -> engine.ids(() -> CAROL.id()));
        Subject invited = Subject.user("invited");
        node.invitations().invite(as(BOB), cats, NewPersonal.of(invited, COMMUNITY_VIEWER));

        Unavailable fault = untouched(
                () -> assertThrows(Unavailable.class, () -> same.host().erase(ACME, invited)));

        assertEquals("TEN-1", fault.rule());
    }

    @Test
    @Rule({"TEN-1", "S-11"})
    void what_a_store_refuses_for_another_reason_is_no_repeated_id() {
        IllegalStateException broken = new IllegalStateException("the store is broken, as the test wants it");
        try (CommunityStore sound = cluster.storage().open()) {
            Communities on = with(engine -> engine.store(new ForwardingStore(sound) {
                @Override
                protected StoreWriter writer(OrganizationId organization, StoreWriter writer) {
                    return new ForwardingWriter(writer) {
                        @Override
                        public void insert(Collection<? extends StoredRecord> records) {
                            throw broken;
                        }
                    };
                }
            }));

            IllegalStateException thrown = untouched(() ->
                    assertThrows(IllegalStateException.class, () -> on.create(as(BOB), NewCommunity.named(name()))));

            assertSame(broken, thrown);
        }
    }

    @Test
    @Rule("LIM-2")
    void what_a_source_gives_that_is_no_id_is_refused() {
        for (String wrong : Arrays.asList(null, "", " ", "a\u0000", "\uD83D", "x".repeat(65), "x".repeat(1_000_000))) {
            Communities broken = with(engine -> engine.ids(() -> unchecked(wrong)));
            Unavailable fault = untouched(
                    () -> assertThrows(Unavailable.class, () -> broken.create(as(BOB), NewCommunity.named(name()))));
            assertEquals("LIM-2", fault.rule());
            assertFalse(fault.retryable());
            assertTrue(String.valueOf(fault.getMessage()).contains("source of ids"), fault::getMessage);
            assertTrue(String.valueOf(fault.getMessage()).length() < 400);
        }
    }

    @Test
    @Rule("LIM-2")
    void a_clock_that_does_not_say_what_time_it_is_fails_whatever_needs_to_know() {
        AtomicInteger broken = new AtomicInteger();
        Communities timeless = with(engine -> engine.clock(new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return unchecked(broken.get() == 0 ? Instant.parse("2026-01-01T00:00:00Z") : null);
            }
        }));
        broken.set(1);

        for (Runnable call : List.<Runnable>of(
                () -> timeless.create(as(BOB), NewCommunity.named(name())),
                () -> timeless.list(as(BOB), CommunityFilter.all(), PageRequest.first(1)),
                () -> timeless.host().addUser(ACME, DAVE))) {
            Unavailable fault = untouched(() -> assertThrows(Unavailable.class, call::run));
            assertEquals("LIM-2", fault.rule());
            assertFalse(fault.retryable());
            assertTrue(String.valueOf(fault.getMessage()).contains("clock"), fault::getMessage);
        }
    }

    @Test
    @Rule({"BIL-1", "LIM-2"})
    void billing_that_answers_nothing_is_no_answer() {
        Communities communities = cluster.node(Policy.standard(), engine -> engine.billingAccounts(new Silent()));

        untouched(() ->
                refused("BIL-1", () -> communities.billing().link(as(BOB), cats, BillingAccountId.of("account"))));
    }

    /** Says that everything may be paid by any account, and nothing about it. */
    private static final class Silent implements BillingAccounts {
        @Override
        public Optional<BillingStatus> status(
                OrganizationId organization, BillingAccountId account, Duration patience) {
            return unchecked(null);
        }

        @Override
        public boolean mayUse(
                OrganizationId organization, Subject principal, BillingAccountId account, Duration patience) {
            return true;
        }
    }

    @Test
    @Rule({"ORG-7", "LIM-2"})
    void a_directory_that_answers_nothing_is_no_answer() {
        List<Directory> silent = List.of(
                new Answering(unchecked(null), List.of()),
                new Answering(new HashMap<>(Collections.singletonMap(BOB, null)), List.of()),
                new Answering(Map.of(BOB, entry()), unchecked(null)),
                new Answering(Map.of(BOB, entry()), Collections.singletonList(unchecked(null))));
        for (Directory directory : silent) {
            Communities communities = with(engine -> engine.directory(directory));
            List<Runnable> questions = List.of(
                    () -> communities.access().can(as(BOB), Permission.COMMUNITY_VIEW, cats),
                    () -> communities.organizations().users(as(BOB), PageRequest.first(1)));
            List<String> rules = new ArrayList<>();
            for (Runnable question : questions) {
                try {
                    question.run();
                } catch (Unavailable fault) {
                    rules.add(fault.rule());
                }
            }
            assertTrue(rules.contains("ORG-7"), () -> "rules: " + rules);
            assertEquals(1, new HashSet<>(rules).size());
        }
    }

    private static Directory.Entry entry() {
        return new Directory.Entry(Set.of(), Set.of());
    }

    /** A directory with a few answers, whatever it is asked. */
    private record Answering(Map<Subject, Entry> entries, List<Subject> subjects) implements Directory {
        @Override
        public Map<Subject, Entry> find(OrganizationId organization, Collection<Subject> some, Duration patience) {
            return entries;
        }

        @Override
        public List<Subject> members(
                OrganizationId organization, Subject group, Optional<Subject> after, int limit, Duration patience) {
            return subjects;
        }

        @Override
        public List<Subject> principals(
                OrganizationId organization, Optional<Subject> after, int limit, Duration patience) {
            return subjects;
        }

        @Override
        public List<Subject> holders(
                OrganizationId organization, Optional<Subject> after, int limit, Duration patience) {
            return subjects;
        }
    }

    @Test
    @Rule({"POL-1", "COM-6", "INV-5"})
    void the_times_of_a_policy_can_be_reckoned_with() {
        Duration longest = Duration.ofDays(365_250);
        List<Duration> tooLong = List.of(longest.plusNanos(1), Duration.ofSeconds(Long.MAX_VALUE, 999_999_999));
        for (Duration time : tooLong) {
            invalid("POL-1", () -> FREE.toBuilder("own").retention(time).build());
            invalid(
                    "POL-1",
                    () -> FREE.toBuilder("own").invitationLifetime(time).build());
        }
        Duration negative = Duration.ofSeconds(Long.MIN_VALUE);
        invalid("POL-1", () -> FREE.toBuilder("own").retention(negative).build());
        invalid(
                "POL-1",
                () -> FREE.toBuilder("own").invitationLifetime(negative).build());
        Communities patient = cluster.node(
                FREE.toBuilder("own")
                        .retention(longest)
                        .invitationLifetime(longest)
                        .build(),
                engine -> engine);
        Written<CommunityId> deleted =
                patient.delete(as(BOB), communityOf(BOB, "Owls")).map(owls -> owls.id());
        assertTrue(patient.restore(as(BOB), deleted.value()).changed());
        patient.delete(as(BOB), deleted.value());
        assertFalse(patient.host().purge(ACME, 1000).changed());
        assertTrue(patient.invitations()
                .invite(as(BOB), cats, NewPersonal.of(CAROL, COMMUNITY_VIEWER))
                .changed());
    }

    private Set<StoredRecord> everything() {
        try (CommunityStore store = cluster.storage().open()) {
            return new HashSet<>(StoreContents.of(store, ACME).records());
        }
    }

    /** What a host may give that was not compiled as this is. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T unchecked(@Nullable T value) {
        return value;
    }
}
