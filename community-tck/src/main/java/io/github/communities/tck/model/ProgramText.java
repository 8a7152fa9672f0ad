package io.github.communities.tck.model;

import io.github.communities.BillingAccountId;
import io.github.communities.Role;
import io.github.communities.Subject;
import io.github.communities.restriction.RestrictionValue;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A program as people read it: what became of each command, and the Java that keeps it by a name. */
final class ProgramText {
    private final List<String> lines = new ArrayList<>();

    void add(Command command) {
        lines.add(words(command));
    }

    void add(Command.Write command, Attempt attempt, Outcome outcome) {
        lines.add(words(command, attempt) + ": " + outcome);
    }

    void leftOpen(Command.Write command, Attempt attempt) {
        lines.add(words(command, attempt) + ": not run, as the rules leave it open");
    }

    private static String words(Command.Write command, Attempt attempt) {
        return attempt.caller().map(Subject::toString).orElse("host") + ": " + words(command);
    }

    /** The kind of a command and what it is about, without who asks and what is not given. */
    private static String words(Command command) {
        return command.getClass().getSimpleName()
                + Arrays.stream(command.getClass().getRecordComponents())
                        .filter(part -> part.getType() != Who.class)
                        .flatMap(part -> word(part, value(part, command)).stream())
                        .map(word -> " " + word)
                        .collect(Collectors.joining(","));
    }

    private static Optional<String> word(RecordComponent part, Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(given -> part.getName() + " " + given);
        }
        if (value instanceof Boolean yes) {
            return yes ? Optional.of(part.getName()) : Optional.empty();
        }
        if (value instanceof Integer number) {
            return Optional.of(part.getName() + " " + number);
        }
        if (value instanceof Place place) {
            return Optional.of(place.kind().noun() + " " + place.number());
        }
        return Optional.of(value.toString());
    }

    private static Object value(RecordComponent part, Object record) {
        try {
            return part.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(part + " can't be read", e);
        }
    }

    /** What became of each command, and what was wrong then. */
    String of(RoleTable table, List<Command> beginning, Throwable failure) {
        StringBuilder text =
                new StringBuilder("under the policy ").append(table).append(":\n");
        for (int i = 0; i < lines.size(); i++) {
            int number = i + 1 - beginning.size();
            text.append(number > 0 ? String.format("%4d  ", number) : "      ")
                    .append(lines.get(i))
                    .append('\n');
        }
        return text.append("and there:\n").append(failure.getMessage()).toString();
    }

    /** The same, with the Java that keeps it by a name. */
    String toKeep(RoleTable table, List<Command> beginning, List<Command> program, Throwable failure) {
        return of(table, beginning, failure) + "\n\nto be kept in NamedPrograms:\n" + java(table, program) + '\n';
    }

    /** The Java of a program. */
    private static String java(RoleTable table, List<Command> program) {
        return "@Test\n@Rule(\"\")\nvoid what_it_shows() {\n    run(\"outcome of the last command\", " + table.java()
                + program.stream().map(command -> ",\n        " + java(command)).collect(Collectors.joining())
                + ");\n}";
    }

    static String java(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(given -> "Optional.of(" + java(given) + ")").orElse("Optional.empty()");
        }
        if (value instanceof List<?> list) {
            return "List.of(" + list.stream().map(ProgramText::java).collect(Collectors.joining(", ")) + ")";
        }
        if (value instanceof Subject subject) {
            return switch (subject.kind()) {
                case USER -> "Subject.user(" + java(subject.id()) + ")";
                case FEDERATED_USER -> "Subject.federatedUser(" + java(subject.id()) + ")";
                case SERVICE_ACCOUNT -> "Subject.serviceAccount(" + java(subject.id()) + ")";
                case GROUP -> "Subject.group(" + java(subject.id()) + ")";
                case ALL_USERS -> "Subject.allUsers()";
            };
        }
        if (value instanceof Role role) {
            return "Role.of(" + java(role.name()) + ")";
        }
        if (value instanceof Duration duration) {
            return "Duration.parse(" + java(duration.toString()) + ")";
        }
        if (value instanceof BillingAccountId account) {
            return "BillingAccountId.of(" + java(account.value()) + ")";
        }
        if (value instanceof RestrictionValue restriction) {
            return "RestrictionValue.parse(" + java(restriction.text()) + ")";
        }
        if (value instanceof Enum<?> constant) {
            return constant.getDeclaringClass().getSimpleName() + "." + constant.name();
        }
        if (value instanceof Record record) {
            return "new " + name(record.getClass()) + "("
                    + Arrays.stream(record.getClass().getRecordComponents())
                            .map(part -> java(value(part, record)))
                            .collect(Collectors.joining(", "))
                    + ")";
        }
        if (value instanceof String text) {
            return "\"" + text + "\"";
        }
        return value instanceof Long number ? number + "L" : value.toString();
    }

    private static String name(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return outer == null ? type.getSimpleName() : outer.getSimpleName() + "." + type.getSimpleName();
    }
}
