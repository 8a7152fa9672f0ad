/** What the API's values share; not exported to hosts. */
@NullMarked
package io.github.communities.internal;

import org.jspecify.annotations.NullMarked;
