package io.github.communities.core.access;

import io.github.communities.OrganizationId;
import io.github.communities.Subject;

/** A principal in an organization. */
record PrincipalKey(OrganizationId organization, Subject principal) {}
