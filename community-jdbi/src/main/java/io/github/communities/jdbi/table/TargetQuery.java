package io.github.communities.jdbi.table;

import io.github.communities.jdbi.dialect.Dialect;
import io.github.communities.jdbi.table.JointQuery.Part;
import io.github.communities.spi.record.RecordKey;
import io.github.communities.spi.record.RecordKind;
import io.github.communities.spi.record.StoredRecord;
import io.github.communities.spi.record.TargetKeys;
import io.github.communities.spi.record.TargetRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.Query;

/**
 * All that decides about where targets lead, by one statement, however many they are (S-27). It has a part for each
 * kind of record, whose keys are asked for or are in the rows of other kinds.
 */
public final class TargetQuery {
    private final Dialect dialect;
    private final SessionProbe probe;
    private final OrganizationTable organizations;
    private final CommunityTable communities;
    private final ProjectTable projects;
    private final ResourceTable resources;
    private final PublicationTable publications;
    private final AttachmentTable attachments;
    /** By the kinds of keys that are asked for. */
    private final Map<Set<RecordKind<?>>, JointQuery> queries = new ConcurrentHashMap<>();

    TargetQuery(
            Dialect dialect,
            SessionProbe probe,
            OrganizationTable organizations,
            CommunityTable communities,
            ProjectTable projects,
            ResourceTable resources,
            PublicationTable publications,
            AttachmentTable attachments) {
        this.dialect = dialect;
        this.probe = probe;
        this.organizations = organizations;
        this.communities = communities;
        this.projects = projects;
        this.resources = resources;
        this.publications = publications;
        this.attachments = attachments;
    }

    /** What decides about where targets lead. */
    public JointQuestion<TargetRecords> of(TargetKeys keys) {
        List<Asked<?>> asked = List.of(
                        new Asked<>(communities, keys.communities()),
                        new Asked<>(projects, keys.projects()),
                        new Asked<>(resources, keys.resources()),
                        new Asked<>(publications, keys.publications()),
                        new Asked<>(attachments, keys.attachments()))
                .stream()
                .filter(each -> !each.keys().isEmpty())
                .toList();
        Set<RecordKind<?>> kinds =
                Set.copyOf(asked.stream().map(each -> each.table().kind()).toList());
        return new JointQuestion<>(
                queries.computeIfAbsent(kinds, this::query),
                query -> asked.forEach(each -> each.bind(query)),
                found -> new TargetRecords(
                        found.revision(),
                        found.organization(),
                        found.of(RecordKind.COMMUNITY),
                        found.of(RecordKind.PROJECT),
                        found.of(RecordKind.RESOURCE),
                        found.of(RecordKind.PUBLICATION),
                        found.of(RecordKind.ATTACHMENT)));
    }

    /** Keys in one table. */
    private record Asked<R extends StoredRecord>(Table<R> table, Set<RecordKey<R>> keys) {
        void bind(Query query) {
            table.bindNamed(query, keys);
        }
    }

    private JointQuery query(Set<RecordKind<?>> kinds) {
        Keys ofResources = new Keys(resources);
        Keys ofAttachments = new Keys(attachments);
        Keys ofPublications = new Keys(publications);
        Keys ofProjects = new Keys(projects);
        Keys ofCommunities = new Keys(communities);
        if (kinds.contains(RecordKind.RESOURCE)) {
            ofResources.named();
            ofProjects.in(ofResources, "project");
            ofCommunities.in(ofResources, "community");
        }
        if (kinds.contains(RecordKind.ATTACHMENT)) {
            ofAttachments.named();
            ofPublications.in(ofAttachments, "community", "resource");
        }
        if (kinds.contains(RecordKind.PUBLICATION)) {
            ofPublications.named();
        }
        if (kinds.contains(RecordKind.PROJECT)) {
            ofProjects.named();
            ofCommunities.in(ofProjects.onlyNamed(), "community");
        }
        if (kinds.contains(RecordKind.COMMUNITY)) {
            ofCommunities.named();
        }
        List<Part<?>> parts = Stream.of(ofResources, ofAttachments, ofPublications, ofProjects, ofCommunities)
                .flatMap(keys -> keys.part().stream())
                .collect(Collectors.toList());
        return new JointQuery(dialect, probe, organizations, parts);
    }

    /** Where the keys of the rows of one table come from. */
    private static final class Keys {
        private final Table<?> table;
        private final List<String> sources = new ArrayList<>();

        Keys(Table<?> table) {
            this.table = table;
        }

        /** They are asked for. */
        Keys named() {
            sources.add(table.namedKeys());
            return this;
        }

        /** As if only those that are asked for were. */
        Keys onlyNamed() {
            return new Keys(table).named();
        }

        /** They are in columns of rows of another table. */
        void in(Keys others, String... columns) {
            String keys = IntStream.range(0, columns.length)
                    .mapToObj(part -> "t." + columns[part] + " as key" + part)
                    .collect(Collectors.joining(", "));
            sources.add("select distinct " + keys + " from " + others.rows());
        }

        /** A union has no key twice either. */
        private String rows() {
            return table.byKeys("(" + String.join(" union ", sources) + ") k");
        }

        Optional<Part<?>> part() {
            return sources.isEmpty() ? Optional.empty() : Optional.of(new Part<>(table, "from " + rows()));
        }
    }
}
