package io.github.communities.tck.model;

import io.github.communities.tck.fixture.Cluster;
import io.github.communities.tck.fixture.StoreFixture;
import io.github.communities.tck.rule.Rule;
import java.util.List;
import java.util.function.Supplier;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/**
 * Random programs through the engine and through a model of the rules, compared after every step and in the end, under
 * both ready policies and random ones.
 *
 * <p>A program that fails is made as short as can be, and is reported with what became of each of its commands and
 * with the Java that keeps it among the {@link NamedPrograms}. How many programs are
 * run, and of how many commands at most, is set by the system properties {@value #PROGRAMS} (300 if it is not set) and
 * {@value #COMMANDS} (40); {@value #MINUTES} lets them go on for so long.
 */
public abstract class ProgramRules {
    /** The system property that says how many programs are run: {@value}. */
    public static final String PROGRAMS = "communities.model.programs";

    /** The system property that says how many commands a program has at most: {@value}. */
    public static final String COMMANDS = "communities.model.commands";

    /** The system property that says for how many minutes programs are run, {@link #PROGRAMS} at a time: {@value}. */
    public static final String MINUTES = "communities.proof.minutes";

    private final Supplier<StoreFixture> storages;

    /** Programs on storages of this kind. */
    protected ProgramRules(Supplier<StoreFixture> storages) {
        this.storages = storages;
    }

    @Provide
    Arbitrary<List<Command>> programs() {
        return Programs.of(Integer.getInteger(COMMANDS, 40));
    }

    @Provide
    Arbitrary<RoleTable> tables() {
        return RandomTables.any();
    }

    @Property(edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    @AddLifecycleHook(ProgramCount.class)
    @Tag("programs")
    @Rule({
        "ACC-1", "ACC-2", "ACC-3", "ACC-7", "BIL-1", "BIL-2", "BIL-3", "COM-1", "COM-2", "COM-4", "COM-5", "COM-6",
        "CON-1", "DEF-2", "DEF-3", "DEF-4", "DEF-5", "DEF-7", "DEF-8", "DEF-9", "DEF-10", "INV-1", "INV-3", "INV-4",
        "INV-5", "INV-7", "INV-8", "INV-9", "MEM-1", "MEM-2", "MEM-3", "MEM-5", "MEM-6", "MEM-7", "MEM-8", "MEM-9",
        "MEM-10", "MEM-11", "ORG-1", "ORG-3", "ORG-4", "ORG-5", "ORG-8", "PRJ-1", "PRJ-2", "PRJ-3", "PRJ-4", "PRJ-5",
        "RES-1", "RES-3", "RES-4", "RST-1", "RST-2", "SHR-1", "SHR-2", "SHR-3", "SHR-4", "SHR-5", "SHR-6"
    })
    void every_program_comes_to_what_the_rules_say(
            @ForAll("programs") List<Command> program, @ForAll("tables") RoleTable table) {
        ProgramRun.compare(program, table, () -> new Cluster(storages.get()), ProgramCount.tally());
    }
}
