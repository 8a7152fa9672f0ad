/** What the build promises of the whole project: its static checks bite, and its modules keep to their places. */
@NullMarked
package io.github.communities.build;

import org.jspecify.annotations.NullMarked;
