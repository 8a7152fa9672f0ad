package io.github.communities.build;

import com.tngtech.archunit.core.domain.JavaClass;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * What others can call, implement or extend of some types, a line for each type and member. A line begins with what it
 * is about, then says what it is; types of the project are named from its root package on, those of the JDK that
 * everybody knows without their package. A class is final if others can't extend it.
 *
 * <p>A member that a public type has from one that is not public is its own, as the builders of values have all of
 * theirs. Left out are what the compiler makes, what every object has, the accessors of components, and the tests of
 * the kit, which nobody calls.
 *
 * @param lines in their order, a type before its members
 */
record PublicApi(SortedSet<String> lines) {
    private static final String ROOT = "io.github.communities.";

    private static final Set<String> WELL_KNOWN =
            Set.of("java.lang", "java.time", "java.util", "java.util.function", "java.util.stream");

    /** Of those that are open to others. */
    static PublicApi of(Iterable<JavaClass> types) {
        SortedSet<String> lines = new TreeSet<>();
        for (JavaClass type : types) {
            if (PublicCall.isOpen(type)) {
                addTo(lines, type.reflect());
            }
        }
        return new PublicApi(lines);
    }

    private static void addTo(SortedSet<String> lines, Class<?> type) {
        if (!isVisible(type)) {
            return;
        }
        String name = name(type);
        lines.add(name + " : " + kind(type));
        members(type).forEach(member -> lines.add(name + "#" + member));
    }

    /** Whether others see it; a protected nested type, if they can extend what it is nested in. */
    private static boolean isVisible(Class<?> type) {
        if (type.isMemberClass()) {
            Class<?> outer = type.getDeclaringClass();
            return isVisible(outer) && isVisible(type.getModifiers(), outer);
        }
        return Modifier.isPublic(type.getModifiers());
    }

    private static boolean isVisible(int modifiers, Class<?> owner) {
        return Modifier.isPublic(modifiers) || (Modifier.isProtected(modifiers) && isExtensible(owner));
    }

    private static boolean isExtensible(Class<?> type) {
        return !Modifier.isFinal(type.getModifiers())
                && !type.isSealed()
                && (type.isInterface()
                        || Arrays.stream(type.getDeclaredConstructors())
                                .anyMatch(one -> (one.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0));
    }

    private static String kind(Class<?> type) {
        List<String> words = new ArrayList<>();
        words.add(Modifier.isProtected(type.getModifiers()) ? "protected" : "");
        words.add(isInner(type) ? "inner" : "");
        if (type.isAnnotation()) {
            words.add("annotation");
        } else if (type.isInterface()) {
            words.add(type.isSealed() ? "sealed interface" : "interface");
        } else if (type.isRecord() || type.isEnum()) {
            words.add(type.isRecord() ? "record" : "enum");
        } else {
            words.add(Modifier.isAbstract(type.getModifiers()) ? "abstract" : "");
            words.add(type.isSealed() ? "sealed" : isExtensible(type) ? "" : "final");
            words.add("class");
        }
        words.add(variables(type.getTypeParameters()));
        words.add(list("extends", supertypes(type)));
        if (type.isSealed() && !type.isEnum()) {
            words.add(
                    list("permits", Arrays.stream(type.getPermittedSubclasses()).filter(PublicApi::isVisible)));
        }
        return words.stream().filter(word -> !word.isEmpty()).collect(Collectors.joining(" "));
    }

    private static boolean isInner(Class<?> type) {
        return type.isMemberClass() && !Modifier.isStatic(type.getModifiers());
    }

    /** What it is said to be, and what a type is that others don't see. */
    private static Stream<Type> supertypes(Class<?> type) {
        Stream<Type> superclass = Stream.ofNullable(type.getGenericSuperclass())
                .filter(one -> one != Object.class && !type.isRecord() && !type.isEnum());
        Stream<Type> interfaces = type.isAnnotation() ? Stream.of() : Arrays.stream(type.getGenericInterfaces());
        return Stream.concat(superclass, interfaces)
                .flatMap(one -> one instanceof Class<?> plain && isHidden(plain) ? supertypes(plain) : Stream.of(one));
    }

    private static boolean isHidden(Class<?> type) {
        return type.getName().startsWith(ROOT) && !isVisible(type);
    }

    private static Stream<String> members(Class<?> type) {
        Stream<String> fields = Arrays.stream(type.getDeclaredFields())
                .filter(field -> !field.isSynthetic() && isVisible(field.getModifiers(), type))
                .map(PublicApi::field);
        Stream<String> constructors = Arrays.stream(type.getDeclaredConstructors())
                .filter(one -> !one.isSynthetic() && isVisible(one.getModifiers(), type) && !type.isEnum())
                .map(PublicApi::constructor);
        Stream<String> components =
                type.isRecord() ? Arrays.stream(type.getRecordComponents()).map(PublicApi::component) : Stream.of();
        Stream<String> methods = methods(type)
                .filter(method -> isVisible(method.getModifiers(), type) && !isGiven(type, method))
                .filter(method -> !AnnotationSupport.isAnnotated(method, Testable.class))
                .map(method -> method(type, method));
        return Stream.of(fields, constructors, components, methods).flatMap(one -> one);
    }

    /** Its own ones, but for those that another of them overrides. */
    private static Stream<Method> methods(Class<?> type) {
        Map<List<Object>, Method> methods = new LinkedHashMap<>();
        withHidden(type)
                .flatMap(owner -> Arrays.stream(owner.getDeclaredMethods()))
                .filter(method -> !method.isSynthetic())
                .forEach(method ->
                        methods.putIfAbsent(List.of(method.getName(), List.of(method.getParameterTypes())), method));
        return methods.values().stream();
    }

    /** A type, and all above it whose members it has as its own. */
    private static Stream<Class<?>> withHidden(Class<?> type) {
        return Stream.concat(
                Stream.of(type),
                Stream.concat(Stream.ofNullable(type.getSuperclass()), Arrays.stream(type.getInterfaces()))
                        .filter(PublicApi::isHidden)
                        .flatMap(PublicApi::withHidden));
    }

    /** Whether every object, enum or record has it. */
    private static boolean isGiven(Class<?> type, Method method) {
        boolean none = method.getParameterCount() == 0;
        return switch (method.getName()) {
            case "equals" -> method.getParameterCount() == 1 && method.getParameterTypes()[0] == Object.class;
            case "hashCode", "toString" -> none;
            case "values" -> (type.isEnum() && none) || isAccessor(type, method);
            case "valueOf" -> type.isEnum() && method.getParameterTypes()[0] == String.class;
            default -> isAccessor(type, method);
        };
    }

    private static boolean isAccessor(Class<?> type, Method method) {
        return type.isRecord()
                && Arrays.stream(type.getRecordComponents())
                        .anyMatch(component -> component.getAccessor().equals(method));
    }

    private static String field(Field field) {
        return field.getName() + " : "
                + (field.isEnumConstant()
                        ? "constant"
                        : modifiers(field.getModifiers(), Modifier.PROTECTED | Modifier.STATIC | Modifier.FINAL)
                                + name(field.getGenericType()));
    }

    private static String component(RecordComponent component) {
        return component.getName() + " : component " + name(component.getGenericType());
    }

    private static String constructor(Constructor<?> constructor) {
        Type[] types = constructor.getGenericParameterTypes();
        boolean outerFirst =
                isInner(constructor.getDeclaringClass()) && types.length == constructor.getParameterCount();
        Stream<Type> given = Arrays.stream(types).skip(outerFirst ? 1 : 0);
        return "new" + parameters(constructor, given) + " : "
                + modifiers(constructor.getModifiers(), Modifier.PROTECTED) + variables(constructor.getTypeParameters())
                + "constructor" + exceptions(constructor);
    }

    private static String method(Class<?> type, Method method) {
        int shown = Modifier.PROTECTED | Modifier.STATIC;
        if (!type.isInterface()) {
            shown |= Modifier.ABSTRACT | (isExtensible(type) ? Modifier.FINAL : 0);
        }
        String variables = variables(method.getTypeParameters());
        return method.getName() + parameters(method, Arrays.stream(method.getGenericParameterTypes())) + " : "
                + modifiers(method.getModifiers(), shown)
                + (method.isDefault() || method.getDefaultValue() != null ? "default " : "")
                + (variables.isEmpty() ? "" : variables + " ")
                + name(method.getGenericReturnType()) + exceptions(method);
    }

    private static String parameters(Executable executable, Stream<Type> types) {
        String all = types.map(PublicApi::name).collect(Collectors.joining(", ", "(", ")"));
        return executable.isVarArgs() ? all.replaceFirst("\\[]\\)$", "...)") : all;
    }

    private static String exceptions(Executable executable) {
        String thrown = list("throws", Arrays.stream(executable.getGenericExceptionTypes()));
        return thrown.isEmpty() ? "" : " " + thrown;
    }

    private static String modifiers(int modifiers, int shown) {
        String words = Modifier.toString(modifiers & shown);
        return words.isEmpty() ? "" : words + " ";
    }

    private static String list(String word, Stream<? extends Type> types) {
        String names = types.map(PublicApi::name).distinct().sorted().collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : word + " " + names;
    }

    private static String variables(TypeVariable<?>[] variables) {
        return variables.length == 0
                ? ""
                : Arrays.stream(variables)
                        .map(variable -> variable.getName() + bounds(" extends ", variable.getBounds()))
                        .collect(Collectors.joining(", ", "<", ">"));
    }

    private static String bounds(String word, Type[] bounds) {
        String all = Arrays.stream(bounds)
                .filter(bound -> bound != Object.class)
                .map(PublicApi::name)
                .collect(Collectors.joining(" & "));
        return all.isEmpty() ? "" : word + all;
    }

    /** As a person writes it. */
    private static String name(Type type) {
        if (type instanceof Class<?> plain) {
            return name(plain);
        } else if (type instanceof ParameterizedType generic) {
            return name((Class<?>) generic.getRawType())
                    + Arrays.stream(generic.getActualTypeArguments())
                            .map(PublicApi::name)
                            .collect(Collectors.joining(", ", "<", ">"));
        } else if (type instanceof GenericArrayType array) {
            return name(array.getGenericComponentType()) + "[]";
        } else if (type instanceof WildcardType any) {
            return "?" + bounds(" extends ", any.getUpperBounds()) + bounds(" super ", any.getLowerBounds());
        }
        return type.getTypeName();
    }

    private static String name(Class<?> type) {
        String name = Objects.requireNonNull(type.isPrimitive() ? type.getName() : type.getCanonicalName());
        if (name.startsWith(ROOT)) {
            return name.substring(ROOT.length());
        }
        String inPackage = type.getPackageName() + ".";
        return WELL_KNOWN.contains(type.getPackageName()) && name.startsWith(inPackage)
                ? name.substring(inPackage.length())
                : name;
    }
}
