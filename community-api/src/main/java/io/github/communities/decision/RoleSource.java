package io.github.communities.decision;

import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.internal.ValueStyle;
import java.time.Instant;
import java.util.Optional;
import org.immutables.value.Value;

/** Where a role that someone holds comes from. */
@ValueStyle
@Value.Immutable
@SuppressWarnings("exports") // the annotations are needed to compile this module, not to use it
public interface RoleSource {
    /** How a role comes to someone. */
    enum Kind {
        /** By a binding of their own. */
        OWN,
        /** By a binding of a group they are in. */
        GROUP,
        /** By a binding of the system group of all users. */
        ALL_USERS,
        /** By being a user of the organization (ORG-3). */
        BELONGING
    }

    /** The role that is held. */
    Role role();

    /**
     * Where it holds, with everything below: where it is bound, or what the organization role it follows from rules.
     */
    Scope scope();

    /** How it comes. */
    Kind kind();

    /** To whom it is bound: the principal, a group, or the system group. */
    Subject boundTo();

    /**
     * The organization role it follows from, if it is not bound itself (DEF-7). Such a role can't be revoked where it
     * holds; it ends with the organization role.
     */
    Optional<Role> inheritedFrom();

    /** Since when. */
    Instant since();

    /** From when on it grants nothing; empty if it does not end. */
    Optional<Instant> expiresAt();

    /** The source in words, in one line. */
    default String text() {
        return text(Names.none());
    }

    /** {@link #text()} for whoever has names: that of the scope is told beside its id. */
    default String text(Names names) {
        return sentence().text(names);
    }

    /** {@link #text()} as what it is made of. */
    default Sentence sentence() {
        StringBuilder text = new StringBuilder();
        inheritedFrom().ifPresent(from -> text.append(", inherited from ").append(from));
        switch (kind()) {
            case OWN -> text.append(", bound to ").append(boundTo());
            case GROUP -> text.append(", through ").append(boundTo());
            case ALL_USERS -> text.append(", through all users of the organization");
            case BELONGING -> text.append(", as a user of the organization");
        }
        text.append(", since ").append(since());
        expiresAt().ifPresent(end -> text.append(", until ").append(end));
        return Sentence.of(role() + " at ").and(scope()).and(text.toString());
    }

    /** A builder; every attribute that is not optional must be given. */
    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link RoleSource}; not thread-safe. */
    class Builder extends ImmutableRoleSource.Builder {
        Builder() {}
    }
}
