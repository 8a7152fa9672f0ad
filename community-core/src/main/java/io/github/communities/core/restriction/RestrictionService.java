package io.github.communities.core.restriction;

import io.github.communities.Caller;
import io.github.communities.CommunityId;
import io.github.communities.Written;
import io.github.communities.access.Operation;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeAttribute;
import io.github.communities.change.ChangeKind;
import io.github.communities.core.authorization.OperationAuthorizer;
import io.github.communities.core.authorization.RestrictionsInForce;
import io.github.communities.core.text.Attributes;
import io.github.communities.core.transaction.Transactions;
import io.github.communities.core.transaction.WriteTransaction;
import io.github.communities.error.InvalidInput;
import io.github.communities.internal.Arguments;
import io.github.communities.internal.Texts;
import io.github.communities.policy.Policy;
import io.github.communities.policy.RestrictionDefinition;
import io.github.communities.restriction.Restriction;
import io.github.communities.restriction.RestrictionValue;
import io.github.communities.restriction.Restrictions;
import io.github.communities.spi.record.CommunityRecord;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The restrictions service: what a community forbids itself. */
public final class RestrictionService implements Restrictions {
    private final Transactions transactions;

    /** Over transactions. */
    public RestrictionService(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Written<Restriction> set(Caller caller, CommunityId community, String name, RestrictionValue value) {
        required(caller, community);
        Arguments.required("value of restriction", value);
        RestrictionDefinition definition = definition(name);
        check(definition, value);
        return transactions.write(caller, community, writing -> {
            CommunityRecord before = OperationAuthorizer.authorize(writing, Operation.RESTRICT, community)
                    .community();
            Map<String, String> restrictions = new TreeMap<>(before.restrictions());
            restrictions.put(definition.name(), value.text());
            return store(writing, before, definition, restrictions);
        });
    }

    @Override
    public Written<Restriction> unset(Caller caller, CommunityId community, String name) {
        required(caller, community);
        RestrictionDefinition definition = definition(name);
        return transactions.write(caller, community, writing -> {
            CommunityRecord before = OperationAuthorizer.authorize(writing, Operation.RESTRICT, community)
                    .community();
            Map<String, String> restrictions = new TreeMap<>(before.restrictions());
            restrictions.remove(definition.name());
            return store(writing, before, definition, restrictions);
        });
    }

    @Override
    public Restriction get(Caller caller, CommunityId community, String name) {
        required(caller, community);
        RestrictionDefinition definition = definition(name);
        return transactions.read(caller, reading -> {
            return value(
                    definition,
                    OperationAuthorizer.authorize(reading, Operation.VIEW_COMMUNITY, community)
                            .community());
        });
    }

    @Override
    public List<Restriction> list(Caller caller, CommunityId community) {
        required(caller, community);
        return transactions.read(caller, reading -> {
            CommunityRecord record = OperationAuthorizer.authorize(reading, Operation.VIEW_COMMUNITY, community)
                    .community();
            return policy().restrictions().stream()
                    .map(definition -> value(definition, record))
                    .toList();
        });
    }

    private static void required(Caller caller, CommunityId community) {
        Arguments.required("caller", caller);
        Arguments.required("community id", community);
    }

    private Policy policy() {
        return transactions.policy().source();
    }

    private RestrictionDefinition definition(String name) {
        Texts.id("name of restriction", name);
        return policy().restriction(name)
                .orElseThrow(() -> new InvalidInput(
                        "restriction", name, "RST-1", "is not known to the policy '" + policy().name() + "'"));
    }

    private void check(RestrictionDefinition definition, RestrictionValue value) {
        if (value.type() != definition.type()) {
            throw new InvalidInput(
                    "value of restriction " + definition.name(),
                    value.toString(),
                    "RST-1",
                    "must be of type " + definition.type() + ", not " + value.type());
        }
        if (definition.effect() != RestrictionDefinition.Effect.HOST
                && value instanceof RestrictionValue.Strings types) {
            types.values().stream()
                    .filter(type -> policy().resourceType(type).isEmpty())
                    .findFirst()
                    .ifPresent(unknown -> {
                        throw new InvalidInput(
                                "value of restriction " + definition.name(),
                                unknown,
                                "RST-1",
                                "is no type of resource of the policy '" + policy().name() + "'");
                    });
        }
    }

    private static Restriction store(
            WriteTransaction writing,
            CommunityRecord before,
            RestrictionDefinition definition,
            Map<String, String> restrictions) {
        if (restrictions.equals(before.restrictions())) {
            return value(definition, before);
        }
        CommunityRecord after = CommunityRecord.builder()
                .from(before)
                .restrictions(restrictions)
                .build();
        writing.update(after);
        writing.tell(Change.of(ChangeKind.RESTRICTION_CHANGED, before.id())
                .from(attributes(definition.name(), before.restrictions()))
                .to(attributes(definition.name(), restrictions)));
        return value(definition, after);
    }

    private static SortedMap<String, String> attributes(String name, Map<String, String> restrictions) {
        return restrictions.containsKey(name)
                ? Attributes.of(Map.of(ChangeAttribute.NAME, name, ChangeAttribute.VALUE, restrictions.get(name)))
                : Collections.emptySortedMap();
    }

    private static Restriction value(RestrictionDefinition definition, CommunityRecord community) {
        return new Restriction(
                definition.name(),
                RestrictionsInForce.inForce(definition, community),
                RestrictionsInForce.set(definition, community).isPresent());
    }
}
