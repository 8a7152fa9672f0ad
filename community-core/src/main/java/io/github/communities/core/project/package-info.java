/**
 * Projects and resources: the use cases of {@link io.github.communities.project.Projects} and {@link
 * io.github.communities.project.Resources} (PRJ, RES). Limits and balances are in {@code ProjectUnits}, what the host
 * reports in {@link io.github.communities.core.project.ReportedUse}; others make projects by {@link
 * io.github.communities.core.project.ProjectRecords}. A resource elsewhere than at home is in {@code sharing}.
 */
@NullMarked
package io.github.communities.core.project;

import org.jspecify.annotations.NullMarked;
