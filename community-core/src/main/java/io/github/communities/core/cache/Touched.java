package io.github.communities.core.cache;

import io.github.communities.ResourceId;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeAttribute;
import io.github.communities.change.ChangeKind;
import io.github.communities.change.ChangeRecord;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a write may have made wrong of what is remembered: the subjects whose roles, groups or presence it changed, and
 * the communities, projects and resources that came, went or are shared otherwise. The one place that knows which
 * changes access depends on.
 *
 * @param everything whether it may concern everything in the organization
 * @param ids subjects, and ids of communities, projects and resources
 * @param went whether one of the latter, or how it was shared, is not there any more
 */
record Touched(boolean everything, Set<Object> ids, boolean went) {
    private static final Set<ChangeKind> EVERYTHING = EnumSet.of(
            ChangeKind.ORGANIZATION_REGISTERED,
            ChangeKind.ORGANIZATION_REMOVED,
            ChangeKind.ORGANIZATION_PURGED,
            ChangeKind.PERSON_ERASED);
    private static final Set<ChangeKind> GOING = EnumSet.of(
            ChangeKind.COMMUNITY_DELETED,
            ChangeKind.COMMUNITY_PURGED,
            ChangeKind.PROJECT_DELETED,
            ChangeKind.PROJECT_PURGED,
            ChangeKind.RESOURCE_DELETED,
            ChangeKind.RESOURCE_WITHDRAWN,
            ChangeKind.RESOURCE_DETACHED);

    /** What a record tells of. */
    static Touched by(ChangeRecord record) {
        Set<Object> ids = new HashSet<>();
        boolean everything = false;
        boolean went = false;
        for (Change change : record.changes()) {
            everything |= EVERYTHING.contains(change.kind());
            went |= GOING.contains(change.kind());
            ids(change).forEach(ids::add);
        }
        return new Touched(everything, ids, went || everything);
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
