/**
 * Organizations and who belongs to them: {@link io.github.communities.organization.Organizations} for callers, and the
 * values of sign-in, rosters and overviews for {@link io.github.communities.Host}, which alone registers and removes.
 *
 * <p>A host whose users live in a directory of its own goes on with {@link io.github.communities.spi.Directory}.
 */
@NullMarked
package io.github.communities.organization;

import org.jspecify.annotations.NullMarked;
