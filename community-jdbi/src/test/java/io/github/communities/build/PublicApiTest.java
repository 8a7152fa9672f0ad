package io.github.communities.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.communities.Communities;
import io.github.communities.core.CommunityEngine;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nothing goes from the public API, and nothing changes or comes, without somebody having decided it. Each module's
 * {@code public-api.txt} has what the last release had and what was added since.
 *
 * <ul>
 *   <li>What goes or changes is named in the changelog under "Unreleased" as the listing names it, {@code `Caller#of`}.
 *       Its line stays in the listing.
 *   <li>What comes is added with {@code -Dcommunities.api.write=added}, so that it shows in the diff.
 *   <li>A release writes the listing anew, with {@code -Dcommunities.api.write=all}, once its changes have a heading of
 *       their own.
 * </ul>
 */
final class PublicApiTest {
    private static final String WRITE = "communities.api.write";

    /** A module and its classes. */
    private record Module(String name, JavaClasses classes) {
        ApiListing listing() {
            return ApiListing.read(ApiListing.file(name));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Module> modules() {
        return Stream.of(
                new Module("community-api", Modules.API),
                new Module("community-core", Modules.CORE),
                new Module("community-tck", Modules.TCK),
                new Module("community-jdbi", Modules.JDBI));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void nothing_comes_or_goes_untold_in(Module module) {
        PublicApi api = PublicApi.of(module.classes());
        write(module, api);

        List<String> faults = module.listing().faults(api, Changelog.read());
        assertEquals(
                List.of(),
                faults,
                () -> faults.size() + " differences to " + module + "/public-api.txt. What is gone is to be named in "
                        + ".github/CHANGELOG.md, or brought back; what is new is added when this test runs with -D"
                        + WRITE
                        + "=added:\n" + String.join("\n", faults));
    }

    private static void write(Module module, PublicApi api) {
        Path file = ApiListing.file(module.name());
        switch (System.getProperty(WRITE, "nothing")) {
            case "nothing" -> {}
            case "added" -> module.listing().with(api).write(file);
            case "all" -> new ApiListing(api.lines()).write(file);
            default -> throw new IllegalArgumentException(WRITE + " is added or all");
        }
    }

    @ParameterizedTest
    @MethodSource("modules")
    void the_listing_is_written_as_it_is_read_for(Module module) throws IOException {
        assertEquals(module.listing().text(), Files.readString(ApiListing.file(module.name())));
    }

    @ParameterizedTest
    @MethodSource("described")
    void what_is_listed_is_what_is_exported_by(Class<?> ofTheModule) throws URISyntaxException {
        Path classes = Path.of(
                ofTheModule.getProtectionDomain().getCodeSource().getLocation().toURI());
        ModuleDescriptor described =
                ModuleFinder.of(classes).findAll().iterator().next().descriptor();
        Set<String> exported = described.exports().stream()
                .filter(export -> !export.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> open = Modules.ALL.stream()
                .filter(PublicCall::isOpen)
                .map(JavaClass::getPackageName)
                .filter(described.packages()::contains)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(exported, open);
    }

    static Stream<Class<?>> described() {
        return Stream.of(Communities.class, CommunityEngine.class);
    }

    @Test
    void has_all_that_others_can_use_and_nothing_else() {
        JavaClasses planted = new ClassFileImporter().importPackages("io.github.communities.build.planted.surface");
        assertEquals("""
                Shown : abstract class <T extends Comparable<T>> extends AutoCloseable
                Shown#LIMIT : static final int
                Shown#all() : final List<T>
                Shown#close() : void
                Shown#first(List<? extends T>, String...) : protected abstract <E extends Exception> T throws E
                Shown#inherited(int[]) : Map<String, ? super Integer>
                Shown#new(Shown.Kind) : protected constructor
                Shown.Builder : final class
                Shown.Builder#build() : Shown.Pair
                Shown.Builder#name(String) : Shown.Builder
                Shown.Either : sealed interface permits Shown.Pair
                Shown.Inner : protected inner class
                Shown.Inner#kind() : Shown.Kind
                Shown.Inner#new(int) : constructor
                Shown.Kind : enum extends Supplier<Shown.Kind>
                Shown.Kind#OTHER : constant
                Shown.Kind#SOME : constant
                Shown.Kind#get() : Shown.Kind
                Shown.Mark : annotation
                Shown.Mark#reason() : default String
                Shown.Mark#value() : Class<?>[]
                Shown.Pair : record extends Shown.Either
                Shown.Pair#left : component String
                Shown.Pair#new(String, Shown.Kind) : constructor
                Shown.Pair#of(String) : static Shown.Pair
                Shown.Pair#right : component Shown.Kind
                """, text(PublicApi.of(planted)).replace("build.planted.surface.", ""));
    }

    private static String text(PublicApi api) {
        return api.lines().stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    /** What the listing was made from, and what was done to it since. */
    @Nested
    final class TheListing {
        private final ApiListing listing = ApiListing.parse("""
                # a remark
                Caller : final class
                Caller#of(OrganizationId, Subject) : static Caller
                Caller#reason() : Optional<String>
                Written : record
                Written#value : component T
                """);

        @TempDir
        Path folder;

        @Test
        void finds_no_fault_where_nothing_has_changed() {
            assertFaults("- nothing", api(listing.text()));
        }

        @Test
        void finds_a_member_that_is_gone_until_the_changelog_names_it() {
            PublicApi without = api(listing.text().replace("Caller#reason() : Optional<String>\n", ""));
            String fault = "gone, and `Caller#reason` is not under \"Unreleased\": Caller#reason() : Optional<String>";
            assertFaults("- nothing", without, fault);
            assertFaults("- Caller#reason is gone, and Caller", without, fault);
            assertFaults("- `Caller`", without, fault);
            assertFaults("- `Caller#reason` is gone", without);
        }

        @Test
        void finds_a_member_that_has_changed() {
            PublicApi changed = api(listing.text().replace("Optional<String>", "String"));
            assertFaults(
                    "- nothing",
                    changed,
                    "gone, and `Caller#reason` is not under \"Unreleased\": Caller#reason() : Optional<String>",
                    "not in the listing: Caller#reason() : String");
            assertFaults("- `Caller#reason` gives a text", changed, "not in the listing: Caller#reason() : String");
        }

        @Test
        void takes_the_members_of_a_type_that_is_gone_for_told() {
            PublicApi without = api(listing.text().replaceAll("Written.*\n", ""));
            assertFaults(
                    "- nothing",
                    without,
                    "gone, and `Written` is not under \"Unreleased\": Written : record",
                    "gone, and `Written#value` is not under \"Unreleased\": Written#value : component T");
            assertFaults("- `Written`", without);
        }

        @Test
        void finds_what_was_added() {
            assertFaults(
                    "- `Caller#requestId`",
                    api(listing.text() + "Caller#requestId() : String\n"),
                    "not in the listing: Caller#requestId() : String");
        }

        @Test
        void takes_what_was_added_and_drops_nothing() {
            PublicApi changed = api(listing.text().replace("Optional<String>", "String"));
            Path file = folder.resolve("public-api.txt");
            listing.with(changed).write(file);
            ApiListing written = ApiListing.read(file);
            assertEquals(ApiListing.parse(listing.text() + "Caller#reason() : String\n"), written);
            assertEquals(List.of(), written.faults(changed, Changelog.of("## Unreleased\n- `Caller#reason`")));
        }

        @Test
        void asks_only_what_is_not_yet_released() {
            PublicApi without = api(listing.text().replaceAll("Written.*\n", ""));
            assertFaults(
                    "- nothing\n\n## 1.0.0\n\n- `Written`", without, """
                    gone, and `Written` is not under "Unreleased": Written : record
                    gone, and `Written#value` is not under "Unreleased": Written#value : component T
                    """.lines().toArray(String[]::new));
            assertThrows(IllegalArgumentException.class, () -> Changelog.of("# Changes\n\n## 1.0.0\n"));
        }

        private PublicApi api(String text) {
            return new PublicApi(ApiListing.parse(text).lines());
        }

        private void assertFaults(String unreleased, PublicApi api, String... faults) {
            Changelog changelog = Changelog.of("# Changes\n\n## Unreleased\n\n" + unreleased + "\n");
            assertEquals(List.of(faults), listing.faults(api, changelog));
        }
    }
}
