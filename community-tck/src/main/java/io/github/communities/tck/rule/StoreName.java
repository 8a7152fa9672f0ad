package io.github.communities.tck.rule;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the store on which the tests of a class run.
 *
 * <p>It belongs on the concrete class, or on an abstract one above it, and holds for its nested classes too. Tests of a
 * class without it are reported on the store {@value #NONE}, which shows a rule on no store.
 *
 * <pre>{@code
 * @StoreName("h2")
 * class H2ConformanceTest extends DomainConformance { … }
 * }</pre>
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface StoreName {

    /** What the report says where no store is named: {@value}. */
    String NONE = "none";

    /**
     * The name of the store, the same in all classes that test it.
     *
     * @return a short name such as {@code "h2"}; a blank one counts as {@value #NONE}
     */
    String value();
}
