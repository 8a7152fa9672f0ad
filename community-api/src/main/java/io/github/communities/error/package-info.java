/**
 * What can go wrong: one small sealed family of unchecked exceptions, each of which names the rule it stands for.
 *
 * <p>{@link io.github.communities.error.InvalidInput} the call is wrong; {@link
 * io.github.communities.error.NotFound} there is no such thing, as far as the caller may know; {@link
 * io.github.communities.error.Forbidden} the caller's roles don't suffice; {@link
 * io.github.communities.error.Refused} a rule forbids it whoever asks; {@link
 * io.github.communities.error.Stale} it has changed since it was read; {@link
 * io.github.communities.error.Unavailable} the store or the host could not be asked.
 */
@NullMarked
package io.github.communities.error;

import org.jspecify.annotations.NullMarked;
