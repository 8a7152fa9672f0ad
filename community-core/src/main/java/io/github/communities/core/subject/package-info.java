/**
 * Users, service accounts and groups: how the host adds them, with which roles and in which groups (ORG-2), what ends
 * with them in one write, and how what is left is cleared afterwards (ORG-4, ORG-8), up to erasing a person (CHG-4).
 */
@NullMarked
package io.github.communities.core.subject;

import org.jspecify.annotations.NullMarked;
