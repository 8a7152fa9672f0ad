package io.github.communities.jdbi.table;

import io.github.communities.OrganizationId;
import io.github.communities.jdbi.table.JointQuery.Found;
import io.github.communities.jdbi.table.OrganizationTable.WithSessionAnswer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** What is asked about records of several kinds. Immutable and thread-safe. */
public final class JointQuestion<T> {
    private final JointQuery query;
    private final Consumer<Query> bind;
    private final Function<Found, T> answer;

    /**
     * One.
     *
     * @param bind binds what the parts of the query take
     * @param answer what is made of that which is found
     */
    JointQuestion(JointQuery query, Consumer<Query> bind, Function<Found, T> answer) {
        this.query = query;
        this.bind = bind;
        this.answer = answer;
    }

    /**
     * Asks about an organization; nothing is found if there is no such organization.
     *
     * @param locked whether the organization's row is held
     */
    public WithSessionAnswer<T> ask(Handle handle, OrganizationId organization, boolean locked) {
        return query.ask(handle, organization, locked, bind).map(answer);
    }
}
