/** The channels service: where a community talks. */
@NullMarked
package io.github.communities.core.channel;

import org.jspecify.annotations.NullMarked;
