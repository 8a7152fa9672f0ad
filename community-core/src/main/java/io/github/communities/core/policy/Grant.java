package io.github.communities.core.policy;

import io.github.communities.Role;
import io.github.communities.Scope;
import io.github.communities.Subject;
import io.github.communities.decision.RoleSource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A role that a principal holds, with what it permits and where it comes from. Immutable once it is in a {@link
 * GrantTable}. It is kept for long, and by the million: so what it has in common with others it shares with them.
 */
public final class Grant {
    private final Terms terms;
    private final Scope scope;
    /** In microseconds, as all that is written: an instant takes four times the room. */
    private final long since;
    /** What follows in its table. */
    @Nullable
    Grant next;

    Grant(Terms terms, Scope scope, Instant since) {
        this(terms, scope, ChronoUnit.MICROS.between(Instant.EPOCH, since));
    }

    private Grant(Terms terms, Scope scope, long since) {
        this.terms = terms;
        this.scope = scope;
        this.since = since;
    }

    /**
     * All of a grant but where it holds and since when.
     *
     * @param role the role
     * @param mask what it permits
     * @param kind how it comes to the principal
     * @param boundTo to whom it is bound
     * @param inheritedFrom the organization role it follows from
     * @param expiresAt from when on it grants nothing
     */
    record Terms(
            Role role,
            Mask mask,
            RoleSource.Kind kind,
            Subject boundTo,
            @Nullable Role inheritedFrom,
            @Nullable Instant expiresAt) {
        Terms limitedTo(Mask most) {
            return new Terms(role, mask.and(most), kind, boundTo, inheritedFrom, expiresAt);
        }
    }

    Terms terms() {
        return terms;
    }

    /** The role. */
    public Role role() {
        return terms.role;
    }

    /** What it permits. */
    public Mask mask() {
        return terms.mask;
    }

    /** Where it holds, with everything below. */
    public Scope scope() {
        return scope;
    }

    /** How it comes to the principal. */
    public RoleSource.Kind kind() {
        return terms.kind;
    }

    /** To whom it is bound. */
    public Subject boundTo() {
        return terms.boundTo;
    }

    /** The organization role it follows from. */
    public Optional<Role> inheritedFrom() {
        return Optional.ofNullable(terms.inheritedFrom);
    }

    /** Since when. */
    public Instant since() {
        return Instant.EPOCH.plus(since, ChronoUnit.MICROS);
    }

    /** From when on it grants nothing. */
    public Optional<Instant> expiresAt() {
        return Optional.ofNullable(terms.expiresAt);
    }

    /** Whether it grants anything at an instant (MEM-8). */
    public boolean holds(Instant now) {
        return terms.expiresAt == null || now.isBefore(terms.expiresAt);
    }

    /**
     * Whether it grants the permission of a bit.
     *
     * @param now what time it is, asked only where it matters
     */
    boolean grants(int bit, Supplier<Instant> now) {
        return terms.mask.has(bit) && (terms.expiresAt == null || now.get().isBefore(terms.expiresAt));
    }

    /** The same grant, of whose permissions only those in a mask are left. */
    Grant limitedTo(Mask most) {
        return new Grant(terms.limitedTo(most), scope, since);
    }

    /**
     * Whether it makes its holder a member of the community at which it holds: a binding of their own does, and for a
     * user one of their groups; what is inherited does not, nor what all users have.
     */
    public boolean makesMember(Subject holder) {
        return terms.inheritedFrom == null
                && (terms.boundTo.equals(holder) || (terms.kind == RoleSource.Kind.GROUP && holder.isUser()));
    }

    /** It as hosts see it. */
    public RoleSource source() {
        return RoleSource.builder()
                .role(terms.role)
                .scope(scope)
                .kind(terms.kind)
                .boundTo(terms.boundTo)
                .inheritedFrom(inheritedFrom())
                .since(since())
                .expiresAt(expiresAt())
                .build();
    }
}
