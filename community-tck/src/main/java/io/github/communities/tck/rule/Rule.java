package io.github.communities.tck.rule;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the rules of the {@link Specification} that a test shows.
 *
 * <p>It stands beside whatever makes the method a test: Jupiter's {@code @Test}, {@code @ParameterizedTest} or
 * {@code @TestFactory}, or jqwik's {@code @Property} or {@code @Example}. It makes nothing a test by itself, since a
 * meta-annotation that did would hide the method from the other engine.
 *
 * <p>On a class it holds for all its tests, those of its nested classes and of its subclasses included, beside what
 * the methods name themselves.
 *
 * <pre>{@code
 * @Test
 * @Rule("MEM-5")
 * void the_last_administrator_cannot_leave() { … }
 * }</pre>
 *
 * <p>An id that the specification does not know is found by {@link RulesCheck}, not here.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Rule {

    /**
     * The ids of the rules, as the specification spells them.
     *
     * @return one id or several, such as {@code "MEM-5"}
     */
    String[] value();
}
