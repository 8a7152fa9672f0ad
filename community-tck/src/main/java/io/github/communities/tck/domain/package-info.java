/**
 * The rules of the domain, in a package for each context, named as those of the engine; here, what several of them
 * begin from, and the worked examples.
 */
@NullMarked
package io.github.communities.tck.domain;

import org.jspecify.annotations.NullMarked;
