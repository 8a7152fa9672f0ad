/** The rules once more, as naively as possible, for the engine to be compared with. */
@NullMarked
package io.github.communities.tck.model;

import org.jspecify.annotations.NullMarked;
