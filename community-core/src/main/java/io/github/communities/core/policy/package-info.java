/**
 * Decisions as pure functions: a compiled policy and facts in, an answer with its reasons out; no store, no clock, no
 * chance. Begin with {@link io.github.communities.core.policy.CompiledPolicy} (roles as bits) and {@link
 * io.github.communities.core.policy.Grants} (what somebody holds where); what of it no longer counts is said by {@link
 * io.github.communities.core.policy.PresentSubjects}.
 */
@NullMarked
package io.github.communities.core.policy;

import org.jspecify.annotations.NullMarked;
