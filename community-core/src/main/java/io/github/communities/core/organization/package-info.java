/**
 * Organizations: registering with the default community, sign-in, overview and removal in batches, which the host
 * begins (ORG, DEF), and the use cases of {@link io.github.communities.organization.Organizations}. Their users are
 * added and removed in {@code subject} and {@code roster}.
 */
@NullMarked
package io.github.communities.core.organization;

import org.jspecify.annotations.NullMarked;
