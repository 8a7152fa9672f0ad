/**
 * A host's own directory of who belongs to organizations (ORG-2): what it says is read as if it were stored. Nothing but the
 * storage is seen from outside.
 */
@NullMarked
package io.github.communities.core.directory;

import org.jspecify.annotations.NullMarked;
