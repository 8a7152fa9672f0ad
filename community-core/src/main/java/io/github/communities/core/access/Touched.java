package io.github.communities.core.access;

import io.github.communities.ResourceId;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeAttribute;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a write may have made wrong of what is remembered: the subjects whose roles, groups or presence it changed, and
 * the communities, projects and resources that came, went or are shared otherwise. The one place that knows which
 * changes access depends on.
 */
final class Touched {
    private static final Set<ChangeKind> EVERYTHING = EnumSet.of(
            ChangeKind.ORGANIZATION_REGISTERED,
            ChangeKind.ORGANIZATION_REMOVED,
            ChangeKind.ORGANIZATION_PURGED,
            ChangeKind.PERSON_ERASED);
    /** By which nothing goes that was there. */
    private static final Set<ChangeKind> COMING = EnumSet.of(
            ChangeKind.COMMUNITY_CREATED,
            ChangeKind.COMMUNITY_RESTORED,
            ChangeKind.PROJECT_CREATED,
            ChangeKind.PROJECT_RESTORED,
            ChangeKind.RESOURCE_CREATED,
            ChangeKind.RESOURCE_PUBLISHED,
            ChangeKind.RESOURCE_ATTACHED);

    private Touched() {}

    /**
     * Subjects and ids of what a record tells of, and whether something went that was there; empty if it may concern
     * everything in its organization.
     */
    static Optional<Map<Object, Boolean>> by(ChangeRecord record) {
        Map<Object, Boolean> touched = new HashMap<>();
        for (Change change : record.changes()) {
            if (EVERYTHING.contains(change.kind())) {
                return Optional.empty();
            }
            boolean went = !COMING.contains(change.kind());
            ids(change).forEach(id -> touched.merge(id, went, Boolean::logicalOr));
        }
        return Optional.of(touched);
    }

    /** What access may depend on that is not as it was. */
    private static Stream<?> ids(Change change) {
        return switch (change.kind()) {
            case SUBJECT_ADDED,
                    SUBJECT_REMOVED,
                    SUBJECT_CLEARED,
                    USER_SIGNED_IN,
                    GROUP_MEMBER_ADDED,
                    GROUP_MEMBER_REMOVED,
                    MEMBER_REMOVED,
                    BINDING_ADDED,
                    BINDING_CHANGED,
                    BINDING_REMOVED -> change.subject().stream();
            case COMMUNITY_CREATED,
                    COMMUNITY_DELETED,
                    COMMUNITY_RESTORED,
                    COMMUNITY_PURGED,
                    PROJECT_CREATED,
                    PROJECT_DELETED,
                    PROJECT_RESTORED,
                    PROJECT_PURGED -> Stream.of(change.scope());
            case RESOURCE_CREATED,
                    RESOURCE_DELETED,
                    RESOURCE_PUBLISHED,
                    RESOURCE_WITHDRAWN,
                    RESOURCE_ATTACHED,
                    RESOURCE_DETACHED -> resource(change);
            // Roles that go with these have changes of their own.
            default -> Stream.empty();
        };
    }

    private static Stream<ResourceId> resource(Change change) {
        return Stream.of(change.before(ChangeAttribute.RESOURCE), change.after(ChangeAttribute.RESOURCE))
                .flatMap(Optional::stream)
                .map(ResourceId::parse);
    }
}
