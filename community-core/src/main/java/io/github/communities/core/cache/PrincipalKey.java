package io.github.communities.core.cache;

import io.github.communities.OrganizationId;
import io.github.communities.Subject;

/** A principal in an organization. */
public record PrincipalKey(OrganizationId organization, Subject principal) {}
