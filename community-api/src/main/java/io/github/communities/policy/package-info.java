/**
 * Roles as data: {@link io.github.communities.policy.Policy} says what each role permits and where it can be bound. Read
 * {@code Policy.standard()} to learn who may do what.
 */
@NullMarked
package io.github.communities.policy;

import org.jspecify.annotations.NullMarked;
