package io.github.communities.tck.model;

import io.github.communities.Subject;
import java.util.function.Predicate;

/** On whose behalf: someone certain, or someone who may, if anyone may. */
public sealed interface Who {
    /** Who it is, to do what only some are able to do. */
    Subject in(Model model, Predicate<Subject> able);

    /** Someone certain. */
    record Certain(Subject subject) implements Who {
        @Override
        public Subject in(Model model, Predicate<Subject> able) {
            return subject;
        }
    }

    /** One of those who may, or else someone certain. */
    record Able(int number, Subject otherwise) implements Who {
        @Override
        public Subject in(Model model, Predicate<Subject> able) {
            return model.anyone(number, able).orElse(otherwise);
        }
    }
}
