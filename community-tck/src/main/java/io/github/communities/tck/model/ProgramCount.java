package io.github.communities.tck.model;

import io.github.communities.tck.rule.StoreName;
import java.time.Duration;
import java.util.Optional;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.Lifespan;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;
import net.jqwik.api.lifecycle.Store;

/**
 * How many programs are run: enough to meet most pairs of commands, in some ten seconds in memory; or, to prove more,
 * as many as there is time for. What became of them is printed in one line.
 */
final class ProgramCount implements AroundPropertyHook {
    /** What became of the programs of the property that is running. */
    static Tally tally() {
        return Store.getOrCreate(ProgramCount.class, Lifespan.PROPERTY, Tally::new)
                .get();
    }

    @Override
    public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
        context.attributes().setTries(Integer.getInteger(ProgramRules.PROGRAMS, 300));
        long end = System.nanoTime()
                + Duration.ofMinutes(Long.getLong(ProgramRules.MINUTES, 0)).toNanos();
        PropertyExecutionResult result = property.execute();
        // Each round draws a seed of its own.
        while (result.status() == PropertyExecutionResult.Status.SUCCESSFUL && System.nanoTime() < end) {
            result = property.execute();
        }
        Tally tally = tally();
        context.reporter().publishValue("on " + store(context), tally.toString());
        return result.status() == PropertyExecutionResult.Status.SUCCESSFUL && tally.viewsAnsweredTooSeldom()
                ? result.mapToFailed("views from before a write hardly ever answer: " + tally)
                : result;
    }

    private static String store(PropertyLifecycleContext context) {
        return context.testInstances().stream()
                .flatMap(instance -> Optional.ofNullable(instance.getClass().getAnnotation(StoreName.class)).stream())
                .map(StoreName::value)
                .findFirst()
                .orElse(StoreName.NONE);
    }
}
