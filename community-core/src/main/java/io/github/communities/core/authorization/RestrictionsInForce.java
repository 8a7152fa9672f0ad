package io.github.communities.core.authorization;

import io.github.communities.policy.RestrictionDefinition;
import io.github.communities.restriction.RestrictionValue;
import io.github.communities.spi.record.CommunityRecord;
import java.util.Optional;

/** The values of restrictions in a community, of which stores keep the text forms. */
public final class RestrictionsInForce {
    private RestrictionsInForce() {}

    /** What is in force in a community: what it has set, if that is of the catalog's type, or else the default. */
    public static RestrictionValue inForce(RestrictionDefinition definition, CommunityRecord community) {
        return set(definition, community).orElse(definition.defaultValue());
    }

    /** What a community has set; empty if it has not, or what it has set is of a type that the catalog had once. */
    public static Optional<RestrictionValue> set(RestrictionDefinition definition, CommunityRecord community) {
        return Optional.ofNullable(community.restrictions().get(definition.name()))
                .map(RestrictionValue::parse)
                .filter(value -> value.type() == definition.type());
    }
}
