/** Organizations: what the host does, sign-in and roster. */
@NullMarked
package io.github.communities.core.organization;

import org.jspecify.annotations.NullMarked;
