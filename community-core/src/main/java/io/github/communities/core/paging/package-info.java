/**
 * Lists by page: one lazy {@link io.github.communities.core.paging.Scan} over ranges of records, and cursors that are
 * bound to their organization and question. Whoever lists something filters a scan and never loops over pages.
 */
@NullMarked
package io.github.communities.core.paging;

import org.jspecify.annotations.NullMarked;
