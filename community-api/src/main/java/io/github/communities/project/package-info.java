/**
 * Projects of communities, and the resources in them: {@link io.github.communities.project.Projects} with limits and
 * balances (PRJ), {@link io.github.communities.project.Resources} with what a resource is and never its content (RES).
 *
 * <p>How a resource is used in other communities: {@code sharing}.
 */
@NullMarked
package io.github.communities.project;

import org.jspecify.annotations.NullMarked;
