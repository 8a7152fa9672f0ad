package io.github.communities.change;

/** A power by virtue of which a write was done that is worth looking at (CHG-5). */
public enum Power {
    /**
     * The caller administers the community only by inheritance from the organization (DEF-7); where an invitation is
     * accepted, whoever made it (INV-9).
     */
    INHERITED_ADMINISTRATION,
    /**
     * The caller used the power over orphaned communities: appointed an administrator of one, or restored one (MEM-6).
     */
    APPOINTMENT
}
