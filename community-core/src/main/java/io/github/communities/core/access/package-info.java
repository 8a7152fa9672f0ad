/**
 * Questions about access: the answers of {@link io.github.communities.access.Access}, from one revision each. A view
 * ({@code PrincipalView}) holds what one caller was granted; lists turn the question round, to who holds ({@code
 * HolderList}) and to what is reached ({@code PermittedList}, {@code PermittedScopes}).
 */
@NullMarked
package io.github.communities.core.access;

import org.jspecify.annotations.NullMarked;
