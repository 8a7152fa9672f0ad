package io.github.communities.build;

import static io.github.communities.build.ModuleRules.API_DEPENDS_ON_NOTHING;
import static io.github.communities.build.ModuleRules.DECISIONS_ARE_PURE;
import static io.github.communities.build.ModuleRules.ENGINE_DEPENDS_ON_API_AND_CAFFEINE;
import static io.github.communities.build.ModuleRules.KIT_DEPENDS_ON_NO_STORE;
import static io.github.communities.build.ModuleRules.NAMES_ARE_OF_THE_DOMAIN;
import static io.github.communities.build.ModuleRules.NO_RECORD_HOLDS_A_TOKEN;
import static io.github.communities.build.ModuleRules.NO_THREAD_IS_STARTED;
import static io.github.communities.build.ModuleRules.ONLY_THE_STORE_SEES_SQL;
import static io.github.communities.build.ModuleRules.PACKAGES_ARE_NULL_MARKED;
import static io.github.communities.build.ModuleRules.PACKAGES_HAVE_AN_ORDER;
import static io.github.communities.build.ModuleRules.STORAGE_NEVER_SEES_THE_ENGINE;
import static io.github.communities.build.ModuleRules.STORE_DEPENDS_ON_API_AND_JDBI;
import static io.github.communities.build.ModuleRules.TESTS_ARE_SENTENCES;
import static io.github.communities.build.ModuleRules.THE_LIBRARY_NEVER_SEES_ITS_TESTS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules hold for the modules, and each bites on what is planted for it in {@code planted}. */
final class ModuleRulesTest {
    private static final String PLANTED = "io.github.communities.build.planted.";

    /** A rule, whom it binds, and the planted classes it must find, each on its own. */
    private record Case(ArchRule rule, JavaClasses bound, List<String> planted) {
        static Case of(ArchRule rule, JavaClasses bound, String... planted) {
            return new Case(rule, bound, List.of(planted));
        }

        @Override
        public String toString() {
            return rule.getDescription();
        }
    }

    static Stream<Case> rules() {
        return Stream.of(
                Case.of(API_DEPENDS_ON_NOTHING, Modules.API, "api.SeesALibrary", "api.SeesTheEngine", "core.SeesSql"),
                Case.of(
                        ENGINE_DEPENDS_ON_API_AND_CAFFEINE,
                        Modules.CORE,
                        "core.SeesSql",
                        "core.SeesJdbi",
                        "core.SeesTheKit"),
                Case.of(
                        KIT_DEPENDS_ON_NO_STORE,
                        Modules.TCK,
                        "tck.SeesAStore",
                        "tck.SeesJdbi",
                        "tck.SeesInternals",
                        "core.SeesSql"),
                Case.of(
                        STORE_DEPENDS_ON_API_AND_JDBI,
                        Modules.JDBI,
                        "jdbi.SeesTheEngine",
                        "jdbi.SeesALibrary",
                        "jdbi.SeesInternals",
                        "core.SeesTheKit"),
                Case.of(
                        ONLY_THE_STORE_SEES_SQL,
                        Modules.WITHOUT_STORE,
                        "core.SeesSql",
                        "core.SeesJdbi",
                        "tck.SeesAStore",
                        "tck.SeesJdbi"),
                Case.of(STORAGE_NEVER_SEES_THE_ENGINE, Modules.JDBI, "jdbi.SeesTheEngine"),
                Case.of(THE_LIBRARY_NEVER_SEES_ITS_TESTS, Modules.LIBRARY, "core.SeesTheKit"),
                Case.of(
                        DECISIONS_ARE_PURE,
                        Modules.ALL,
                        "core.policy.SeesAClock",
                        "core.policy.AsksForTheTime",
                        "core.policy.RollsTheDice",
                        "core.policy.ReadsAFile",
                        "core.policy.AsksTheStore"),
                Case.of(NO_THREAD_IS_STARTED, Modules.LIBRARY, "core.StartsAThread", "core.StartsAPool"),
                Case.of(
                        NAMES_ARE_OF_THE_DOMAIN,
                        Modules.ALL,
                        "names.SomeManager",
                        "names.SomeHelper",
                        "names.SomeUtil",
                        "names.SomeUtils",
                        "names.SomeImpl",
                        "names.SomeData",
                        "names.SomeInfo"),
                Case.of(TESTS_ARE_SENTENCES, Modules.TCK, "names.SaysItInHumps"),
                Case.of(NO_RECORD_HOLDS_A_TOKEN, Modules.ALL, "api.HoldsAToken"),
                Case.of(PACKAGES_ARE_NULL_MARKED, Modules.ALL, "unmarked.Unmarked"));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void the_modules_keep_the_rule_that(Case rule) {
        rule.rule().check(rule.bound());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void each_planted_violation_is_found_by_the_rule_that(Case rule) throws ClassNotFoundException {
        for (String name : rule.planted()) {
            Class<?> planted = Class.forName(PLANTED + name);
            assertTrue(
                    rule.rule()
                            .evaluate(new ClassFileImporter().importClasses(planted))
                            .hasViolation(),
                    name);
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void nothing_to_judge_is_a_fault_for_the_rule_that(Case rule) {
        JavaClasses nothing = new ClassFileImporter().importClasses();
        assertThrows(AssertionError.class, () -> rule.rule().check(nothing));
    }

    @Test
    void no_two_packages_of_the_modules_depend_on_each_other() {
        PACKAGES_HAVE_AN_ORDER.check(Modules.ALL);
    }

    @Test
    void two_packages_that_depend_on_each_other_are_found() {
        assertTrue(isOutOfOrder("cycle"));
    }

    @Test
    void the_ground_must_not_see_a_context_but_the_entry_may() {
        assertTrue(isOutOfOrder("upsidedown"));
        assertFalse(isOutOfOrder("inorder"));
    }

    private static boolean isOutOfOrder(String planted) {
        JavaClasses classes = new ClassFileImporter().importPackages(PLANTED + planted);
        assertFalse(classes.isEmpty());
        return ModuleRules.packagesHaveAnOrder(PLANTED + planted)
                .evaluate(classes)
                .hasViolation();
    }

    @Test
    void hosts_inherit_only_what_the_modules_need_at_run_time() {
        Map<String, List<String>> inherited = Map.of(
                "community-api",
                List.of(),
                "community-core",
                List.of("community-api", "caffeine"),
                "community-tck",
                List.of("community-api", "community-core", "junit-jupiter", "junit-platform-launcher", "jqwik"),
                "community-jdbi",
                List.of("community-api", "jdbi3-core"));
        assertEquals(inherited.keySet(), Set.copyOf(Pom.parent().texts("/project/modules/module")));
        inherited.forEach((module, artifacts) -> assertEquals(
                artifacts,
                Pom.of(module)
                        .texts("/project/dependencies/dependency[not(scope) or scope='compile' or scope='runtime']"
                                + "/artifactId"),
                module));
    }
}
