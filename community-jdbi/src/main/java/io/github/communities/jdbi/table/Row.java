package io.github.communities.jdbi.table;

import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.ProjectId;
import io.github.communities.Revision;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.SubjectKind;
import io.github.communities.jdbi.dialect.Dialect;
import io.github.communities.spi.record.TextMap;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The row a result set is at, read by the names of its columns, as values of the domain. */
final class Row {
    /** Where the columns of a table are in a result set. */
    record Positions(Map<String, Integer> byName) {
        /** One after the other. */
        static Positions inOrder(List<? extends Column<?>> columns) {
            return new Positions(IntStream.range(0, columns.size())
                    .boxed()
                    .collect(Collectors.toMap(i -> columns.get(i).name(), i -> i + 1)));
        }

        int of(String column) {
            Integer position = byName.get(column);
            if (position == null) {
                throw new IllegalArgumentException("no column " + column);
            }
            return position;
        }
    }

    private final ResultSet results;
    private final Positions positions;
    private final OrganizationId organization;
    private final Dialect dialect;

    Row(ResultSet results, Positions positions, OrganizationId organization, Dialect dialect) {
        this.results = results;
        this.positions = positions;
        this.organization = organization;
        this.dialect = dialect;
    }

    OrganizationId organization() {
        return organization;
    }

    String key(String column) throws SQLException {
        return dialect.fromSortable(results.getString(positions.of(column)));
    }

    String text(String column) throws SQLException {
        return results.getString(positions.of(column));
    }

    Optional<String> optionalText(String column) throws SQLException {
        return Optional.ofNullable(results.getString(positions.of(column)));
    }

    boolean flag(String column) throws SQLException {
        return results.getBoolean(positions.of(column));
    }

    Revision revision(String column) throws SQLException {
        return Revision.of(results.getLong(positions.of(column)));
    }

    Optional<Revision> optionalRevision(String column) throws SQLException {
        return optionalNumber(column).map(Revision::of);
    }

    Instant instant(String column) throws SQLException {
        return Micros.instant(results.getLong(positions.of(column)));
    }

    Optional<Instant> optionalInstant(String column) throws SQLException {
        return optionalNumber(column).map(Micros::instant);
    }

    Subject subject(String kind, String id) throws SQLException {
        return new Subject(SubjectKind.parse(key(kind)), key(id));
    }

    Optional<Subject> optionalSubject(String kind, String id) throws SQLException {
        Optional<String> present = optionalText(kind);
        return present.isEmpty()
                ? Optional.empty()
                : Optional.of(new Subject(SubjectKind.parse(present.get()), text(id)));
    }

    Scope scope(String kind, String id) throws SQLException {
        String noun = key(kind);
        return switch (noun) {
            case "organization" -> organization;
            case "community" -> CommunityId.of(organization, key(id));
            case "project" -> ProjectId.of(organization, key(id));
            default -> throw new IllegalStateException("a record of an unknown kind of scope: " + noun);
        };
    }

    long number(String column) throws SQLException {
        return results.getLong(positions.of(column));
    }

    Map<String, String> map(String column) throws SQLException {
        return TextMap.read(text(column));
    }

    Optional<Long> optionalNumber(String column) throws SQLException {
        long number = results.getLong(positions.of(column));
        return results.wasNull() ? Optional.empty() : Optional.of(number);
    }
}
