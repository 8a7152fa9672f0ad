package io.github.communities.tck.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * Puts before the message of a failed test which rules it stands for, with their words and intents, and on which store it
 * ran; and after that of a property the case to which it was shrunk, and its seed.
 *
 * <p>A test of Jupiter has it by {@link org.junit.jupiter.api.extension.ExtendWith}, as both suites do; jqwik finds it by
 * itself. A test that cites no rule fails as ever. What was thrown stays: its stack trace, the values that were compared,
 * and, if it was no failed assertion, itself as the cause. Stateless and thread-safe.
 */
public final class RuleFailures
        implements TestExecutionExceptionHandler, LifecycleMethodExecutionExceptionHandler, AroundPropertyHook {

    /** Of how many rules all are explained; of more, those that the failure names. */
    private static final int FEW = 4;

    /** Called by Jupiter, and by jqwik through {@link java.util.ServiceLoader}. */
    public RuleFailures() {}

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        throw explained(context, thrown);
    }

    @Override
    public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        throw explained(context, thrown);
    }

    @Override
    public void handleAfterEachMethodExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        throw explained(context, thrown);
    }

    private static Throwable explained(ExtensionContext context, Throwable thrown) {
        List<Class<?>> classes = new ArrayList<>(context.getEnclosingTestClasses());
        classes.add(context.getRequiredTestClass());
        return explained(new RuleTest(classes, context.getRequiredTestMethod()), thrown, "");
    }

    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }

    @Override
    public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
        PropertyExecutionResult result = property.execute();
        if (result.status() != PropertyExecutionResult.Status.FAILED) {
            return result;
        }
        List<Class<?>> classes = new ArrayList<>();
        context.testInstances().forEach(instance -> classes.add(instance.getClass()));
        Throwable thrown = result.throwable().orElseGet(() -> new AssertionError("the property does not hold"));
        return result.mapToFailed(explained(new RuleTest(classes, context.targetMethod()), thrown, shrunk(result)));
    }

    private static String shrunk(PropertyExecutionResult result) {
        String smallest = result.falsifiedParameters()
                .map(values -> values.stream().map(value -> "\n    " + value).collect(Collectors.joining()))
                .map(values -> "\n  The smallest case that fails:" + values)
                .orElse("");
        return smallest
                + result.seed()
                        .map(seed -> "\n  Run it again by @Property(seed = \"" + seed + "\")")
                        .orElse("");
    }

    /** The same failure with an explanation, unless the test cites no rule or was aborted. */
    static Throwable explained(RuleTest test, Throwable thrown, String appendix) {
        if (test.rules().isEmpty() || thrown instanceof TestAbortedException) {
            return thrown;
        }
        String said = message(thrown);
        String message = explanation(test, said) + "\n" + said + appendix;
        AssertionError explained = thrown instanceof AssertionFailedError failed && failed.isExpectedDefined()
                ? new AssertionFailedError(message, failed.getExpected(), failed.getActual(), failed.getCause())
                : new AssertionError(message, thrown instanceof AssertionError ? thrown.getCause() : thrown);
        explained.setStackTrace(thrown.getStackTrace());
        for (Throwable suppressed : thrown.getSuppressed()) {
            explained.addSuppressed(suppressed);
        }
        return explained;
    }

    private static String message(Throwable thrown) {
        return Optional.ofNullable(thrown.getMessage())
                .filter(message -> thrown instanceof AssertionError && !message.isBlank())
                .orElseGet(thrown::toString);
    }

    private static String explanation(RuleTest test, String said) {
        Set<String> cited = test.rules();
        String rules = cited.size() <= FEW ? String.join(", ", cited) : "One of " + cited.size() + " rules";
        String heading =
                rules + ", on " + test.store() + ": " + test.method().getName().replace('_', ' ');
        Specification specification = Specification.read();
        return Stream.concat(
                        Stream.of(heading),
                        cited.stream()
                                .filter(id -> cited.size() <= FEW || names(said, id))
                                .map(id -> words(specification, id)))
                .collect(Collectors.joining("\n"));
    }

    private static boolean names(String text, String id) {
        return Pattern.compile("\\b" + id + "\\b").matcher(text).find();
    }

    private static String words(Specification specification, String id) {
        return specification.rules().contains(id)
                ? "  " + id + " " + specification.text(id) + "\n    Why: " + specification.intent(id)
                : "  " + id + " is not in the specification";
    }
}
