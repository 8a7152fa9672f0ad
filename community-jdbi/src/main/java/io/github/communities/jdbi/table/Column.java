package io.github.communities.jdbi.table;

import io.github.communities.Revision;
import io.github.communities.Subject;
import io.github.communities.jdbi.dialect.Dialect;
import io.github.communities.spi.record.TextMap;
import java.sql.JDBCType;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jdbi.v3.core.argument.Argument;

/**
 * A column of a table.
 *
 * @param name its name
 * @param type how its values are written
 * @param value what a record has in it
 * @param <T> the type of record
 */
record Column<T>(String name, Type type, Function<T, Optional<?>> value) {
    /** How values are written; in a union, columns of the same type can share one. */
    enum Type {
        /** A text that is compared and sorted. */
        KEY(JDBCType.VARCHAR),
        /** Any other text. */
        TEXT(JDBCType.VARCHAR),
        /** A number, a revision, or an instant in microseconds. */
        NUMBER(JDBCType.BIGINT),
        /** Yes or no. */
        FLAG(JDBCType.BOOLEAN);

        private final JDBCType sql;

        Type(JDBCType sql) {
            this.sql = sql;
        }

        /** The type of the database. */
        JDBCType sql() {
            return sql;
        }

        /** A value, for a statement. Jdbi would find out for each value anew how its type is bound. */
        Argument argument(Optional<?> value, Dialect dialect) {
            if (value.isEmpty()) {
                return (position, statement, context) -> statement.setNull(position, sql.getVendorTypeNumber());
            }
            Object present = value.get();
            return switch (this) {
                case KEY -> {
                    String text = dialect.sortable((String) present);
                    yield (position, statement, context) -> statement.setString(position, text);
                }
                case TEXT -> (position, statement, context) -> statement.setString(position, (String) present);
                case NUMBER -> (position, statement, context) -> statement.setLong(position, (Long) present);
                case FLAG -> (position, statement, context) -> statement.setBoolean(position, (Boolean) present);
            };
        }
    }

    static <T> Column<T> key(String name, Function<T, String> value) {
        return new Column<>(name, Type.KEY, value.andThen(Optional::of));
    }

    static <T> Column<T> text(String name, Function<T, String> value) {
        return optionalText(name, value.andThen(Optional::of));
    }

    static <T> Column<T> optionalText(String name, Function<T, Optional<String>> value) {
        return new Column<>(name, Type.TEXT, value::apply);
    }

    static <T> Column<T> revision(String name, Function<T, Revision> value) {
        return optionalRevision(name, value.andThen(Optional::of));
    }

    static <T> Column<T> optionalRevision(String name, Function<T, Optional<Revision>> value) {
        return new Column<>(name, Type.NUMBER, record -> value.apply(record).map(Revision::value));
    }

    static <T> Column<T> instant(String name, Function<T, Instant> value) {
        return optionalInstant(name, value.andThen(Optional::of));
    }

    static <T> Column<T> optionalInstant(String name, Function<T, Optional<Instant>> value) {
        return new Column<>(name, Type.NUMBER, record -> value.apply(record).map(Micros::of));
    }

    static <T> Column<T> number(String name, Function<T, Long> value) {
        return optionalNumber(name, value.andThen(Optional::of));
    }

    static <T> Column<T> optionalNumber(String name, Function<T, Optional<Long>> value) {
        return new Column<>(name, Type.NUMBER, value::apply);
    }

    /** Names with their texts, as one text. */
    static <T> Column<T> map(String name, Function<T, Map<String, String>> value) {
        return text(name, value.andThen(TextMap::write));
    }

    static <T> Column<T> flag(String name, Predicate<T> value) {
        return new Column<>(name, Type.FLAG, record -> Optional.of(value.test(record)));
    }

    /** The kind of a subject that a record may have. */
    static <T> Column<T> kindOf(String name, Function<T, Optional<Subject>> value) {
        return optionalText(
                name,
                record -> value.apply(record).map(subject -> subject.kind().text()));
    }

    /** The id of a subject that a record may have. */
    static <T> Column<T> idOf(String name, Function<T, Optional<Subject>> value) {
        return optionalText(name, record -> value.apply(record).map(Subject::id));
    }

    Argument argument(T record, Dialect dialect) {
        return type.argument(value.apply(record), dialect);
    }
}
