package io.github.communities.tck.model;

import io.github.communities.Subject;
import java.util.Optional;

/** Looks on while a program runs, and throws an {@link AssertionError} at what must not be. */
public interface Watch {
    /** Before somebody tries something; nobody, if it is the host. */
    default void before(Scene scene, Optional<Subject> caller) {}

    /** After that, whether it changed anything or not; and after time has passed. */
    void after(Scene scene, Optional<Subject> caller);
}
