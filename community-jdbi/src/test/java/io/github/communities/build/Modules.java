package io.github.communities.build;

import static com.tngtech.archunit.base.DescribedPredicate.not;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import io.github.communities.Communities;
import io.github.communities.core.CommunityEngine;
import io.github.communities.jdbi.JdbiCommunityStore;
import io.github.communities.tck.rule.Rule;
import java.util.stream.Stream;

/** The compiled main classes of each module, from wherever Maven has them: a folder of classes or a jar. */
final class Modules {
    static final JavaClasses ALL = new ClassFileImporter()
            .importLocations(Stream.of(Communities.class, CommunityEngine.class, Rule.class, JdbiCommunityStore.class)
                    .map(Modules::location)
                    .toList());

    static final JavaClasses API = ALL.that(ModuleRules.API);
    static final JavaClasses CORE = ALL.that(ModuleRules.CORE);
    static final JavaClasses TCK = ALL.that(ModuleRules.TCK);
    static final JavaClasses JDBI = ALL.that(ModuleRules.JDBI);

    /** What a host runs in production. */
    static final JavaClasses LIBRARY = ALL.that(not(ModuleRules.TCK));

    /** What works on any store. */
    static final JavaClasses WITHOUT_STORE = ALL.that(not(ModuleRules.JDBI));

    private Modules() {}

    private static Location location(Class<?> oneOfTheModule) {
        return Location.of(oneOfTheModule.getProtectionDomain().getCodeSource().getLocation());
    }
}
