package io.github.communities.jdbi.table;

import io.github.communities.OrganizationId;
import io.github.communities.Revision;
import io.github.communities.jdbi.dialect.Dialect;
import io.github.communities.jdbi.table.OrganizationTable.WithSessionAnswer;
import io.github.communities.spi.record.OrganizationRecord;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Records of several kinds, with their organization, of one state and in one round trip. Immutable and thread-safe. */
final class JointQuery {
    /** The part that has the organization. */
    static final int ORGANIZATION = 0;

    private final RecordUnion union;
    /** Empty where a union takes no longer. */
    private final Optional<SeparateSelects> separate;

    /**
     * One of these parts and the organization.
     *
     * @param parts what each takes, besides {@code :organization}, is to be bound when it is asked
     */
    JointQuery(Dialect dialect, SessionProbe probe, OrganizationTable organizations, List<Part<?>> parts) {
        Part<?> organization = new Part<>(
                organizations,
                "from " + organizations.name() + " t where t.organization_id = :organization and t.present");
        List<Part<?>> all =
                Stream.concat(Stream.of(organization), parts.stream()).toList();
        this.union = new RecordUnion(dialect, probe, all);
        this.separate =
                dialect.selectsSeparately() ? Optional.of(new SeparateSelects(dialect, probe, all)) : Optional.empty();
    }

    /**
     * One select.
     *
     * @param from what follows its columns, which are those of {@code t}
     */
    record Part<R extends StoredRecord>(Table<R> table, String from) {}

    /**
     * What is found in an organization; nothing if there is no such organization.
     *
     * @param locked whether the organization's row is held, so that nobody changes its records meanwhile
     * @param bind binds what the parts take
     */
    WithSessionAnswer<Found> ask(Handle handle, OrganizationId organization, boolean locked, Consumer<Query> bind) {
        return locked && separate.isPresent()
                ? separate.get().ask(handle, organization, bind)
                : union.ask(handle, organization, bind);
    }

    /** What was found. */
    static final class Found {
        private Revision revision = Revision.NONE;
        private final Map<Integer, List<StoredRecord>> byPart = new TreeMap<>();

        void add(int part, StoredRecord record) {
            byPart.computeIfAbsent(part, none -> new ArrayList<>()).add(record);
        }

        void setRevision(Revision revision) {
            this.revision = revision;
        }

        /** Nothing if there is no such organization. */
        Optional<Found> ifExists() {
            return byPart.containsKey(ORGANIZATION) ? Optional.of(this) : Optional.empty();
        }

        Revision revision() {
            return revision;
        }

        OrganizationRecord organization() {
            return of(RecordKind.ORGANIZATION).get(0);
        }

        /** The records of a kind. */
        <R extends StoredRecord> List<R> of(RecordKind<R> kind) {
            return of(kind, Integer.MAX_VALUE);
        }

        /** Those of a kind that the first so many parts gave, besides the organization. */
        <R extends StoredRecord> List<R> of(RecordKind<R> kind, int parts) {
            return byPart.entrySet().stream()
                    .takeWhile(part -> part.getKey() <= parts)
                    .flatMap(part -> part.getValue().stream())
                    .filter(record -> record.kind().equals(kind))
                    .map(kind.type()::cast)
                    .toList();
        }

        /** All that the parts after the first so many gave, besides the organization. */
        List<StoredRecord> after(int parts) {
            return byPart.entrySet().stream()
                    .dropWhile(part -> part.getKey() <= parts)
                    .flatMap(part -> part.getValue().stream())
                    .toList();
        }
    }
}
