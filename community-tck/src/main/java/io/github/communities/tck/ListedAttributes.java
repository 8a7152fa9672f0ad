package io.github.communities.tck;

import io.github.communities.OrganizationId;
import io.github.communities.change.Change;
import io.github.communities.change.ChangeAttribute;
import io.github.communities.change.ChangeRecord;
import io.github.communities.spi.CommunityStore;
import io.github.communities.spi.HostTransaction;
import io.github.communities.spi.StoreWriter;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A store that takes no change with an attribute that its kind does not list: every change of every test goes through
 * one, so that hosts find in the feed what they are told that they may find (CHG-1). As thread-safe as the other store.
 */
final class ListedAttributes extends ForwardingStore {
    ListedAttributes(CommunityStore store) {
        super(store);
    }

    @Override
    protected StoreWriter writer(OrganizationId organization, StoreWriter writer) {
        return new ForwardingWriter(writer) {
            @Override
            public void append(ChangeRecord record) {
                record.changes().forEach(ListedAttributes::check);
                super.append(record);
            }
        };
    }

    /** {@inheritDoc} What is written there is looked at too. */
    @Override
    public CommunityStore within(HostTransaction transaction) {
        return new ListedAttributes(super.within(transaction));
    }

    private static void check(Change change) {
        Set<String> listed =
                change.kind().attributes().stream().map(ChangeAttribute::text).collect(Collectors.toSet());
        Stream.of(change.before(), change.after())
                .flatMap(attributes -> attributes.keySet().stream())
                .filter(name -> !listed.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new AssertionError("CHG-1: " + change.kind() + " does not list the attribute '" + name
                            + "', list it in ChangeKind: " + change);
                });
    }
}
