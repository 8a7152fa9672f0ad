package io.github.communities.jdbi.table;

import io.github.communities.OrganizationId;
import io.github.communities.jdbi.table.JointQuery.Found;
import io.github.communities.jdbi.table.OrganizationTable.RowState;
import io.github.communities.jdbi.table.OrganizationTable.WithSessionAnswer;
import java.util.Optional;
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

    /**
     * Asks after the organization's row was {@linkplain OrganizationTable#lock locked}, which is where there is none too.
     *
     * @param isolation what the transaction was not given but has to have, if that matters
     */
    public Locked<T> lockAndAsk(Handle handle, OrganizationId organization, Optional<String> isolation) {
        Locked<Found> locked = query.lockAndAsk(handle, organization, isolation, bind);
        return new Locked<>(locked.row(), locked.records().map(answer));
    }

    /**
     * What the row is that was locked, if there is one, and what was found then.
     *
     * @param records of one state, since nobody else changes them
     */
    public record Locked<T>(Optional<WithSessionAnswer<RowState>> row, WithSessionAnswer<T> records) {}
}
