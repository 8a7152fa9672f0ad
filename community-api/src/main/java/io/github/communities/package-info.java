/**
 * Communities: organizations, their teams, roles, projects, and who may do what.
 *
 * <p>Most hosts need three types: {@link io.github.communities.Communities} (the entry), {@link
 * io.github.communities.Host} (what only the embedding application may do) and {@link io.github.communities.Caller} (on
 * whose behalf everything else is done). Ids carry their organization, so every call knows its tenant.
 *
 * <p>The other packages: {@code organization}, {@code member}, {@code project} and {@code access} hold one service
 * interface each with its values; {@code policy} the roles as data; {@code change} what writes leave behind; {@code
 * error} what is thrown; {@code spi} what one implements to keep it all in another store.
 */
@NullMarked
package io.github.communities;

import org.jspecify.annotations.NullMarked;
