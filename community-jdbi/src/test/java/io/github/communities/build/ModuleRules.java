package io.github.communities.build;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.github.communities.invitation.InvitationToken;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.StoreReader;
import java.io.Serializable;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Random;
import java.util.Set;
import java.util.Timer;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.NullMarked;
import org.junit.platform.commons.annotation.Testable;

/** What each module may depend on, and how its packages and classes keep order. */
final class ModuleRules {
    private static final String ROOT = "io.github.communities";

    private static final DescribedPredicate<JavaClass> SQL = resideInAnyPackage("java.sql..", "javax.sql..");
    private static final DescribedPredicate<JavaClass> JDK = resideInAnyPackage("java..", "javax..");
    private static final DescribedPredicate<JavaClass> ANNOTATIONS =
            resideInAnyPackage("org.jspecify.annotations", "org.immutables.value");
    static final DescribedPredicate<JavaClass> CORE = resideInAPackage(ROOT + ".core..");
    static final DescribedPredicate<JavaClass> TCK = resideInAPackage(ROOT + ".tck..");
    static final DescribedPredicate<JavaClass> JDBI = resideInAPackage(ROOT + ".jdbi..");
    private static final DescribedPredicate<JavaClass> INTERNAL = resideInAPackage(ROOT + ".internal..");
    static final DescribedPredicate<JavaClass> API =
            resideInAPackage(ROOT + "..").and(not(CORE)).and(not(TCK)).and(not(JDBI));

    static final ArchRule API_DEPENDS_ON_NOTHING = classes()
            .should()
            .onlyDependOnClassesThat(API.or(JDK.and(not(SQL))).or(ANNOTATIONS))
            .as("the API depends on the JDK and on annotations, and on nothing else");

    static final ArchRule ENGINE_DEPENDS_ON_API_AND_CAFFEINE = classes()
            .should()
            .onlyDependOnClassesThat(API.or(CORE)
                    .or(JDK.and(not(SQL)))
                    .or(ANNOTATIONS)
                    .or(resideInAPackage("com.github.benmanes.caffeine..")))
            .as("the engine depends on the API and on Caffeine");

    static final ArchRule KIT_DEPENDS_ON_NO_STORE = classes()
            .should()
            .onlyDependOnClassesThat(API.and(not(INTERNAL))
                    .or(CORE)
                    .or(TCK)
                    .or(JDK.and(not(SQL)))
                    .or(ANNOTATIONS)
                    .or(resideInAnyPackage("org.junit..", "org.opentest4j..", "org.apiguardian.api", "net.jqwik..")))
            .as("the kit depends on the API, the engine, JUnit and jqwik, and on no store");

    static final ArchRule STORE_DEPENDS_ON_API_AND_JDBI = classes()
            .should()
            .onlyDependOnClassesThat(
                    API.and(not(INTERNAL)).or(JDBI).or(JDK).or(ANNOTATIONS).or(resideInAPackage("org.jdbi.v3..")))
            .as("the SQL store depends on what the API shows, and on Jdbi");

    static final ArchRule ONLY_THE_STORE_SEES_SQL = noClasses()
            .should()
            .dependOnClassesThat(SQL.or(JDBI).or(resideInAPackage("org.jdbi..")))
            .as("only the SQL store sees SQL");

    static final ArchRule STORAGE_NEVER_SEES_THE_ENGINE =
            noClasses().should().dependOnClassesThat(CORE).as("storage never sees the engine");

    static final ArchRule THE_LIBRARY_NEVER_SEES_ITS_TESTS = noClasses()
            .should()
            .dependOnClassesThat(TCK.or(resideInAnyPackage("org.junit..", "net.jqwik..")))
            .as("what a host runs never sees the kit");

    static final ArchRule DECISIONS_ARE_PURE = noClasses()
            .that()
            .resideInAnyPackage("..core.policy..", ROOT + ".policy..")
            .should()
            .dependOnClassesThat(type(Clock.class)
                    .or(assignableTo(Random.class))
                    .or(resideInAnyPackage("java.io..", "java.nio..", "java.net..")
                            .and(not(type(Serializable.class))))
                    .or(assignableTo(CommunityStore.class))
                    .or(assignableTo(StoreReader.class)))
            .orShould()
            .callMethodWhere(asksOutside())
            .as("decisions are functions of the policy and of facts: no clock, no chance, no I/O, no store");

    static final ArchRule NO_THREAD_IS_STARTED = noClasses()
            .should()
            .dependOnClassesThat(type(Executors.class)
                    .or(assignableTo(ExecutorService.class))
                    .or(type(Timer.class)))
            .orShould()
            .callMethod(Thread.class, "start")
            .as("no thread is started (CON-5)");

    static final ArchRule NAMES_ARE_OF_THE_DOMAIN = noClasses()
            .should()
            .haveNameMatching(".*(Manager|Helper|Util|Utils|Impl|Data|Info)")
            .as("names are those of the domain");

    static final ArchRule TESTS_ARE_SENTENCES = methods()
            .that()
            .areMetaAnnotatedWith(Testable.class)
            .should()
            .haveNameMatching("[a-z0-9_]+")
            .as("tests are sentences, with_a_line_for_each_blank");

    static final ArchRule NO_RECORD_HOLDS_A_TOKEN = noFields()
            .that()
            .areDeclaredInClassesThat(assignableTo(Record.class))
            .should()
            .haveRawType(InvitationToken.class)
            .as("no token is a component of a record, which whatever writes values as JSON or text would write"
                    + " (INV-2)");

    static final ArchRule PACKAGES_ARE_NULL_MARKED = classes()
            .should(resideInANullMarkedPackage())
            .as("each package is @NullMarked, or NullAway does not look at it");

    static final ArchRule PACKAGES_HAVE_AN_ORDER = packagesHaveAnOrder(ROOT);

    private ModuleRules() {}

    static ArchRule packagesHaveAnOrder(String root) {
        return slices().assignedFrom(packages(root))
                .should()
                .beFreeOfCycles()
                .as("no two packages depend on each other, however far around");
    }

    private static DescribedPredicate<JavaMethodCall> asksOutside() {
        Set<String> asking = Set.of("now", "currentTimeMillis", "nanoTime", "randomUUID", "getenv", "getProperty");
        return DescribedPredicate.describe("asks for the time, for chance or for settings", call -> {
            CodeUnitCallTarget target = call.getTarget();
            JavaClass owner = target.getOwner();
            return asking.contains(target.getName())
                    && (owner.getPackageName().startsWith("java.time")
                            || owner.isEquivalentTo(System.class)
                            || owner.isEquivalentTo(UUID.class)
                            || owner.isEquivalentTo(SecureRandom.class));
        });
    }

    private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
        return new ArchCondition<>("reside in a @NullMarked package") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                if (!item.getPackage().isAnnotatedWith(NullMarked.class)) {
                    events.add(SimpleConditionEvent.violated(
                            item, item.getName() + " is in a package that is not @NullMarked"));
                }
            }
        };
    }

    /**
     * The packages of modules, but two: the entry of the API, which leads to all contexts, is none of the root that it
     * lies in; and ids, answers, refusals and what checks them are one, since an id refuses what is no id, and a
     * refusal names what was refused.
     */
    private static SliceAssignment packages(String root) {
        Set<String> entry = Set.of(root + ".Communities", root + ".Host");
        Set<String> ground = Set.of(root, root + ".decision", root + ".error", root + ".internal");
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                String name = type.getPackageName();
                if (entry.contains(type.getName())) {
                    return SliceIdentifier.of("the entry");
                }
                return SliceIdentifier.of(ground.contains(name) ? "the ground" : name);
            }

            @Override
            public String getDescription() {
                return "packages";
            }
        };
    }
}
