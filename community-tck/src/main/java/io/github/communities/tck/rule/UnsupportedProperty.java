package io.github.communities.tck.rule;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.AroundTryHook;
import net.jqwik.api.lifecycle.Lifespan;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;
import net.jqwik.api.lifecycle.Store;
import net.jqwik.api.lifecycle.TryExecutionResult;
import net.jqwik.api.lifecycle.TryExecutor;
import net.jqwik.api.lifecycle.TryLifecycleContext;
import org.opentest4j.TestAbortedException;

/**
 * Lets {@link Unsupported#because} abort a jqwik property as it aborts a Jupiter test.
 *
 * <p>Without it jqwik takes the abort for a try whose values do not fit, draws others, and fails the property in the
 * end because none of them did. jqwik finds this class by itself; properties that never call {@code because} run as if
 * it were not there. Thread-safe: what it remembers, it keeps in jqwik's store of the running property.
 */
public final class UnsupportedProperty implements AroundTryHook, AroundPropertyHook {

    /** Called by jqwik through {@link java.util.ServiceLoader}. */
    public UnsupportedProperty() {}

    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }

    /** Outside of all others, since a {@code @BeforeTry} method may say it too. */
    @Override
    public int aroundTryProximity() {
        return Integer.MIN_VALUE;
    }

    @Override
    public TryExecutionResult aroundTry(TryLifecycleContext context, TryExecutor attempt, List<Object> parameters) {
        Optional<Throwable> thrown;
        TryExecutionResult result;
        try {
            result = attempt.execute(parameters);
            thrown = result.throwable();
        } catch (TestAbortedException beforeTheTry) {
            result = TryExecutionResult.invalid(beforeTheTry);
            thrown = Optional.of(beforeTheTry);
        }
        Optional<Throwable> abort =
                thrown.filter(cause -> Unsupported.reasonOf(cause).isPresent());
        if (abort.isEmpty()) {
            return result;
        }
        abortOfThisProperty().update(earlier -> abort);
        // No other values will change what the store cannot do.
        return TryExecutionResult.satisfied(true);
    }

    @Override
    public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
        PropertyExecutionResult result = property.execute();
        return result.status() == PropertyExecutionResult.Status.SUCCESSFUL
                ? abortOfThisProperty().get().map(result::mapToAborted).orElse(result)
                : result;
    }

    private static Store<Optional<Throwable>> abortOfThisProperty() {
        return Store.getOrCreate(UnsupportedProperty.class, Lifespan.PROPERTY, Optional::empty);
    }
}
