/**
 * Texts made comparable, short or ordered: keys of names, fingerprints, ids that grow with time, attributes of changes.
 * No rule of a context is here.
 */
@NullMarked
package io.github.communities.core.text;

import org.jspecify.annotations.NullMarked;
