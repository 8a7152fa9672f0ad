/** Who pays: the billing accounts that communities are linked to (BIL-1 to BIL-5). */
@NullMarked
package io.github.communities.billing;

import org.jspecify.annotations.NullMarked;
