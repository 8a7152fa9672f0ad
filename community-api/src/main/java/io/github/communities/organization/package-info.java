/**
 * Organizations and their users: {@link io.github.communities.organization.Organizations} for callers, and the values
 * of sign-in and roster.
 */
@NullMarked
package io.github.communities.organization;

import org.jspecify.annotations.NullMarked;
