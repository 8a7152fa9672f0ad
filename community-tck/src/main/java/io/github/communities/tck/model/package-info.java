/**
 * The rules once more, as naively as possible, for the engine to be compared with: a model in plain collections that
 * knows nothing of the engine, and random programs that run through both.
 */
@NullMarked
package io.github.communities.tck.model;

import org.jspecify.annotations.NullMarked;
