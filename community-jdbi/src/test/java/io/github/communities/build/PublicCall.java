package io.github.communities.build;

import com.tngtech.archunit.core.domain.JavaClass;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A public method or constructor of a public type of the modules, that others can call.
 *
 * @param type the type by which it is called
 * @param executable the method or constructor
 */
record PublicCall(Class<?> type, Executable executable) {
    private static final String ROOT = "io.github.communities";

    /** What only the modules themselves call, or the JUnit platform. */
    private static final Set<String> CLOSED = Set.of(ROOT + ".internal", ROOT + ".jdbi.table", ROOT + ".jdbi.dialect");

    /** Of the kit: what tests say of themselves, and what tests of a host's policy are written with. */
    private static final Set<String> OPEN_ROOMS = Set.of(ROOT + ".tck.rule", ROOT + ".tck.property");

    /** Of the kit: what JUnit and jqwik call, and what only jqwik gives, of which the kit's own tests see to null. */
    private static final Set<String> OF_THE_KIT_ITSELF = Set.of(
            "RuleReport",
            "UnsupportedProperty",
            "RuleFailures",
            "RuleFilter",
            "Program",
            "Never",
            "Only",
            "Person",
            "State");

    /** What an implementer gives to the kit, or stands on; the other fixtures are props of its own suites. */
    private static final Set<String> FIXTURES_OF_OTHERS =
            Set.of("StoreFixture", "BegunTransaction", "ForwardingStore", "ForwardingReader", "ForwardingWriter");

    /** All of all modules. */
    static List<PublicCall> all() {
        return Modules.ALL.stream()
                .filter(PublicCall::isOpen)
                .map(JavaClass::reflect)
                .filter(type -> isPublic(type) && !type.isAnnotation())
                .filter(type -> !OF_THE_KIT_ITSELF.contains(outermost(type).getSimpleName()))
                .sorted(Comparator.comparing(Class::getName))
                .<PublicCall>flatMap(PublicCall::of)
                .toList();
    }

    /** Whether a type is in a package whose public types are there for others. */
    static boolean isOpen(JavaClass type) {
        String name = type.getPackageName();
        boolean insideTheEngine = name.startsWith(ROOT + ".core.") && !name.equals(ROOT + ".core.memory");
        return !insideTheEngine && !isInsideTheKit(type, name) && !CLOSED.contains(name);
    }

    private static boolean isInsideTheKit(JavaClass type, String packageName) {
        return packageName.equals(ROOT + ".tck.fixture")
                ? !FIXTURES_OF_OTHERS.contains(outermost(type.reflect()).getSimpleName())
                : packageName.startsWith(ROOT + ".tck.") && !OPEN_ROOMS.contains(packageName);
    }

    private static Class<?> outermost(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return outer == null ? type : outermost(outer);
    }

    private static boolean isPublic(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return Modifier.isPublic(type.getModifiers()) && (outer == null || isPublic(outer));
    }

    private static Stream<PublicCall> of(Class<?> type) {
        Stream<Constructor<?>> constructors =
                Modifier.isAbstract(type.getModifiers()) ? Stream.of() : Arrays.stream(type.getConstructors());
        Stream<Method> methods = Arrays.stream(type.getMethods())
                .filter(method -> method.getDeclaringClass().getName().startsWith(ROOT))
                .filter(method -> !method.isSynthetic())
                .filter(method -> !isGiven(method))
                .filter(method -> !(Samples.isImplementedByOthers(type) && !isStatic(method)));
        return Stream.concat(constructors, methods)
                .filter(executable -> executable.getParameterCount() > 0)
                .map(executable -> new PublicCall(type, executable));
    }

    /** What the language makes: equality takes anything, and the names of constants are compared by the JDK. */
    private static boolean isGiven(Method method) {
        return method.getName().equals("equals")
                || (method.getDeclaringClass().isEnum() && method.getName().equals("valueOf"));
    }

    private static boolean isStatic(Executable executable) {
        return Modifier.isStatic(executable.getModifiers());
    }

    /** The objects to call it on; a single absent one, if it takes none. */
    Stream<Optional<Object>> receivers(Samples samples) {
        return executable instanceof Constructor || isStatic(executable)
                ? Stream.of(Optional.empty())
                : samples.all(type).map(Optional::of);
    }

    /** Calls it with samples in all places but one. */
    Optional<Throwable> call(Samples samples, Optional<Object> receiver, int place, @Nullable Object argument) {
        return call(receiver, arguments(samples, place, argument));
    }

    /** What it is called with: samples in all places but one. */
    @Nullable
    Object[] arguments(Samples samples, int place, @Nullable Object argument) {
        Class<?>[] types = executable.getParameterTypes();
        @Nullable Object[] arguments = new @Nullable Object[types.length];
        for (int i = 0; i < types.length; i++) {
            arguments[i] = i == place ? argument : samples.of(types[i]);
        }
        return arguments;
    }

    /** Calls it; what it throws. */
    Optional<Throwable> call(Optional<Object> receiver, @Nullable Object[] arguments) {
        try {
            executable.setAccessible(true); // what a builder inherits is public in a class that is not
            if (executable instanceof Method method) {
                method.invoke(receiver.orElse(null), arguments);
            } else {
                ((Constructor<?>) executable).newInstance(arguments);
            }
            return Optional.empty();
        } catch (InvocationTargetException e) {
            return Optional.ofNullable(e.getCause());
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            throw new LinkageError(toString(), e);
        }
    }

    /** What stands for the elements of a parameter: its own type, if it is none that has elements. */
    static List<Class<?>> elements(Type parameter) {
        if (parameter instanceof ParameterizedType generic) {
            return Arrays.stream(generic.getActualTypeArguments())
                    .<Class<?>>map(PublicCall::raw)
                    .toList();
        } else if (parameter instanceof Class<?> array && array.isArray()) {
            return List.of(array.getComponentType());
        }
        return List.of();
    }

    private static Class<?> raw(Type type) {
        if (type instanceof Class<?> plain) {
            return plain;
        } else if (type instanceof ParameterizedType generic) {
            return raw(generic.getRawType());
        } else if (type instanceof GenericArrayType) {
            return Object[].class;
        }
        return Object.class;
    }

    /** Its name and parameters, by which an exception from a rule names it. */
    String signature() {
        String simple = type.getName().substring(ROOT.length() + 1);
        String name = executable instanceof Constructor ? "new" : executable.getName();
        return simple + "." + name
                + Arrays.stream(executable.getParameterTypes())
                        .map(Class::getSimpleName)
                        .toList()
                        .toString()
                        .replace('[', '(')
                        .replace(']', ')');
    }

    @Override
    public String toString() {
        return signature();
    }
}
