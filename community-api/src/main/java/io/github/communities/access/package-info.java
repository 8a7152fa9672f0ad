/**
 * Who may do what, and why: {@link io.github.communities.access.Access} and the view it gives for one request.
 */
@NullMarked
package io.github.communities.access;

import org.jspecify.annotations.NullMarked;
