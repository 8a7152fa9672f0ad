/**
 * Who may do what, and why: {@link io.github.communities.access.Access} answers, explains, lists and filters (ACC). For
 * many questions of one request take an {@link io.github.communities.access.AccessView}; before doing something ask
 * {@code authorize}, which knows more than roles.
 *
 * <p>What each {@link io.github.communities.access.Operation} takes is the table in {@code OPERATIONS.md}; what an
 * answer is made of is in {@code decision}.
 */
@NullMarked
package io.github.communities.access;

import org.jspecify.annotations.NullMarked;
