package io.github.communities.tck.model;

import io.github.communities.Scope;
import io.github.communities.ScopeKind;

/**
 * A community or project by its number, or the organization.
 *
 * @param number counts those that there are; see {@link Model#NUMBERS}
 */
public record Place(ScopeKind kind, int number) {
    Scope in(Model model) {
        return switch (kind) {
            case ORGANIZATION -> World.ACME;
            case COMMUNITY -> model.community(number);
            case PROJECT -> model.project(number);
        };
    }
}
