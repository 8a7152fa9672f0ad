package io.github.communities.tck.property;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.communities.Permission;
import io.github.communities.Role;
import io.github.communities.ScopeKind;
import io.github.communities.Subject;
import io.github.communities.change.ChangeKind;
import io.github.communities.policy.Policy;
import io.github.communities.policy.RoleDefinition;
import io.github.communities.tck.model.Tally;
import io.github.communities.tck.rule.Launching;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ProgramTest {
    private static final Role GUEST = Role.of("communities.guest");

    /** Guests look, and, by a mistake in the role that theirs includes, create projects. */
    private static final Policy FAULTY = policy(Role.COMMUNITY_DEVELOPER);

    private static final Policy RIGHT = policy(Role.COMMUNITY_VIEWER);

    private static Policy policy(Role included) {
        return Policy.standard().toBuilder("with guests")
                .role(RoleDefinition.role(GUEST).boundAt(ScopeKind.COMMUNITY).includes(included))
                .firstSignInRole(GUEST)
                .build();
    }

    static class Faulty {
        @Property
        void guests_only_look(@ForAll("programs") Program program) {
            program.nobodyWho(person -> person.holdsOnly(GUEST)).may(Permission.PROJECT_CREATE);
        }

        @Property
        void only_owners_start_projects(@ForAll("programs") Program program) {
            program.nobodyWithout(Permission.ORGANIZATION_MANAGE_OWNERS).changes(ChangeKind.PROJECT_CREATED);
        }

        @Property
        void nobody_belongs(@ForAll("programs") Program program) {
            program.always(state -> state.people().filter(Person::belongs).forEach(person -> fail("somebody does")));
        }

        @Provide
        Arbitrary<Program> programs() {
            return Program.under(FAULTY);
        }
    }

    static class Right {
        @Property(tries = 200)
        void nobody_is_accused_of_what_the_host_did_or_what_was_refused(@ForAll("programs") Program program) {
            program.nobodyWithout(Permission.COMMUNITY_CREATE).changes(ChangeKind.COMMUNITY_CREATED);
        }

        @Property(tries = 200)
        void guests_only_look(@ForAll("programs") Program program) {
            program.nobodyWho(person -> person.holdsOnly(GUEST)).may(Permission.PROJECT_CREATE);
        }

        @Property(tries = 200)
        void strangers_see_nothing(@ForAll("programs") Program program) {
            program.nobodyWho(person -> !person.belongs()).may(Permission.COMMUNITY_VIEW, Permission.PROJECT_VIEW);
        }

        @Property(tries = 200)
        void who_pays_decides(@ForAll("programs") Program program) {
            program.nobodyWithout(Permission.COMMUNITY_LINK_BILLING).changes(ChangeKind.BILLING_LINKED);
        }

        @Provide
        Arbitrary<Program> programs() {
            return Program.under(RIGHT);
        }
    }

    private static List<String> failures(Class<?> properties, String property) {
        return Launching.thrown("jqwik", properties, property).stream()
                .map(Throwable::getMessage)
                .toList();
    }

    @Test
    void a_fault_of_a_policy_is_found_and_told_by_nothing_but_the_steps_it_takes() {
        String failure = failures(Faulty.class, "guests_only_look").get(0);

        assertTrue(failure.startsWith("under the policy with guests:\n"), failure);
        assertTrue(failure.contains("host: LogIn user/bob: changed JOINED"), failure);
        assertTrue(
                failure.contains(
                        "it must never be that such a person may project.create:\nuser/bob at community acme/"),
                failure);
        assertTrue(failure.contains(" may project.create, by communities.guest at acme/"), failure);
        assertTrue(failure.lines().noneMatch(line -> line.startsWith("   1  ")), failure);
    }

    @Test
    void what_is_done_without_a_permission_is_found() {
        String failure = failures(Faulty.class, "only_owners_start_projects").get(0);

        assertTrue(failure.contains("nobody without organization.manageOwners may ever change this"), failure);
    }

    @Test
    void whatever_else_must_hold_is_looked_at_after_each_step() {
        assertTrue(failures(Faulty.class, "nobody_belongs").get(0).endsWith("and there:\nsomebody does"));
    }

    @Test
    void a_policy_without_the_fault_passes() {
        assertEquals(List.of(), failures(Right.class, ""));
    }

    @Example
    @SuppressWarnings("NullAway") // that is what it is about
    void null_is_refused_by_name() {
        Program program = Program.under(RIGHT).sample();

        assertNamed("policy", () -> Program.under(null));
        assertNamed("who", () -> program.nobodyWho(null));
        assertNamed("permission", () -> program.nobodyWithout(null));
        assertNamed("always", () -> program.always(null));
        assertNamed("permission", () -> program.nobodyWho(person -> true).may(Permission.PROJECT_VIEW, null));
        assertNamed("kind", () -> program.nobodyWithout(Permission.PROJECT_VIEW).changes((ChangeKind) null));
    }

    private static void assertNamed(String name, Executable call) {
        assertEquals(name, assertThrows(NullPointerException.class, call).getMessage());
    }

    @Example
    void what_would_test_nothing_is_refused() {
        Program program = Program.under(RIGHT).sample();

        for (Executable call : List.<Executable>of(
                () -> program.nobodyWho(person -> true).may(),
                () -> program.nobodyWithout(Permission.PROJECT_VIEW).changes(),
                () -> program.nobodyWho(person -> person.holds(Role.of("communities.gest")))
                        .may(Permission.PROJECT_VIEW),
                () -> program.nobodyWho(person -> person.isIn(Subject.group("kats")))
                        .may(Permission.PROJECT_VIEW))) {
            assertThrows(Throwable.class, call);
        }
    }

    /** Where what every user has administers all communities, everybody can do everything there. */
    @Example
    void programs_know_what_follows_from_belonging() {
        Policy everybody = Policy.standard().toBuilder("everybody")
                .standardAdministrationRole(Role.ORGANIZATION_MEMBER)
                .build();

        Program.under(everybody).sampleStream().limit(100).forEach(program -> program.always(state -> {}));
    }

    @Example
    void most_of_what_is_tried_changes_something() {
        for (Policy policy : List.of(Policy.standard(), Policy.delegated(), RIGHT)) {
            Tally tally = new Tally();
            Program.under(policy)
                    .sampleStream()
                    .limit(100)
                    .forEach(program -> program.run(() -> (scene, caller) -> {}, tally));
            assertTrue(tally.percentChanged() >= 50, () -> policy.name() + ": " + tally);
        }
    }
}
