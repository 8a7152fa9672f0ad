package io.github.communities.tck.rule;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;

/**
 * A test method as it runs in a concrete class.
 *
 * @param classes the concrete class, then the nested ones down to the method's own
 * @param method perhaps inherited
 */
record RuleTest(List<Class<?>> classes, Method method) {

    /**
     * Where a node of a tree of tests and those around it come from, from itself outwards, up to its engine: above that
     * there may be a suite, which is no class of these tests.
     */
    static <N> List<TestSource> path(
            N node,
            Function<N, Optional<N>> parent,
            Function<N, Optional<TestSource>> source,
            Function<N, UniqueId> id) {
        List<TestSource> path = new ArrayList<>();
        for (Optional<N> at = Optional.of(node); at.isPresent(); at = parent.apply(at.get())) {
            source.apply(at.get()).ifPresent(path::add);
            if (id.apply(at.get()).getLastSegment().getType().equals("engine")) {
                break;
            }
        }
        return path;
    }

    /**
     * The test to which a node of a tree of tests belongs.
     *
     * @param path of the node
     */
    static Optional<RuleTest> at(List<TestSource> path) {
        // An invocation or a dynamic test lies below its method; whatever classes it names are not its own.
        int method = -1;
        for (int i = 0; i < path.size(); i++) {
            if (path.get(i) instanceof MethodSource) {
                method = i;
            }
        }
        if (method < 0) {
            return Optional.empty();
        }
        Method found = ((MethodSource) path.get(method)).getJavaMethod();
        List<Class<?>> classes = classesOf(path.subList(method + 1, path.size()));
        return Optional.of(new RuleTest(classes.isEmpty() ? List.of(found.getDeclaringClass()) : classes, found));
    }

    /** The classes among such nodes, from the outermost to the innermost. */
    static List<Class<?>> classesOf(List<TestSource> path) {
        List<Class<?>> classes = new ArrayList<>();
        for (TestSource source : path) {
            if (source instanceof ClassSource found) {
                addOutside(classes, found.getJavaClass());
            }
        }
        return classes;
    }

    /** Each invocation of a class template is a node of that class again. */
    private static void addOutside(List<Class<?>> classes, Class<?> found) {
        if (classes.isEmpty() || !classes.get(0).equals(found)) {
            classes.add(0, found);
        }
    }

    List<Citation> citations() {
        String store = store();
        String name = name();
        return rules().stream().map(rule -> new Citation(rule, store, name)).toList();
    }

    /** The ids that it, or a class around it or above that, cites. */
    Set<String> rules() {
        Set<String> rules = new LinkedHashSet<>();
        for (Class<?> nesting : classes) {
            for (Class<?> type = nesting; type != null; type = type.getSuperclass()) {
                addRules(type.getDeclaredAnnotation(Rule.class), rules);
            }
        }
        addRules(method.getDeclaredAnnotation(Rule.class), rules);
        return rules;
    }

    private static void addRules(@Nullable Rule rule, Set<String> rules) {
        if (rule != null) {
            rules.addAll(Arrays.asList(rule.value()));
        }
    }

    /** The name of the store on which it runs. */
    String store() {
        return classes.stream()
                .flatMap(type -> AnnotationSupport.findAnnotation(type, StoreName.class).stream())
                .map(StoreName::value)
                .filter(name -> !name.isBlank())
                .findFirst()
                .orElse(StoreName.NONE);
    }

    /** Parameters only where there are some: they tell overloaded methods apart. */
    private String name() {
        String nesting =
                classes.stream().skip(1).map(type -> "$" + type.getSimpleName()).collect(Collectors.joining());
        String parameters = method.getParameterCount() == 0
                ? ""
                : Arrays.stream(method.getParameterTypes())
                        .map(Class::getTypeName)
                        .collect(Collectors.joining(", ", "(", ")"));
        return classes.get(0).getName() + nesting + "#" + method.getName() + parameters;
    }
}
