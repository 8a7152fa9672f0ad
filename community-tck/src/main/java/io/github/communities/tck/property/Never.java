package io.github.communities.tck.property;

import io.github.communities.Permission;
import io.github.communities.tck.model.Scene;
import java.util.List;
import java.util.function.Predicate;

/** Some people, of whom it is yet to be said what they never come to. Immutable and thread-safe. */
public final class Never {
    private final Program program;
    private final Predicate<? super Person> who;

    Never(Program program, Predicate<? super Person> who) {
        this.program = program;
        this.who = who;
    }

    /**
     * After no step does one of them have one of these permissions, where they are such a person.
     *
     * @param permissions at least one
     * @throws IllegalArgumentException if there is none
     * @throws AssertionError if one does, with the shortest such program and the engine's explanation
     */
    public void may(Permission... permissions) {
        List<Permission> forbidden = Program.given("permission", permissions);
        program.watchedBy(() -> (scene, caller) -> check(scene, forbidden));
    }

    private void check(Scene scene, List<Permission> forbidden) {
        Person.everyone(scene)
                .filter(who)
                .forEach(person -> forbidden.stream().filter(person::may).forEach(permission -> {
                    throw new AssertionError(
                            "it must never be that such a person may " + permission + ":\n" + person.why(permission));
                }));
    }
}
