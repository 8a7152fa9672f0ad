/**
 * How long ago something was, by a clock that nobody sets: how old an answer is, and how long a host has to give one.
 */
@NullMarked
package io.github.communities.core.time;

import org.jspecify.annotations.NullMarked;
