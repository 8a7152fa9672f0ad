package io.github.communities.member;

import io.github.communities.internal.Arguments;
import java.util.List;

/**
 * What really changed.
 *
 * @param added bindings that are new, or whose expiry is
 * @param removed bindings that are gone
 */
public record BindingChanges(List<AccessBinding> added, List<AccessBinding> removed) {
    /** Copies the lists. */
    public BindingChanges {
        added = Arguments.all("bindings", added);
        removed = Arguments.all("bindings", removed);
    }
}
