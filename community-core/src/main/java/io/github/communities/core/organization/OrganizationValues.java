package io.github.communities.core.organization;

import io.github.communities.Revision;
import io.github.communities.core.transaction.ReadTransaction;
import io.github.communities.organization.Organization;
import io.github.communities.spi.record.OrganizationRecord;

/** Organizations as hosts see them. */
public final class OrganizationValues {
    private OrganizationValues() {}

    /** The organization of a transaction as hosts see it. */
    public static Organization of(ReadTransaction reading) {
        return of(reading.organization(), reading.revision());
    }

    /** An organization as hosts see it. */
    static Organization of(OrganizationRecord organization, Revision revision) {
        return Organization.builder()
                .id(organization.id())
                .name(organization.name())
                .defaultCommunity(organization.defaultCommunity())
                .registeredAt(organization.registeredAt())
                .revision(revision)
                .bindingsVersion(organization.bindingsVersion().value())
                .build();
    }
}
