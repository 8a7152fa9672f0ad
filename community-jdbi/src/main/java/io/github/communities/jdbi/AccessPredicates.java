package io.github.communities.jdbi;

import io.github.communities.CommunityId;
import io.github.communities.OrganizationId;
import io.github.communities.ProjectId;
import io.github.communities.access.AccessFilter;
import io.github.communities.jdbi.dialect.Condition;
import io.github.communities.jdbi.dialect.Dialect;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Puts filters into the words of the host's database, for its own queries on its own rows (ACC-6). Make one for each
 * data source; it is thread-safe.
 *
 * <pre>{@code
 * AccessPredicates predicates = AccessPredicates.over(dataSource);
 * AccessFilter filter = communities.access().filter(asBob, PROJECT_VIEW);
 * AccessPredicate mine = predicates.of(filter, RowColumns.community("community").project("project"));
 * PreparedStatement query = connection.prepareStatement("select * from runs where " + mine.sql() + " order by id");
 * mine.bind(query, 1);
 * }</pre>
 */
public final class AccessPredicates {
    private final Dialect dialect;

    private AccessPredicates(Dialect dialect) {
        this.dialect = dialect;
    }

    /**
     * For queries to a data source, which need not be that of the store. Of its connections one is asked what database
     * it leads to; if that comes with autocommit off, the questions are part of its transaction, which is left as it
     * is.
     *
     * @throws io.github.communities.error.Refused if its database is none that the library knows (S-18)
     * @throws io.github.communities.error.Unavailable if it can't be reached (S-18)
     */
    public static AccessPredicates over(DataSource dataSource) {
        Arguments.required("data source", dataSource);
        return CommunitySchema.onceReachable(() -> new AccessPredicates(Database.dialectOf(dataSource)));
    }

    /**
     * The condition that holds for exactly the rows that a filter lets pass. Its text depends on which of the filter's
     * sets are empty, in MariaDB also on how large they are; H2 and PostgreSQL take each set as one parameter.
     */
    public AccessPredicate of(AccessFilter filter, RowColumns columns) {
        Arguments.required("filter", filter);
        Condition condition = new Rows(filter, Arguments.required("columns", columns)).pass();
        return new AccessPredicate(condition.sql(), condition.parameters());
    }

    private final class Rows {
        private final AccessFilter filter;
        private final RowColumns columns;
        private final Function<CommunityId, String> community;
        private final Function<ProjectId, String> project;

        Rows(AccessFilter filter, RowColumns columns) {
            boolean values = columns.organization().isPresent();
            this.filter = filter;
            this.columns = columns;
            this.community = values ? CommunityId::value : CommunityId::toString;
            this.project = values ? ProjectId::value : ProjectId::toString;
        }

        Condition pass() {
            List<Condition> all = new ArrayList<>();
            columns.organization()
                    .map(column -> dialect.isOneOf(
                            column, List.of(filter.organization().value())))
                    .ifPresent(all::add);
            all.add(Condition.any(ways()));
            isNoneOf(columns.community(), filter.deletedCommunities(), community)
                    .ifPresent(all::add);
            columns.project()
                    .flatMap(column -> isNoneOf(column, filter.deletedProjects(), project)
                            .map(existing -> Condition.any(List.of(Condition.of(column + " is null"), existing))))
                    .ifPresent(all::add);
            return Condition.all(all);
        }

        /** By what a row may pass. */
        private List<Condition> ways() {
            List<Condition> ways = new ArrayList<>();
            if (filter.allCommunities()) {
                List<Condition> every = new ArrayList<>(List.of(ofOrganization()));
                isNoneOf(columns.community(), filter.besides(), community).ifPresent(every::add);
                ways.add(Condition.all(every));
            }
            isOneOf(columns.community(), filter.communities(), community).ifPresent(ways::add);
            columns.project()
                    .flatMap(column -> isOneOf(column, filter.projects(), project))
                    .ifPresent(ways::add);
            return ways;
        }

        private Condition ofOrganization() {
            String column = columns.community();
            return columns.organization().isPresent()
                    ? Condition.of(column + " is not null")
                    : dialect.startsWith(column, beginning(filter.organization()));
        }

        /** What the text forms of all ids of an organization begin with. */
        private static String beginning(OrganizationId organization) {
            String last = "-";
            String some = CommunityId.of(organization, last).toString();
            return some.substring(0, some.length() - last.length());
        }

        private <T> Optional<Condition> isOneOf(String column, Collection<T> ids, Function<T, String> text) {
            return ids.isEmpty() ? Optional.empty() : Optional.of(dialect.isOneOf(column, sorted(ids, text)));
        }

        private <T> Optional<Condition> isNoneOf(String column, Collection<T> ids, Function<T, String> text) {
            return ids.isEmpty() ? Optional.empty() : Optional.of(dialect.isNoneOf(column, sorted(ids, text)));
        }

        private <T> List<String> sorted(Collection<T> ids, Function<T, String> text) {
            return ids.stream().map(text).sorted().toList();
        }
    }
}
