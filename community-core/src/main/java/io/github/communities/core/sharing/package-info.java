/**
 * Sharing: what is published in which community and attached to which project (SHR), as the use cases of {@link
 * io.github.communities.sharing.Sharing}. Which of it counts is a matter of revisions, in {@code transaction}; what it
 * permits is decided in {@code authorization} and {@code policy}.
 */
@NullMarked
package io.github.communities.core.sharing;

import org.jspecify.annotations.NullMarked;
