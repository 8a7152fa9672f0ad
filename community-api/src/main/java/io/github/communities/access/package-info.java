/**
 * Questions about access, and their answers: {@link io.github.communities.access.Access} answers, explains, lists and
 * filters (ACC). For many questions of one request take an {@link io.github.communities.access.AccessView}; before
 * doing something ask {@code authorize}, which knows more than roles.
 *
 * <p>Which permissions and conditions an operation takes is {@link io.github.communities.access.Operation}, also as the
 * table in {@code OPERATIONS.md}. Which role has a permission, and so who may do something, is in {@code policy}. What
 * an answer is made of is in {@code decision}.
 */
@NullMarked
package io.github.communities.access;

import org.jspecify.annotations.NullMarked;
