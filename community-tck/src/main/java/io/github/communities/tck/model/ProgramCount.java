package io.github.communities.tck.model;

import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.Lifespan;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;
import net.jqwik.api.lifecycle.Store;

/** How many programs are run: enough to meet most pairs of commands, in some ten seconds in memory. */
final class ProgramCount implements AroundPropertyHook {
    /** What became of the programs of the property that is running. */
    static Tally tally() {
        return Store.getOrCreate(ProgramCount.class, Lifespan.PROPERTY, Tally::new)
                .get();
    }

    @Override
    public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
        context.attributes().setTries(Integer.getInteger(ProgramRules.PROGRAMS, 300));
        PropertyExecutionResult result = property.execute();
        context.reporter().publishValue("programs", tally().toString());
        return result;
    }
}
